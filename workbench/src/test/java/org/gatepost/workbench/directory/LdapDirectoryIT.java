package org.gatepost.workbench.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;

import org.gatepost.adapter.ldap.LdapCaching;
import org.gatepost.adapter.ldap.LdapDirectory;
import org.gatepost.adapter.ldap.LdapProfile;
import org.gatepost.adapter.ldap.LdapServer;
import org.gatepost.directory.DirectoryState;
import org.gatepost.directory.MailAccount;
import org.gatepost.directory.MailDomain;
import org.gatepost.directory.MailGroup;
import org.gatepost.directory.MailUser;
import org.gatepost.directory.RecipientDecision;
import org.gatepost.directory.RecipientLookup;
import org.gatepost.directory.Submitter;
import org.gatepost.mapping.Flags;
import org.gatepost.mapping.LookupAnswer;
import org.gatepost.mapping.Lookups;
import org.gatepost.mapping.MappingAnswer;
import org.gatepost.mapping.MappingReader;
import org.gatepost.mapping.MappingReading;
import org.gatepost.mapping.Mappings;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.stage.Match;
import org.gatepost.workbench.demo.directory.DemoDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The directory's adapter against servers that answer, fail and hang. */
class LdapDirectoryIT {

    private static final String PASSWORD = "not-a-secret";
    private static final LdapServer.Timeouts SHORT = new LdapServer.Timeouts(Duration.ofMillis(500), Duration.ofMillis(700), Duration.ofMillis(2500), 8);
    private static final Duration LATEST = Duration.ofMillis(3500);

    private final AlarmBook alarms = new AlarmBook();
    private final List<AutoCloseable> open = new ArrayList<>();
    private DemoDirectory demo;

    @BeforeEach
    void start() throws Exception {
        demo = kept(new DemoDirectory(0, PASSWORD));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*b", "*", "a(b", "a)b", "a\\b", "a)(mail=*", "a,b", "ä", "a b", "a\"b", "*)(uid=*"})
    void specialCharactersFindNobodyButTheirOwnEntry(String local) throws Exception {
        LdapDirectory directory = uncached(demo.port());
        Mailbox address = new Mailbox(local, "example.com");
        assertInstanceOf(Match.NotFound.class, account(directory, address));
        if (local.chars().allMatch(c -> c < 128)) {
            demo.server().add(person("special", address.address()));
            assertEquals("special", assertInstanceOf(MailUser.class, found(account(directory, address))).uid());
            assertInstanceOf(Match.NotFound.class, account(directory, new Mailbox("axb", "example.com")));
        }
    }

    @Test
    void theAddressAsGivenWinsOverTheOneWithoutDetail() throws Exception {
        LdapDirectory directory = uncached(demo.port());
        assertEquals("alice@example.com", found(account(directory, new Mailbox("alice+lists", "example.com"))).mail().address());
        demo.server().add(person("lists", "alice+lists@example.com"));
        assertEquals("lists", assertInstanceOf(MailUser.class, found(account(directory, new Mailbox("alice+lists", "example.com")))).uid());
    }

    @Test
    void aDomainBeyondAsciiIsFoundEitherWayItIsWritten() throws Exception {
        demo.server().add(domain("stra\u00dfe.example"));
        demo.server().add(domain("xn--bcher-kva.example"));
        LdapDirectory directory = uncached(demo.port());
        for (String name : List.of("stra\u00dfe.example", "xn--strae-oqa.example", "b\u00fccher.example", "xn--bcher-kva.example")) {
            found(directory.domain(name));
        }
        assertInstanceOf(Match.NotFound.class, directory.domain("strasse.example"));
    }

    private static Entry domain(String name) {
        return new Entry("o=" + name + ",o=demo", new Attribute("objectClass", "top", "organization", "sunManagedOrganization", "mailDomain"), new Attribute("o", name),
                new Attribute("sunPreferredDomain", name), new Attribute("inetDomainStatus", "active"), new Attribute("mailDomainStatus", "active"));
    }

    @Test
    void twoEntriesForOneAddressConflictUntilMended() throws Exception {
        LdapDirectory directory = uncached(demo.port());
        Mailbox robert = new Mailbox("robert", "example.com");
        demo.server().add(person("second", "robert@example.com"));
        Match.Conflicting<?> conflict = assertInstanceOf(Match.Conflicting.class, account(directory, robert));
        assertTrue(conflict.why().contains("uid=bob,") && conflict.why().contains("uid=second,"), conflict.why());
        assertEquals(Set.of("directory:conflict:robert@example.com"), alarms.standing());
        demo.server().delete("uid=second,ou=people,o=example.com,o=demo");
        found(account(directory, robert));
        assertEquals(Set.of(), alarms.standing());
    }

    @Test
    void aLimitThatIsNoNumberIsNoLicence() throws Exception {
        demo.server().modify("dn: uid=grace,ou=people,o=example.com,o=demo", "changetype: modify", "replace: mailMsgMaxBlocks", "mailMsgMaxBlocks: ten");
        assertInstanceOf(Match.Conflicting.class, account(uncached(demo.port()), new Mailbox("grace", "example.com")));
    }

    @Test
    void aBroadcasterRuleThatNamesNobodyDoesNotOpenTheGroup() throws Exception {
        demo.server().modify("dn: cn=team,ou=groups,o=example.com,o=demo", "changetype: modify", "add: mgrpAllowedBroadcaster",
                "mgrpAllowedBroadcaster: uid=gone,o=demo");
        assertInstanceOf(Match.Conflicting.class, account(uncached(demo.port()), new Mailbox("team", "example.com")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001})
    void aGroupHasSoManyMembersAndNotMore(int members) throws Exception {
        List<String> change = new ArrayList<>(List.of("dn: cn=news,ou=groups,o=example.com,o=demo", "changetype: modify", "add: mgrpRFC822MailMember"));
        for (int i = 2; i < members; i++) {
            change.add("mgrpRFC822MailMember: m" + i + "@remote.example");
        }
        demo.server().modify(change.toArray(String[]::new));
        Match<MailAccount> news = account(uncached(demo.port()), new Mailbox("news", "example.com"));
        if (members == 1000) {
            assertEquals(members, assertInstanceOf(MailGroup.class, found(news)).members().size());
        } else {
            assertInstanceOf(Match.Conflicting.class, news);
        }
    }

    @Test
    void membersWhoAreNotThereAreLeftOut() throws Exception {
        demo.server().modify("dn: cn=team,ou=groups,o=example.com,o=demo", "changetype: modify", "add: uniqueMember", "uniqueMember: uid=gone,o=demo");
        assertEquals(3, assertInstanceOf(MailGroup.class, found(account(uncached(demo.port()), new Mailbox("team", "example.com")))).members().size());
    }

    @Test
    void broadcastersAreNamedByAddressEntryOrSearch() throws Exception {
        demo.server().modify("dn: cn=team,ou=groups,o=example.com,o=demo", "changetype: modify", "add: mgrpAllowedBroadcaster",
                "mgrpAllowedBroadcaster: mailto:boss@remote.example", "mgrpAllowedBroadcaster: uid=bob,ou=people,o=example.com,o=demo",
                "mgrpAllowedBroadcaster: ldap:///o=example.com,o=demo??sub?(uid=judy)");
        MailGroup team = assertInstanceOf(MailGroup.class, found(account(uncached(demo.port()), new Mailbox("team", "example.com"))));
        assertEquals(Set.of("boss@remote.example", "bob@example.com", "robert@example.com", "judy@example.com"),
                Set.copyOf(team.rules().allowedBroadcasters().stream().map(Mailbox::address).toList()));
    }

    @Test
    void l12ASenderIsDisallowedByAnyOfHisAddresses() throws Exception {
        demo.server().modify("dn: cn=team,ou=groups,o=example.com,o=demo", "changetype: modify", "add: mgrpDisallowedBroadcaster",
                "mgrpDisallowedBroadcaster: mailto:robert@example.com");
        RecipientLookup lookup = new RecipientLookup(uncached(demo.port()), "example.com");
        assertInstanceOf(RecipientDecision.Refuse.class,
                lookup.decide(ForwardPath.of("team", "example.com"), Submitter.stranger(ReversePath.of(new Mailbox("bob", "example.com"))), OptionalLong.empty()));
    }

    @Test
    void l12ARuleThatNamesMoreThanCanBeReadLetsNobodyPost() throws Exception {
        for (int i = 0; i <= 1000; i++) {
            demo.server().add(person("crowd" + i, "crowd" + i + "@example.com"));
        }
        demo.server().modify("dn: cn=team,ou=groups,o=example.com,o=demo", "changetype: modify", "add: mgrpDisallowedBroadcaster",
                "mgrpDisallowedBroadcaster: ldap:///o=example.com,o=demo??sub?(uid=crowd*)");
        LdapDirectory directory = uncached(demo.port());
        Match.Conflicting<?> answer = assertInstanceOf(Match.Conflicting.class, account(directory, new Mailbox("team", "example.com")));
        assertTrue(answer.why().contains("more than 1000"), answer.why());
        assertEquals(DirectoryState.Standing.UP, directory.state().standing());
    }

    @Test
    void l12ARuleNamesSoManyAddressesInAllAndNotMore() throws Exception {
        List<String> change = new ArrayList<>(List.of("dn: cn=team,ou=groups,o=example.com,o=demo", "changetype: modify", "add: mgrpDisallowedBroadcaster"));
        for (int i = 0; i < 10_000; i++) {
            change.add("mgrpDisallowedBroadcaster: mailto:m" + i + "@remote.example");
        }
        demo.server().modify(change.toArray(String[]::new));
        Mailbox team = new Mailbox("team", "example.com");
        assertEquals(10_000, assertInstanceOf(MailGroup.class, found(account(uncached(demo.port()), team))).rules().disallowedBroadcasters().size());
        demo.server().modify("dn: cn=team,ou=groups,o=example.com,o=demo", "changetype: modify", "add: mgrpDisallowedBroadcaster", "mgrpDisallowedBroadcaster: uid=bob,ou=people,o=example.com,o=demo");
        Match.Conflicting<?> answer = assertInstanceOf(Match.Conflicting.class, account(uncached(demo.port()), team));
        assertTrue(answer.why().contains("more than 10000 addresses"), answer.why());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ldap:///o=gone,o=demo??sub?(uid=judy)", "ldap:///not-a-name??sub?(uid=judy)", "uid=gone,o=elsewhere", "not-a-name"})
    void oneGroupThatNamesWhatIsNotThereDoesNotMeanThatTheDirectoryIsDown(String member) throws Exception {
        demo.server().modify("dn: cn=team,ou=groups,o=example.com,o=demo", "changetype: modify", "add: " + (member.startsWith("ldap") ? "memberURL" : "mgrpAllowedBroadcaster"),
                (member.startsWith("ldap") ? "memberURL: " : "mgrpAllowedBroadcaster: ") + member);
        LdapDirectory directory = uncached(demo.port());
        Match<MailAccount> team = account(directory, new Mailbox("team", "example.com"));
        if (member.startsWith("ldap")) {
            assertEquals(3, assertInstanceOf(MailGroup.class, found(team)).members().size());
        } else {
            assertInstanceOf(Match.Conflicting.class, team);
        }
        assertEquals(DirectoryState.Standing.UP, directory.state().standing());
    }

    @ParameterizedTest
    @ValueSource(strings = {"no URL", "ldap://elsewhere/o=demo?uid?sub?(uid=x)", "ldap:///not-a-name?uid?sub?(uid=x)", "ldap:///o=gone?uid?sub?(uid=x)", "ldap:///o=demo?uid,mail?sub?(uid=x)"})
    void m03AQuestionThatCannotBeAskedDoesNotMeanThatTheDirectoryIsDown(String url) {
        LdapDirectory directory = uncached(demo.port());
        assertFalse(directory.urls().call(url) instanceof LookupAnswer.Success);
        assertFalse(directory.domainAttributes().call("no attribute") instanceof LookupAnswer.Success);
        assertEquals(DirectoryState.Standing.UP, directory.state().standing());
    }

    @ParameterizedTest
    @CsvSource({"BUSY,DOWN", "UNAVAILABLE,DOWN", "UNWILLING_TO_PERFORM,UP", "INSUFFICIENT_ACCESS_RIGHTS,UP", "ADMIN_LIMIT_EXCEEDED,UP", "TIME_LIMIT_EXCEEDED,UP", "SIZE_LIMIT_EXCEEDED,UP"})
    void l19TheDirectoryIsDownWhenItSaysSoAndNotWhenOneQuestionIsRefused(String code, DirectoryState.Standing standing) throws Exception {
        ResultCode result = (ResultCode) ResultCode.class.getField(code).get(null);
        try (InMemoryDirectoryServer refusing = refusing(result)) {
            LdapDirectory directory = uncached(refusing.getListenPort());
            Match<MailDomain> answer = directory.domain("example.com");
            assertFalse(answer instanceof Match.Found || answer instanceof Match.NotFound, answer.toString());
            assertEquals(standing, directory.state().standing());
        }
    }

    private static InMemoryDirectoryServer refusing(ResultCode code) throws LDAPException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(DemoDirectory.BASE);
        config.addAdditionalBindCredentials(DemoDirectory.READER, PASSWORD);
        config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("refusing", InetAddress.getLoopbackAddress(), 0, null));
        config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
            @Override
            public void processSearchRequest(InMemoryInterceptedSearchRequest request) throws LDAPException {
                throw new LDAPException(code, "as the test wants it");
            }
        });
        InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
        server.startListening();
        return server;
    }

    @Test
    void membersNamedByTheirEntriesAreReadManyAtOnce() throws Exception {
        List<String> change = new ArrayList<>(List.of("dn: cn=team,ou=groups,o=example.com,o=demo", "changetype: modify", "add: uniqueMember"));
        for (int i = 0; i < 400; i++) {
            demo.server().add(person("m" + i, "m" + i + "@example.com"));
            change.add("uniqueMember: UID=M" + i + ", ou=people,o=example.com,o=demo");
        }
        change.add("uniqueMember: uid=gone,ou=people,o=example.com,o=demo");
        change.add("uniqueMember: cn=board,ou=groups,o=example.com,o=demo");
        demo.server().modify(change.toArray(String[]::new));
        LdapDirectory directory = uncached(demo.port());
        MailGroup team = assertInstanceOf(MailGroup.class, found(account(directory, new Mailbox("team", "example.com"))));
        assertEquals(404, team.members().size());
        assertEquals(404, Set.copyOf(team.members()).size());
        assertTrue(directory.searches() <= 15, directory.searches() + " searches");
    }

    @Test
    void aServerWhoseCertificateNobodyVouchesForIsUnavailable() {
        assertInstanceOf(Match.Unavailable.class, inTime(() -> directory(LdapCaching.NONE, PASSWORD, "ldaps://127.0.0.1:" + demo.port()).domain("example.com")));
    }

    @Test
    void answersAreRememberedButFailuresAreNot() throws Exception {
        LdapDirectory directory = directory(LdapCaching.DEFAULT, PASSWORD, "ldap://127.0.0.1:" + demo.port());
        for (int i = 0; i < 3; i++) {
            assertInstanceOf(Match.NotFound.class, directory.domain("remote.example"));
            found(account(directory, new Mailbox("alice", "example.com")));
        }
        assertEquals(3, directory.searches());
        int port = demo.port();
        demo.close();
        found(account(directory, new Mailbox("alice", "example.com")));
        assertInstanceOf(Match.Unavailable.class, account(directory, new Mailbox("bob", "example.com")));
        kept(new DemoDirectory(port, PASSWORD));
        found(account(directory, new Mailbox("bob", "example.com")));
    }

    @Test
    void aDirectoryThatIsDownAtTheStartIsFoundWhenItComes() throws Exception {
        int port = demo.port();
        demo.close();
        LdapDirectory directory = uncached(port);
        assertEquals(DirectoryState.Standing.NOT_ASKED, directory.state().standing());
        assertInstanceOf(Match.Unavailable.class, inTime(() -> directory.domain("example.com")));
        assertEquals(DirectoryState.Standing.DOWN, directory.state().standing());
        assertEquals(Set.of("directory"), alarms.standing());
        kept(new DemoDirectory(port, PASSWORD));
        found(directory.domain("example.com"));
        assertEquals(DirectoryState.Standing.UP, directory.state().standing());
        assertTrue(directory.state().lastError().isPresent());
        assertEquals(Set.of(), alarms.standing());
    }

    @Test
    void aRestartIsNotNoticed() throws Exception {
        LdapDirectory directory = uncached(demo.port());
        found(directory.domain("example.com"));
        int port = demo.port();
        demo.close();
        kept(new DemoDirectory(port, PASSWORD));
        found(directory.domain("example.com"));
    }

    @Test
    void aPausedDirectoryIsUnavailableInTimeAndAnswersWhenResumed() throws Exception {
        Line line = kept(new Line(demo.port()));
        LdapDirectory directory = uncached(line.port());
        found(directory.domain("example.com"));
        line.pause();
        for (int i = 0; i < 3; i++) {
            assertInstanceOf(Match.Unavailable.class, inTime(() -> directory.domain("example.com")));
        }
        line.resume();
        found(inTime(() -> directory.domain("example.com")));
    }

    @Test
    void manyQuestionsToAPausedDirectoryAllEndInTime() throws Exception {
        Line line = kept(new Line(demo.port()));
        LdapDirectory directory = uncached(line.port());
        line.pause();
        List<Thread> askers = new ArrayList<>();
        List<Match<MailDomain>> answers = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 50; i++) {
            askers.add(Thread.ofVirtual().start(() -> answers.add(inTime(() -> directory.domain("example.com")))));
        }
        for (Thread asker : askers) {
            asker.join();
        }
        assertEquals(50, answers.size());
        answers.forEach(answer -> assertInstanceOf(Match.Unavailable.class, answer));
        line.resume();
        found(inTime(() -> directory.domain("example.com")));
    }

    @Test
    void aNetworkThatSwallowsPacketsIsUnavailableInTime() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            List<Socket> fill = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Socket socket = new Socket();
                fill.add(socket);
                Thread.ofVirtual().start(() -> {
                    try {
                        socket.connect(full.getLocalSocketAddress(), 5000);
                    } catch (IOException e) {
                        // the backlog is full: what we want
                    }
                });
            }
            Thread.sleep(200);
            LdapDirectory directory = uncached(full.getLocalPort());
            assertInstanceOf(Match.Unavailable.class, inTime(() -> directory.domain("example.com")));
            for (Socket socket : fill) {
                socket.close();
            }
        }
    }

    @Test
    void theSecondServerIsAskedWhenTheFirstIsDownOrHangs() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            found(inTime(() -> directory(LdapCaching.NONE, PASSWORD, "ldap://127.0.0.1:1", "ldap://127.0.0.1:" + demo.port()).domain("example.com")));
            found(inTime(() -> directory(LdapCaching.NONE, PASSWORD, "ldap://127.0.0.1:" + silent.getLocalPort(), "ldap://127.0.0.1:" + demo.port())
                    .domain("example.com")));
        }
    }

    @Test
    void l19TheSecondServerIsAskedWhenTheFirstOnesPacketsAreDroppedInTheMiddleOfIt() throws Exception {
        Line line = kept(new Line(demo.port()));
        LdapDirectory directory = directory(LdapCaching.NONE, PASSWORD, "ldap://127.0.0.1:" + line.port(), "ldap://127.0.0.1:" + demo.port());
        found(directory.domain("example.com"));
        line.pause();
        found(inTime(() -> directory.domain("example.com")));
        found(inTime(() -> directory.domain("example.com")));
    }

    @Test
    void l19WhatWasFoundStandsInForADirectoryThatIsDownAndWhoWasNotFoundIsPutOff() throws Exception {
        Line line = kept(new Line(demo.port()));
        LdapCaching caching = new LdapCaching(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofHours(1), 100, 100, 1 << 20);
        LdapDirectory directory = directory(caching, PASSWORD, "ldap://127.0.0.1:" + line.port());
        Mailbox alice = new Mailbox("alice", "example.com");
        found(account(directory, alice));
        assertInstanceOf(Match.NotFound.class, account(directory, new Mailbox("nobody", "example.com")));
        line.pause();
        found(inTime(() -> account(directory, alice)));
        long start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            found(account(directory, alice));
        }
        assertTrue(Duration.ofNanos(System.nanoTime() - start).compareTo(LATEST) < 0, "none of them waits for the directory");
        assertInstanceOf(Match.Unavailable.class, inTime(() -> account(directory, new Mailbox("nobody", "example.com"))));
        assertEquals(Set.of("directory"), alarms.standing());
        assertTrue(directory.figures().accounts().stale() > 100 && directory.figures().domains().stale() > 100, directory.figures()::toString);
        line.resume();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong"})
    void aPasswordThatIsNotTakenNeverMeansUnknown(String password) {
        LdapDirectory directory = directory(LdapCaching.NONE, password, "ldap://127.0.0.1:" + demo.port());
        assertInstanceOf(Match.Unavailable.class, directory.domain("example.com"));
        assertInstanceOf(Match.Unavailable.class, directory.domain("remote.example"));
    }

    @Test
    void aBaseThatIsNotThereNeverMeansUnknown() {
        LdapDirectory directory = kept(new LdapDirectory(
                new LdapServer(List.of("ldap://127.0.0.1:" + demo.port()), DemoDirectory.READER, PASSWORD, "o=elsewhere", SHORT), LdapProfile.SUN,
                LdapCaching.NONE, alarms, Clock.systemUTC()));
        assertInstanceOf(Match.Unavailable.class, directory.domain("example.com"));
    }

    @Test
    void m03MappingTablesFindWhatAUrlNamesAndNothingWhereTheDirectoryIsGone() throws Exception {
        String tables = "T\n  user|*  $]ldap:///o=demo?uid?sub?(|(mail=$0)(mailAlternateAddress=$0))[\n  many|*  $]ldap:///o=demo?mail?sub?(mail=*@example.com)[\n"
                + "  host|*  $]ldap://elsewhere/o=demo?uid?sub?(mail=$0)[\n  nowhere|*  $]ldap:///o=nowhere?uid?sub?(mail=$0)[\n"
                + "  domain|*  $}$0,mailDomainStatus{\n  *  none\n";
        Line line = kept(new Line(demo.port()));
        LdapDirectory directory = uncached(line.port());
        Mappings mappings = new Mappings(assertInstanceOf(MappingReading.Read.class, MappingReader.read(tables)).tables(),
                Lookups.NONE.withUrls(directory.urls()).withDomainAttributes(directory.domainAttributes()), new Random(1));
        assertEquals(new MappingAnswer.Mapped("bob", Flags.NONE), mappings.ask("T", "user|robert@example.com", Flags.NONE));
        assertEquals(new MappingAnswer.Mapped("none", Flags.NONE), mappings.ask("T", "user|nobody@example.com", Flags.NONE));
        // What a client sends cannot widen the search: as it stands it would find everybody.
        assertEquals(new MappingAnswer.Mapped("none", Flags.NONE), mappings.ask("T", "user|*", Flags.NONE));
        assertEquals(new MappingAnswer.Mapped("none", Flags.NONE), mappings.ask("T", "user|x)(uid=bob", Flags.NONE));
        assertEquals(new MappingAnswer.Mapped("none", Flags.NONE), mappings.ask("T", "nowhere|robert@example.com", Flags.NONE));
        assertInstanceOf(MappingAnswer.Unavailable.class, mappings.ask("T", "many|x", Flags.NONE));
        assertInstanceOf(MappingAnswer.Unavailable.class, mappings.ask("T", "host|robert@example.com", Flags.NONE));
        assertEquals(new MappingAnswer.Mapped("inactive", Flags.NONE), mappings.ask("T", "domain|inactive.example", Flags.NONE));
        assertEquals(new MappingAnswer.Mapped("none", Flags.NONE), mappings.ask("T", "domain|remote.example", Flags.NONE));
        line.pause();
        assertInstanceOf(MappingAnswer.Unavailable.class, inTime(() -> mappings.ask("T", "user|robert@example.com", Flags.NONE)));
    }

    @Test
    void interruptionEndsAQuestionAtOnce() throws Exception {
        Line line = kept(new Line(demo.port()));
        line.pause();
        LdapDirectory directory = uncached(line.port());
        List<Match<MailDomain>> answers = new ArrayList<>();
        Thread asker = Thread.ofVirtual().start(() -> answers.add(directory.domain("example.com")));
        Thread.sleep(100);
        asker.interrupt();
        assertTrue(asker.join(Duration.ofMillis(500)));
        assertInstanceOf(Match.Unavailable.class, answers.get(0));
    }

    private LdapDirectory uncached(int port) {
        return directory(LdapCaching.NONE, PASSWORD, "ldap://127.0.0.1:" + port);
    }

    private LdapDirectory directory(LdapCaching caching, String password, String... urls) {
        return kept(new LdapDirectory(new LdapServer(List.of(urls), DemoDirectory.READER, password, DemoDirectory.BASE, SHORT), LdapProfile.SUN, caching,
                alarms, Clock.systemUTC()));
    }

    private static Match<MailAccount> account(LdapDirectory directory, Mailbox address) {
        return directory.domain(address.domain()).then(domain -> directory.account(domain, address));
    }

    private static <T> T found(Match<T> match) {
        assertInstanceOf(Match.Found.class, match, match.toString());
        return ((Match.Found<T>) match).value();
    }

    private static <T> T inTime(Supplier<T> question) {
        long start = System.nanoTime();
        T answer = question.get();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(LATEST) < 0, "took " + took);
        return answer;
    }

    private static Entry person(String uid, String address) {
        return new Entry("uid=" + uid + ",ou=people,o=example.com,o=demo", new Attribute("objectClass", "top",
                "person", "organizationalPerson", "inetOrgPerson", "inetMailUser"), new Attribute("uid", uid),
                new Attribute("cn", uid), new Attribute("sn", uid),
                new Attribute("mail", address));
    }

    private <T extends AutoCloseable> T kept(T one) {
        open.add(one);
        return one;
    }
}

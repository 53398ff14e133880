package org.gatepost.workbench.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;

import org.gatepost.adapter.ldap.LdapCaching;
import org.gatepost.adapter.ldap.LdapDirectory;
import org.gatepost.adapter.ldap.LdapLogins;
import org.gatepost.adapter.ldap.LdapProfile;
import org.gatepost.adapter.ldap.LdapServer;
import org.gatepost.directory.AccountStatus;
import org.gatepost.directory.Autoreply;
import org.gatepost.directory.Delivery;
import org.gatepost.directory.Directory;
import org.gatepost.directory.DirectoryContract;
import org.gatepost.directory.DirectoryState;
import org.gatepost.directory.GroupRules;
import org.gatepost.directory.ListChanges;
import org.gatepost.directory.ListTexts;
import org.gatepost.directory.LoginUser;
import org.gatepost.directory.MailAccount;
import org.gatepost.directory.MailDomain;
import org.gatepost.directory.MailGroup;
import org.gatepost.directory.RecipientDecision;
import org.gatepost.directory.RecipientLookup;
import org.gatepost.directory.SenderLookup;
import org.gatepost.directory.Submitter;
import org.gatepost.mapping.Flags;
import org.gatepost.mapping.Lookups;
import org.gatepost.mapping.MappingAnswer;
import org.gatepost.mapping.MappingReader;
import org.gatepost.mapping.MappingReading;
import org.gatepost.mapping.Mappings;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.stage.Match;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Debian's slapd with our schema file keeps the port's contract; and what entries there come to, attribute by attribute. */
class SlapdIT extends DirectoryContract {

    private static final String PEOPLE = ",ou=people,o=example.com,o=demo";
    private static final String GROUPS = ",ou=groups,o=example.com,o=demo";

    private static Slapd slapd;
    private static LdapDirectory remembering;
    private static LdapDirectory broken;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> added = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        slapd = new Slapd();
        remembering = new LdapDirectory(at(slapd.port()), LdapProfile.SUN, LdapCaching.DEFAULT, new AlarmBook(), Clock.systemUTC());
        broken = new LdapDirectory(at(1), LdapProfile.SUN, LdapCaching.DEFAULT, new AlarmBook(), Clock.systemUTC());
    }

    @AfterAll
    static void stop() throws Exception {
        remembering.close();
        broken.close();
        slapd.close();
    }

    @AfterEach
    void tidy() throws Exception {
        for (String dn : added.reversed()) {
            slapd.admin().delete(dn);
        }
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private static LdapServer at(int port) {
        return new LdapServer(List.of("ldap://127.0.0.1:" + port), "cn=gatepost,o=demo", Slapd.PASSWORD, "o=demo");
    }

    @Override
    protected Directory directory() {
        return remembering;
    }

    @Override
    protected Directory broken() {
        return broken;
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "a*", "alice*", "(", ")", "\\", "\\2a", "*)(uid=*", "alice)(objectClass=*", "a,b", "a+b", "a\"b", "a=b", "a;b", "a<b", "a\u0001b", "ä", "#"})
    void hostileAddressesFindNobody(String local) {
        LdapDirectory directory = uncached("", "");
        assertInstanceOf(Match.NotFound.class, account(directory, local, "example.com"), local);
        assertInstanceOf(Match.NotFound.class, directory.domain(local + ".example.com"));
        LdapDirectory tree = uncached("", "ou=domains,o=demo");
        assertInstanceOf(Match.NotFound.class, tree.domain(local + ",o=demo"));
    }

    @Test
    void l01TheDomainIsAskedOnceForItsTimeWhetherItIsLocalOrNot() {
        LdapDirectory directory = opened("", "", LdapCaching.DEFAULT);
        for (int i = 0; i < 3; i++) {
            found(directory.domain("example.com"));
            assertInstanceOf(Match.NotFound.class, directory.domain("far.example"));
        }
        assertEquals(2, directory.figures().searches());
    }

    @Test
    void l02OfADomainThatIsNotLocalNobodyIsLookedUp() {
        LdapDirectory directory = uncached("", "");
        assertInstanceOf(RecipientDecision.NotLocal.class, decide(directory, "x@far.example"));
        assertEquals(1, directory.searches());
    }

    @Test
    void l04WhoWasARecipientIsKnownAsASenderByTheSameAnswerAndTheOtherWayRound() throws Exception {
        add("uid=writes" + PEOPLE, person("writes", "writes@example.com", "mailQuota: 7", "mailAlternateAddress: schreibt@example.com"));
        LdapDirectory directory = opened("recipientLimit=mailQuota", "", LdapCaching.DEFAULT);
        SenderLookup senders = new SenderLookup(directory);
        found(account(directory, "writes", "example.com"));
        long searches = directory.searches();
        assertEquals(OptionalLong.of(7), sendingLimit(senders, "writes"));
        assertEquals(searches, directory.searches());
        // By another address it is another question; its answer serves the recipient of that name.
        assertEquals(OptionalLong.of(7), sendingLimit(senders, "schreibt"));
        assertEquals(searches + 1, directory.searches());
        assertEquals("writes@example.com", found(account(directory, "schreibt", "example.com")).mail().address());
        assertEquals(OptionalLong.empty(), sendingLimit(senders, "stranger"), "whom nobody knows has no limit");
        assertEquals(searches + 2, directory.searches());
        add("uid=stranger" + PEOPLE, person("stranger", "stranger@example.com", "mailQuota: 3"));
        assertEquals(OptionalLong.of(3), sendingLimit(senders, "stranger"), "nor is remembered to be nobody");
    }

    private static OptionalLong sendingLimit(SenderLookup senders, String sender) {
        return found(senders.find(Submitter.stranger(ReversePath.of(new Mailbox(sender, "example.com"))))).limits().recipients();
    }

    @Test
    void l03NobodyIsRememberedAsUnknown() throws Exception {
        LdapDirectory directory = opened("", "", LdapCaching.DEFAULT);
        assertInstanceOf(Match.NotFound.class, account(directory, "newcomer", "example.com"));
        add("uid=newcomer" + PEOPLE, person("newcomer"));
        found(account(directory, "newcomer", "example.com"));
    }

    @Test
    void l05ADomainsOtherNamesLeadToTheSameEntry() throws Exception {
        add("o=many.example,o=demo", "objectClass: organization", "objectClass: sunManagedOrganization", "objectClass: mailDomain", "sunPreferredDomain: many.example",
                "associatedDomain: other.example", "inetDomainStatus: active");
        LdapDirectory directory = uncached("", "");
        assertEquals("many.example", found(directory.domain("other.example")).name());
        add("uid=m,o=many.example,o=demo", person("m", "m@many.example"));
        assertEquals("m@many.example", found(account(directory, "m", "other.example")).mail().address());
    }

    @Test
    void l05Schema1FindsADomainByItsPlaceInTheTree() throws Exception {
        add("ou=domains,o=demo", "objectClass: organizationalUnit");
        add("dc=example,ou=domains,o=demo", "objectClass: domain");
        add("dc=tree,dc=example,ou=domains,o=demo", "objectClass: domain", "objectClass: inetDomain", "objectClass: mailDomain", "inetDomainBaseDN: o=example.com,o=demo",
                "mailDomainStatus: active");
        add("dc=alias,dc=example,ou=domains,o=demo", "objectClass: alias", "objectClass: inetDomainAlias", "aliasedObjectName: dc=tree,dc=example,ou=domains,o=demo");
        add("dc=broken,dc=example,ou=domains,o=demo", "objectClass: alias", "objectClass: inetDomainAlias", "aliasedObjectName: dc=gone,dc=example,ou=domains,o=demo");
        add("dc=loop,dc=example,ou=domains,o=demo", "objectClass: alias", "objectClass: inetDomainAlias", "aliasedObjectName: dc=loop,dc=example,ou=domains,o=demo");
        LdapDirectory directory = uncached("", "ou=domains,o=demo");
        MailDomain tree = found(directory.domain("tree.example"));
        assertEquals("o=example.com,o=demo", tree.baseDn());
        assertEquals("tree.example", found(directory.domain("alias.example")).name());
        assertInstanceOf(Match.NotFound.class, directory.domain("example"));
        assertInstanceOf(Match.NotFound.class, directory.domain("example.com"));
        assertInstanceOf(Match.Conflicting.class, directory.domain("broken.example"));
        assertInstanceOf(Match.Conflicting.class, directory.domain("loop.example"));
    }

    @Test
    void l06AVanityDomainIsLocalWhereTheProfileLooksForIt() throws Exception {
        add("uid=vain" + PEOPLE, person("vain", "vain@example.com", "mailAlternateAddress: me@vain.example", "msgVanityDomain: vain.example"));
        assertInstanceOf(Match.NotFound.class, uncached("", "").domain("vain.example"));
        LdapDirectory directory = uncached("vanityDomain=msgVanityDomain", "");
        assertEquals("vain@example.com", found(account(directory, "me", "vain.example")).mail().address());
        assertInstanceOf(RecipientDecision.Refuse.class, decide(directory, "you@vain.example"));
    }

    @ParameterizedTest
    @CsvSource({"active,active,active,active,ACTIVE", "inactive,disabled,deleted,hold,INACTIVE", "active,disabled,deleted,hold,DISABLED", "active,active,deleted,hold,DELETED",
            "active,active,active,hold,HOLD", "active,active,active,removed,REMOVED", "active,active,,overquota,OVERQUOTA", "active,strange,active,active,INACTIVE"})
    void l07OfFourStatusesTheFirstThatIsNotActiveWins(String domain, String mailDomain, String user, String mailUser, AccountStatus status) throws Exception {
        add("o=status.example,o=demo", "objectClass: organization", "objectClass: sunManagedOrganization", "objectClass: mailDomain", "sunPreferredDomain: status.example",
                "inetDomainStatus: " + domain, "mailDomainStatus: " + mailDomain);
        List<String> more = new ArrayList<>(List.of("s@status.example", "mailUserStatus: " + mailUser));
        if (user != null) {
            more.add("inetUserStatus: " + user);
        }
        add("uid=s,o=status.example,o=demo", person("s", more.toArray(String[]::new)));
        LdapDirectory directory = uncached("", "");
        AccountStatus whole = found(directory.domain("status.example")).status().orElse(found(account(directory, "s", "status.example")).status());
        assertEquals(status, whole);
    }

    @Test
    void l10TheLeastLimitOfDomainGroupAndUserHolds() throws Exception {
        add("uid=little,o=small.example,o=demo", person("little", "little@small.example", "mailMsgMaxBlocks: 10"));
        add("uid=large,o=small.example,o=demo", person("large", "large@small.example", "mailMsgMaxBlocks: 100"));
        add("cn=crowd,o=small.example,o=demo", group("crowd@small.example", "mgrpMsgMaxSize: 20000", "mgrpRFC822MailMember: large@small.example",
                "mgrpRFC822MailMember: little@small.example"));
        LdapDirectory directory = uncached("", "");
        assertEquals(OptionalLong.of(10_240), accepted(decide(directory, "little@small.example")).octetsMax());
        assertEquals(OptionalLong.of(51_200), accepted(decide(directory, "large@small.example")).octetsMax());
        RecipientDecision.Accept crowd = accepted(decide(directory, "crowd@small.example"));
        assertEquals(OptionalLong.of(20_000), crowd.octetsMax());
        assertEquals(Set.of(OptionalLong.of(51_200), OptionalLong.of(10_240)), Set.copyOf(crowd.deliveries().stream().map(Delivery::octetsMax).toList()));
    }

    @Test
    void l12EveryRuleOfAGroupIsReadFromItsEntry() throws Exception {
        add("cn=rules" + GROUPS, group("rules@example.com", "mgrpBroadcasterPolicy: SMTP_AUTH_REQUIRED", "mgrpBroadcasterPolicy: OR", "mgrpAllowedDomain: *.Example.com",
                "mgrpDisallowedDomain: bad.example", "mgrpAllowedBroadcaster: mailto:boss@far.example", "mgrpAllowedBroadcaster: uid=bob" + PEOPLE,
                "mgrpDisallowedBroadcaster: ldap:///o=example.com,o=demo??sub?(uid=mallory)", "mgrpAuthPassword: s3cret", "mgrpModerator: uid=alice" + PEOPLE,
                "mgrpMsgRejectAction: TOMODERATOR", "mgrpMsgRejectText: Not you", "mgrpErrorsTo: mailto:owner@example.com", "mgrpAddHeader: List-Id: <rules.example.com>", "mgrpAddHeader: no field", "mgrpRemoveHeader: Reply-To:",
                "mgrpRemoveHeader: Received",
                "memberURL: ldap:///o=example.com,o=demo??sub?(uid=grace)", "mgrpRFC822MailMember: out@remote.example", "uniqueMember: uid=judy" + PEOPLE));
        MailGroup group = assertInstanceOf(MailGroup.class, found(account(uncached("", ""), "rules", "example.com")));
        GroupRules rules = group.rules();
        assertTrue(rules.authenticationRequired() && rules.oneSuffices() && rules.failuresToModerators() && !rules.membersOnly() && !rules.passwordRequired());
        assertEquals(List.of("*.example.com"), rules.allowedDomains());
        assertEquals(List.of("bad.example"), rules.disallowedDomains());
        assertEquals(Set.of("boss@far.example", "bob@example.com", "robert@example.com"), texts(rules.allowedBroadcasters()));
        assertEquals(Set.of("mallory@example.com"), texts(rules.disallowedBroadcasters()));
        assertEquals(List.of("s3cret"), rules.passwords());
        assertTrue(texts(rules.moderators()).contains("alice@example.com"));
        assertEquals(Optional.of("Not you"), rules.rejectText());
        assertEquals(Optional.of(new Mailbox("owner", "example.com")), group.errorsTo());
        assertEquals(new ListChanges(List.of("List-Id: <rules.example.com>"), Set.of("reply-to")), group.changes());
        assertEquals(Set.of("grace@example.com", "out@remote.example", "judy@example.com"), texts(group.members()));
    }

    @Test
    void l12TheTextsOfAGroupAreReadAsTheyAreWrittenAndBounded() throws Exception {
        add("cn=texts" + GROUPS, group("texts@example.com", "mgrpMsgPrefixText: To all of us", "mgrpMsgSuffixText:: " + base64("-- \nf\u00fcr dich\n"), "mgrpRFC822MailMember: out@remote.example"));
        add("cn=bell" + GROUPS, group("bell@example.com", "mgrpMsgPrefixText:: " + base64("a\u0007"), "mgrpRFC822MailMember: out@remote.example"));
        add("cn=long" + GROUPS, group("long@example.com", "mgrpMsgSuffixText: " + "x".repeat(ListTexts.TEXT_OCTETS_MAX - 2), "mgrpRFC822MailMember: out@remote.example"));
        add("cn=longer" + GROUPS, group("longer@example.com", "mgrpMsgSuffixText: " + "x".repeat(ListTexts.TEXT_OCTETS_MAX - 1), "mgrpRFC822MailMember: out@remote.example"));
        LdapDirectory directory = uncached("", "");
        assertEquals(new ListTexts("To all of us\r\n", "-- \r\nf\u00fcr dich\r\n"), textsOf(directory, "texts"));
        assertEquals(ListTexts.NONE, textsOf(directory, "bell"));
        assertEquals(ListTexts.TEXT_OCTETS_MAX, ListTexts.octets(textsOf(directory, "long").behind()));
        assertInstanceOf(Match.Conflicting.class, account(directory, "longer", "example.com"));
    }

    private static ListTexts textsOf(LdapDirectory directory, String group) {
        return assertInstanceOf(MailGroup.class, found(account(directory, group, "example.com"))).changes().texts();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aGroupWhoseUrlFindsTooManyIsUnusable() throws Exception {
        add("cn=everybody" + GROUPS, group("everybody@example.com", "memberURL: ldap:///o=demo??sub?(objectClass=inetMailUser)"));
        assertTrue(assertInstanceOf(MailGroup.class, found(account(uncached("", ""), "everybody", "example.com"))).members().size() > 10);
    }

    @Test
    void l12ADisallowedSenderIsKnownByAllItsAddressesAndNobodyPostsWhereARuleNamesTooMany() throws Exception {
        add("uid=two" + PEOPLE, person("two", "two@example.com", "mailAlternateAddress: zwei@example.com"));
        add("cn=but" + GROUPS, group("but@example.com", "mgrpDisallowedBroadcaster: mailto:zwei@example.com", "mgrpRFC822MailMember: out@remote.example"));
        add("cn=lost" + GROUPS, group("lost@example.com", "memberURL: ldap:///o=gone,o=demo??sub?(uid=x)", "mgrpRFC822MailMember: out@remote.example"));
        LdapDirectory directory = uncached("", "");
        RecipientLookup lookup = new RecipientLookup(directory, "example.com");
        for (String sender : List.of("two", "zwei", "two+x")) {
            assertInstanceOf(RecipientDecision.Refuse.class, lookup.decide(ForwardPath.of("but", "example.com"),
                    Submitter.stranger(ReversePath.of(new Mailbox(sender, "example.com"))), OptionalLong.empty()), sender);
        }
        assertEquals(List.of("out@remote.example"), copies(decide(directory, "but@example.com")));
        assertEquals(List.of("out@remote.example"), copies(decide(directory, "lost@example.com")));
        assertEquals(DirectoryState.Standing.UP, directory.state().standing());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x)(uid=*", "*", "x))(|(uid=*", "x?)(uid=*", "\\2a", "x%29(uid=*"})
    void m03WhatIsPutIntoAUrlFindsNobodyElse(String hostile) {
        Mappings mappings = new Mappings(assertInstanceOf(MappingReading.Read.class, MappingReader.read("T\n"
                + "  *  $]ldap:///o=demo?uid?sub?(&(objectClass=inetMailUser)(!(cn=a%3f))(mail=$0))[\n  *  none\n")).tables(),
                Lookups.NONE.withUrls(uncached("", "").urls()), new Random(1));
        assertEquals(new MappingAnswer.Mapped("none", Flags.NONE), mappings.ask("T", hostile, Flags.NONE));
        assertEquals(new MappingAnswer.Mapped("alice", Flags.NONE), mappings.ask("T", "alice@example.com", Flags.NONE));
    }

    @Test
    void l17EachWayOfDeliveryIsGoneHeldOrAnswered() throws Exception {
        add("uid=fw" + PEOPLE, person("fw", "fw@example.com", "mailDeliveryOption: forward", "mailForwardingAddress: out@remote.example"));
        add("uid=both" + PEOPLE, person("both", "both@example.com", "mailDeliveryOption: forward", "mailDeliveryOption: mailbox", "mailForwardingAddress: out@remote.example"));
        add("uid=prog" + PEOPLE, person("prog", "prog@example.com", "mailDeliveryOption: program", "mailProgramDeliveryInfo: procmail"));
        add("uid=kept" + PEOPLE, person("kept", "kept@example.com", "mailDeliveryOption: hold"));
        add("uid=away" + PEOPLE, person("away", "away@example.com", "mailDeliveryOption: mailbox", "mailDeliveryOption: autoreply", "mailAutoReplyText: Gone fishing",
                "mailAutoReplyMode: vacation", "vacationEndDate: 20270101000000Z"));
        LdapDirectory directory = uncached("", "");
        assertEquals(List.of("out@remote.example"), copies(decide(directory, "fw@example.com")));
        assertEquals(List.of("both@example.com", "out@remote.example"), copies(decide(directory, "both@example.com")));
        assertEquals(Optional.of("delivery option program is not done here"), accepted(decide(directory, "prog@example.com")).deliveries().getFirst().held());
        assertEquals(Optional.of("status hold"), accepted(decide(directory, "kept@example.com")).deliveries().getFirst().held());
        Autoreply answer = accepted(decide(directory, "away@example.com")).deliveries().getFirst().mailbox().orElseThrow().user().autoreply().orElseThrow();
        assertEquals("Gone fishing", answer.text());
        assertEquals(Duration.ofDays(7), answer.interval());
    }

    @Test
    void l18MailForNobodyGoesToTheCatchAllOfTheDomainOrOfAnEntry() throws Exception {
        add("o=all.example,o=demo", "objectClass: organization", "objectClass: sunManagedOrganization", "objectClass: mailDomain", "sunPreferredDomain: all.example",
                "mailDomainCatchAllAddress: alice@example.com");
        add("o=any.example,o=demo", "objectClass: organization", "objectClass: sunManagedOrganization", "objectClass: mailDomain", "sunPreferredDomain: any.example");
        add("uid=known,o=any.example,o=demo", person("known", "known@any.example"));
        add("uid=any,o=any.example,o=demo", person("any", "any@any.example", "mailAlternateAddress: @any.example"));
        LdapDirectory directory = uncached("", "");
        assertEquals(List.of("alice@example.com"), copies(decide(directory, "whoever@all.example")));
        assertEquals(List.of("any@any.example"), copies(decide(directory, "whoever@any.example")));
        assertEquals(List.of("known@any.example"), copies(decide(directory, "known@any.example")));
        assertEquals(List.of("known+x@any.example"), copies(decide(directory, "known+x@any.example")));
        assertInstanceOf(RecipientDecision.Refuse.class, decide(directory, "whoever@example.com"));
    }

    @Test
    void l19WhileNobodyAnswersWhatIsUnknownIsPutOff() {
        RecipientDecision.Refuse refuse = assertInstanceOf(RecipientDecision.Refuse.class, decide(broken, "alice@example.com"));
        assertEquals("451 4.4.3", refuse.reply().code() + " " + refuse.reply().status());
    }

    @Test
    void l20OneEntryDecidesAboutMailToItLoginsAndWhatItSends() throws Exception {
        LdapProfile profile = LdapProfile.of("sun", "recipientLimit=mailQuota", List.of(), "");
        LdapLogins logins = new LdapLogins(at(slapd.port()), profile);
        open.add(logins);
        add("uid=one" + PEOPLE, person("one", "one@example.com", "mailQuota: 7", "userPassword: one", "mailSMTPSubmitChannel: tcp_limited"));
        LdapDirectory directory = opened("recipientLimit=mailQuota", "", LdapCaching.NONE);
        MailDomain domain = found(directory.domain("example.com"));
        LoginUser login = found(logins.user(domain, "one"));
        assertEquals(Optional.of("tcp_limited"), login.submitChannel());
        assertInstanceOf(Match.Found.class, logins.bind(login.dn(), "one".getBytes(StandardCharsets.UTF_8)));
        assertInstanceOf(Match.NotFound.class, logins.bind(login.dn(), "two".getBytes(StandardCharsets.UTF_8)));
        assertEquals(OptionalLong.of(7), found(new SenderLookup(directory).find(new Submitter(ReversePath.NULL, Optional.of(login.mail())))).limits().recipients());
        assertEquals(List.of("one@example.com"), copies(decide(directory, "one@example.com")));
        slapd.admin().modify("dn: uid=one" + PEOPLE, "changetype: modify", "replace: mailUserStatus", "mailUserStatus: disabled");
        assertInstanceOf(RecipientDecision.Refuse.class, decide(directory, "one@example.com"));
        assertEquals(AccountStatus.DISABLED, found(logins.user(domain, "one")).status());
    }

    @Test
    void l21OpenLdapsOwnSchemaWillDo() throws Exception {
        add("ou=plain,o=demo", "objectClass: organizationalUnit", "objectClass: domainRelatedObject", "associatedDomain: plain.example");
        add("uid=p,ou=plain,o=demo", "objectClass: inetOrgPerson", "cn: p", "sn: p", "mail: p@plain.example");
        add("cn=g,ou=plain,o=demo", "objectClass: groupOfNames", "objectClass: inetLocalMailRecipient", "mail: g@plain.example", "member: uid=p,ou=plain,o=demo");
        LdapDirectory directory = new LdapDirectory(at(slapd.port()), LdapProfile.OPENLDAP, LdapCaching.NONE, new AlarmBook(), Clock.systemUTC());
        open.add(directory);
        assertEquals(List.of("p@plain.example"), copies(decide(directory, "p@plain.example")));
        assertEquals(List.of("p@plain.example"), copies(decide(directory, "g@plain.example")));
        assertInstanceOf(RecipientDecision.Refuse.class, decide(directory, "q@plain.example"));
        assertInstanceOf(RecipientDecision.NotLocal.class, decide(directory, "alice@example.com"));
    }

    @Test
    void l22SearchesAreCountedAndWhatIsRememberedIsForgottenOnRequest() throws Exception {
        LdapDirectory directory = opened("", "", LdapCaching.DEFAULT);
        add("uid=late" + PEOPLE, person("late"));
        found(account(directory, "late", "example.com"));
        found(account(directory, "late+detail", "example.com"));
        slapd.admin().modify("dn: uid=late" + PEOPLE, "changetype: modify", "replace: mailUserStatus", "mailUserStatus: disabled");
        assertEquals(AccountStatus.ACTIVE, found(account(directory, "late", "example.com")).status());
        assertEquals(3, directory.figures().searches());
        assertEquals(0, directory.forget("other@example.com"));
        assertEquals(2, directory.forget("Late@Example.com"));
        assertEquals(AccountStatus.DISABLED, found(account(directory, "late", "example.com")).status());
        assertEquals(4, directory.figures().searches());
        assertEquals(2, directory.forget("example.com"));
        assertFalse(directory.figures().accounts().remembered() > 0);
    }

    private LdapDirectory uncached(String attributes, String tree) {
        return opened(attributes, tree, LdapCaching.NONE);
    }

    private LdapDirectory opened(String attributes, String tree, LdapCaching caching) {
        LdapDirectory directory = new LdapDirectory(at(slapd.port()), LdapProfile.of("sun", attributes, List.of(), tree), caching, new AlarmBook(), Clock.systemUTC());
        open.add(directory);
        return directory;
    }

    private void add(String dn, String... lines) throws LDAPException, LDIFException {
        List<String> ldif = new ArrayList<>(List.of("dn: " + dn));
        ldif.addAll(List.of(lines));
        slapd.admin().add(ldif.toArray(String[]::new));
        added.add(dn);
    }

    private static String[] person(String uid, String... mailAndMore) {
        List<String> lines = new ArrayList<>(List.of("objectClass: inetOrgPerson", "objectClass: inetUser", "objectClass: inetMailUser", "objectClass: inetLocalMailRecipient", "cn: " + uid,
                "sn: " + uid, "mail: " + (mailAndMore.length == 0 ? uid + "@example.com" : mailAndMore[0])));
        lines.addAll(List.of(mailAndMore).subList(Math.min(1, mailAndMore.length), mailAndMore.length));
        return lines.toArray(String[]::new);
    }

    private static String[] group(String mail, String... more) {
        List<String> lines = new ArrayList<>(List.of("objectClass: applicationProcess", "objectClass: inetMailGroup", "mail: " + mail));
        lines.addAll(List.of(more));
        return lines.toArray(String[]::new);
    }

    private static Match<MailAccount> account(LdapDirectory directory, String local, String domain) {
        return directory.domain(domain).then(found -> directory.account(found, new Mailbox(local, domain)));
    }

    private static RecipientDecision decide(Directory directory, String address) {
        return new RecipientLookup(directory, "example.com").decide(ForwardPath.of(address.substring(0, address.indexOf('@')), address.substring(address.indexOf('@') + 1)),
                Submitter.stranger(ReversePath.NULL), OptionalLong.empty());
    }

    private static RecipientDecision.Accept accepted(RecipientDecision decision) {
        return assertInstanceOf(RecipientDecision.Accept.class, decision, decision.toString());
    }

    private static List<String> copies(RecipientDecision decision) {
        return accepted(decision).deliveries().stream().map(delivery -> delivery.address().address()).toList();
    }

    private static Set<String> texts(List<Mailbox> mailboxes) {
        return Set.copyOf(mailboxes.stream().map(Mailbox::address).toList());
    }

    private static <T> T found(Match<T> match) {
        assertInstanceOf(Match.Found.class, match, match.toString());
        return ((Match.Found<T>) match).value();
    }
}

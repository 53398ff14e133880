package org.gatepost.workbench.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;

import org.gatepost.adapter.ldap.LdapCaching;
import org.gatepost.adapter.ldap.LdapDirectory;
import org.gatepost.adapter.ldap.LdapProfile;
import org.gatepost.adapter.ldap.LdapServer;
import org.gatepost.directory.RecipientDecision;
import org.gatepost.directory.RecipientLookup;
import org.gatepost.directory.Submitter;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.workbench.demo.directory.DemoDirectory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every user, domain and address the contract promises, through LDAP and the rules. */
class DemoDirectoryIT {

    private static DemoDirectory demo;
    private static LdapDirectory directory;
    private static RecipientLookup lookup;

    @BeforeAll
    static void start() throws Exception {
        demo = new DemoDirectory(0, "not-a-secret");
        directory = new LdapDirectory(new LdapServer(List.of("ldap://127.0.0.1:" + demo.port()), DemoDirectory.READER, "not-a-secret", DemoDirectory.BASE),
                LdapProfile.SUN, LdapCaching.DEFAULT, new AlarmBook(), Clock.systemUTC());
        lookup = new RecipientLookup(directory, "example.com");
    }

    @AfterAll
    static void stop() {
        directory.close();
        demo.close();
    }

    @ParameterizedTest
    @CsvSource({"alice@example.com,alice@example.com", "robert@example.com,bob@example.com", "alice+x@example.com,alice+x@example.com",
            "ALICE@Example.com,alice@example.com", "judy@example.com,judy@example.com", "mallory@example.com,mallory@example.com",
            "grace@example.com,grace@example.com", "sam@small.example,sam@small.example", "heidi@example.com,heidi@example.com out@remote.example",
            "postmaster@example.com,alice@example.com", "abuse@example.com,alice@example.com", "POSTMASTER@inactive.example,alice@example.com",
            "abuse@inactive.example,alice@example.com", "postmaster@disabled.example,alice@example.com", "abuse@disabled.example,alice@example.com",
            "postmaster@deleted.example,alice@example.com", "abuse@deleted.example,alice@example.com", "postmaster@small.example,alice@example.com",
            "frank@example.com,frank@example.com held", "team@example.com,out@remote.example alice@example.com bob@example.com",
            "board@example.com,alice@example.com"})
    void takes(String address, String copies) {
        RecipientDecision.Accept accept = assertInstanceOf(RecipientDecision.Accept.class, decide(address, "a@remote.example", OptionalLong.empty()));
        assertEquals(copies, String.join(" ", accept.deliveries().stream().map(d -> d.address() + (d.held().isPresent() ? " held" : "")).toList()));
    }

    @ParameterizedTest
    @CsvSource({"carol@example.com,450 4.2.1", "dave@example.com,550 5.2.1", "erin@example.com,452 4.2.2", "ivan@example.com,550 5.1.1",
            "nobody@example.com,550 5.1.1", "a@inactive.example,450 4.2.1", "a@disabled.example,550 5.2.1", "a@deleted.example,550 5.1.1",
            "staff@example.com,550 5.7.1", "news@example.com,550 5.7.1", "alice@small.example,550 5.1.1"})
    void refuses(String address, String reply) {
        assertEquals(reply, code(decide(address, "a@remote.example", OptionalLong.empty())));
    }

    @ParameterizedTest
    @CsvSource({"grace@example.com,10240", "sam@small.example,51200", "news@example.com,20480"})
    void limitsSizes(String address, long octets) {
        assertInstanceOf(RecipientDecision.Accept.class, decide(address, "bob@example.com", OptionalLong.of(octets)));
        assertEquals("552 5.2.3", code(decide(address, "bob@example.com", OptionalLong.of(octets + 1))));
    }

    @Test
    void authenticatedMembersPostToStaff() {
        Mailbox bob = new Mailbox("bob", "example.com");
        assertInstanceOf(RecipientDecision.Accept.class, lookup.decide(ForwardPath.of("staff", "example.com"),
                new Submitter(ReversePath.of(bob), Optional.of(bob)), OptionalLong.empty()));
    }

    @Test
    void barePostmasterReachesAliceAndStrangersAreNotLocal() {
        assertInstanceOf(RecipientDecision.Accept.class, lookup.decide(ForwardPath.POSTMASTER, Submitter.stranger(ReversePath.NULL), OptionalLong.empty()));
        assertInstanceOf(RecipientDecision.NotLocal.class, decide("x@remote.example", "a@remote.example", OptionalLong.empty()));
    }

    @Test
    void anonymousAndUsersSeeNothing() throws Exception {
        try (LDAPConnection connection = new LDAPConnection("127.0.0.1", demo.port())) {
            assertThrows(LDAPException.class, () -> connection.search("o=demo", SearchScope.SUB, "(objectClass=*)"));
            connection.bind("uid=alice,ou=people,o=example.com,o=demo", "alice");
            assertThrows(LDAPException.class, () -> connection.search("o=demo", SearchScope.SUB, "(objectClass=*)"));
            connection.bind("uid=admin,ou=admins,o=demo", "admin");
            assertThrows(LDAPException.class, () -> connection.bind("uid=admin,ou=admins,o=demo", "wrong"));
        }
    }

    @Test
    void theReaderSeesAllButPasswordsAndChangesNothing() throws Exception {
        try (LDAPConnection connection = new LDAPConnection("127.0.0.1", demo.port(), DemoDirectory.READER, "not-a-secret")) {
            List<SearchResultEntry> all = connection.search("o=demo", SearchScope.SUB, "(objectClass=*)").getSearchEntries();
            assertTrue(all.size() > 30);
            assertFalse(all.stream().anyMatch(entry -> entry.hasAttribute("userPassword")));
            assertTrue(all.stream().anyMatch(entry -> "tcp_limited".equals(entry.getAttributeValue("mailSMTPSubmitChannel"))));
            assertTrue(all.stream().anyMatch(entry -> entry.hasAttributeValue("member", "uid=auditor,ou=admins,o=demo")));
            assertThrows(LDAPException.class, () -> connection.delete("uid=alice,ou=people,o=example.com,o=demo"));
        }
    }

    private static RecipientDecision decide(String address, String sender, OptionalLong size) {
        return lookup.decide(new ForwardPath(box(address)), Submitter.stranger(ReversePath.of(box(sender))), size);
    }

    private static Mailbox box(String address) {
        int at = address.lastIndexOf('@');
        return new Mailbox(address.substring(0, at), address.substring(at + 1));
    }

    private static String code(RecipientDecision decision) {
        RecipientDecision.Refuse refuse = assertInstanceOf(RecipientDecision.Refuse.class, decision);
        return refuse.reply().code() + " " + refuse.reply().status();
    }
}

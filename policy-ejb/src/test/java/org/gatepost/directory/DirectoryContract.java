package org.gatepost.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.Match;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Directory} answers about the contract's demo entries: the fake that core's tests use, and LDAP. */
public abstract class DirectoryContract {

    /** One that holds the demo entries. */
    protected abstract Directory directory();

    /** One that cannot be asked. */
    protected abstract Directory broken();

    @ParameterizedTest
    @CsvSource({"example.com,ACTIVE", "EXAMPLE.com,ACTIVE", "inactive.example,INACTIVE", "disabled.example,DISABLED", "deleted.example,DELETED", "small.example,ACTIVE"})
    void knowsItsDomainsAndTheirStatus(String name, AccountStatus status) {
        MailDomain domain = found(directory().domain(name));
        assertEquals(name.toLowerCase(Locale.ROOT), domain.name());
        assertEquals(status, domain.status());
        assertEquals(name.equals("small.example") ? OptionalLong.of(51_200) : OptionalLong.empty(), domain.messageOctetsMax());
    }

    @ParameterizedTest
    @ValueSource(strings = {"remote.example", "example.org", "sub.example.com", "com", "[127.0.0.1]", "*", "*.com", "a)(o=*"})
    void whatIsNotLocalIsNotFound(String name) {
        assertInstanceOf(Match.NotFound.class, directory().domain(name));
    }

    @ParameterizedTest
    @CsvSource({"alice,alice,ACTIVE", "Alice,alice,ACTIVE", "alice+detail,alice,ACTIVE", "robert,bob,ACTIVE", "robert+x,bob,ACTIVE", "carol,carol,INACTIVE",
            "dave,dave,DISABLED", "erin,erin,OVERQUOTA", "frank,frank,HOLD", "ivan,ivan,DELETED", "postmaster,alice,ACTIVE", "ABUSE,alice,ACTIVE"})
    void findsUsersByEachOfTheirAddresses(String local, String uid, AccountStatus status) {
        MailUser user = assertInstanceOf(MailUser.class, found(account(local, "example.com")));
        assertEquals(uid, user.uid());
        assertEquals(uid + "@example.com", user.mail().address());
        assertEquals(status, user.status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "+alice", "*", "al*", "a(b", "a)b", "a\\2ab", "alice)(uid=*", "alice@example.com", "ä"})
    void whoeverElseIsNotFound(String local) {
        assertInstanceOf(Match.NotFound.class, account(local, "example.com"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"inactive.example", "disabled.example", "deleted.example", "small.example"})
    void postmasterAndAbuseOfEachDomainAreAlice(String domain) {
        assertEquals("alice@example.com", found(account("postmaster", domain)).mail().address());
        assertEquals("alice@example.com", found(account("abuse", domain)).mail().address());
        assertInstanceOf(Match.NotFound.class, account("alice", domain));
    }

    @Test
    void knowsLimitsAndForwarding() {
        assertEquals(OptionalLong.of(10_240), found(account("grace", "example.com")).messageOctetsMax());
        MailUser heidi = assertInstanceOf(MailUser.class, found(account("heidi", "example.com")));
        assertTrue(heidi.keepsMailbox());
        assertEquals(List.of(new Mailbox("out", "remote.example")), heidi.forwardsTo());
    }

    @Test
    void knowsGroupsAndTheirRules() {
        MailGroup team = group("team");
        assertEquals(Set.of("alice@example.com", "bob@example.com", "out@remote.example"), addresses(team.members()));
        MailGroup staff = group("staff");
        assertTrue(staff.rules().authenticationRequired() && staff.rules().membersOnly());
        assertEquals(Set.of("alice@example.com", "bob@example.com"), addresses(staff.members()));
        MailGroup news = group("news");
        assertEquals(Set.of("example.com", "*.example.com"), Set.copyOf(news.rules().allowedDomains()));
        assertEquals(OptionalLong.of(20_480), news.messageOctetsMax());
        assertTrue(addresses(group("board").rules().moderators()).contains("alice@example.com"));
    }

    @Test
    void whatCannotBeAskedIsUnavailable() {
        assertInstanceOf(Match.Unavailable.class, broken().domain("example.com"));
        assertInstanceOf(Match.Unavailable.class, broken().domain("remote.example"));
        MailDomain domain = found(directory().domain("example.com"));
        assertInstanceOf(Match.Unavailable.class, broken().account(domain, new Mailbox("alice", "example.com")));
    }

    private MailGroup group(String local) {
        return assertInstanceOf(MailGroup.class, found(account(local, "example.com")));
    }

    private static Set<String> addresses(List<Mailbox> mailboxes) {
        return mailboxes.stream().map(Mailbox::address).collect(Collectors.toSet());
    }

    private Match<MailAccount> account(String local, String domain) {
        return directory().domain(domain).then(found -> directory().account(found, new Mailbox(local, domain)));
    }

    private static <T> T found(Match<T> match) {
        assertInstanceOf(Match.Found.class, match, match.toString());
        return ((Match.Found<T>) match).value();
    }
}

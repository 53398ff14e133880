package org.gatepost.adapter.ldap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import com.unboundid.ldap.sdk.Entry;

import org.gatepost.directory.AccountStatus;
import org.gatepost.directory.Autoreply;
import org.gatepost.directory.DomainRouting;
import org.gatepost.directory.MailDomain;
import org.gatepost.directory.MailUser;
import org.gatepost.directory.SendingLimits;
import org.gatepost.directory.Treatment;
import org.gatepost.mail.NoSolicit;
import org.gatepost.smtp.protocol.Mailbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryReaderTest {

    private final EntryReader reader = new EntryReader(LdapProfile.SUN);

    @ParameterizedTest
    @CsvSource({"active,active,ACTIVE", "active,disabled,DISABLED", "deleted,disabled,DELETED", "active,who knows,INACTIVE", "Inactive,active,INACTIVE"})
    void theFirstStatusThatIsNotActiveWins(String user, String mailUser, AccountStatus status) throws Exception {
        assertEquals(status, reader.user(user("inetUserStatus: " + user, "mailUserStatus: " + mailUser)).status());
    }

    @Test
    void whatIsMissingIsActiveAndGoesToTheMailbox() throws Exception {
        MailUser user = reader.user(user());
        assertEquals(AccountStatus.ACTIVE, user.status());
        assertTrue(user.keepsMailbox());
        assertEquals(OptionalLong.empty(), user.messageOctetsMax());
    }

    @Test
    void forwardingWithoutTheMailboxKeepsNoCopyUnlessNoAddressIsSound() throws Exception {
        MailUser user = reader.user(user("mailDeliveryOption: forward", "mailForwardingAddress: out@remote.example", "mailForwardingAddress: nonsense"));
        assertFalse(user.keepsMailbox());
        assertEquals(List.of(new Mailbox("out", "remote.example")), user.forwardsTo());
        assertTrue(reader.user(user("mailDeliveryOption: forward", "mailForwardingAddress: nonsense")).keepsMailbox());
        assertTrue(reader.user(user("mailDeliveryOption: autoreply")).keepsMailbox());
        assertEquals(List.of(), reader.user(user("mailForwardingAddress: out@remote.example")).forwardsTo());
    }

    @Test
    void theDeliveryOptionHoldHolds() throws Exception {
        assertEquals(AccountStatus.HOLD, reader.user(user("mailDeliveryOption: hold")).status());
        assertEquals(AccountStatus.DISABLED, reader.user(user("mailDeliveryOption: hold", "mailUserStatus: disabled")).status());
    }

    @Test
    void limitsAreInBlocksOf1024() throws Exception {
        assertEquals(OptionalLong.of(10_240), reader.user(user("mailMsgMaxBlocks: 10")).messageOctetsMax());
        assertEquals(OptionalLong.empty(), reader.user(user("mailMsgMaxBlocks: -1")).messageOctetsMax());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ten", "-2", "1.5", "9999999999999"})
    void aLimitThatIsNoNumberMakesTheEntryUnusable(String limit) throws Exception {
        Entry entry = user("mailMsgMaxBlocks: " + limit);
        assertThrows(EntryReader.Unusable.class, () -> reader.user(entry));
    }

    @Test
    void aUserWithoutASoundAddressIsUnusable() throws Exception {
        Entry entry = new Entry("dn: uid=x,o=demo", "objectClass: inetMailUser", "uid: x", "mail: nonsense");
        assertThrows(EntryReader.Unusable.class, () -> reader.user(entry));
    }

    @Test
    void anAliasDomainsEntryNamesTheCanonicalOne() throws Exception {
        MailDomain domain = reader.domain(new Entry("dn: o=x,o=demo", "objectClass: sunManagedOrganization", "sunPreferredDomain: Example.COM",
                "associatedDomain: alias.example", "inetDomainStatus: active", "mailDomainStatus: hold", "mailDomainMsgMaxBlocks: 50"), "alias.example");
        assertEquals(new MailDomain("example.com", "o=x,o=demo", AccountStatus.HOLD, OptionalLong.of(51_200), List.of()), domain);
    }

    @Test
    void whatAnEntrySaysOfFiltersIsKept() throws Exception {
        Treatment treatment = reader.user(user("mailAntiUBEService: spam", "mailAntiUBEService: virus", "mailSieveRuleSource: keep;", "mailConversionTag: ours",
                "preferredLanguage: de", "mailNoSolicit: net.example:ADV")).treatment();
        assertEquals(new Treatment(List.of("spam", "virus"), List.of(), List.of(), new NoSolicit(List.of("net.example:adv")), List.of("keep;"), List.of("ours"), List.of(),
                Optional.of("de"), SendingLimits.NONE), treatment);
        MailDomain domain = reader.domain(new Entry("dn: o=x,o=demo", "objectClass: mailDomain", "sunPreferredDomain: example.com", "mailDomainAntiUBEService: spam",
                "mailDomainSieveRuleSource: discard;"), "example.com");
        assertEquals(List.of("spam"), domain.treatment().scannerOptIns());
        assertEquals(List.of("discard;"), domain.treatment().scripts());
    }

    @Test
    void v02TheHeadOfAHouseholdIsNamedWhereTheSchemaHasANameForIt() throws Exception {
        EntryReader households = new EntryReader(LdapProfile.of("sun", "headOfHousehold=ourHead", List.of(), ""));
        assertEquals(Optional.of(new Mailbox("judy", "example.com")), households.user(user("ourHead: judy@example.com")).treatment().headOfHousehold());
        assertEquals(Optional.empty(), households.user(user("ourHead: uid=judy")).treatment().headOfHousehold());
        assertEquals(Optional.empty(), reader.user(user("ourHead: judy@example.com")).treatment().headOfHousehold());
    }

    @Test
    void anEntryThatSaysNothingTakesNoRoomForIt() throws Exception {
        assertSame(Treatment.NONE, reader.user(user()).treatment());
        int plain = EntryWeight.of(reader.user(user()));
        assertTrue(EntryWeight.of(reader.user(user("mailSieveRuleSource: " + "#".repeat(5000)))) > plain + 5000);
    }

    @Test
    void theAnswerIsTheUsersWhereDeliveryAsksForOne() throws Exception {
        String[] answer = {"mailAutoReplyMode: vacation", "mailAutoReplySubject: Away", "mailAutoReplyText: Back$on Monday", "mailAutoReplyTextInternal: On 12",
                "mailAutoReplyTimeOut: 48", "vacationStartDate: 20261101000000Z", "vacationEndDate: 20261130235959"};
        assertEquals(Optional.empty(), reader.user(user(answer)).autoreply());
        List<String> asked = new ArrayList<>(List.of(answer));
        asked.add("mailDeliveryOption: autoreply");
        Autoreply autoreply = reader.user(user(asked.toArray(String[]::new))).autoreply().orElseThrow();
        assertEquals(new Autoreply(Autoreply.Mode.VACATION, "Away", "Back\r\non Monday", "On 12", Duration.ofHours(48),
                Optional.of(Instant.parse("2026-11-01T00:00:00Z")), Optional.of(Instant.parse("2026-11-30T23:59:59Z"))), autoreply);
        assertFalse(autoreply.isActive(Instant.parse("2026-10-31T23:59:59Z")));
        assertTrue(autoreply.isActive(Instant.parse("2026-11-01T00:00:00Z")));
        assertTrue(autoreply.isActive(Instant.parse("2026-11-30T23:59:59Z")));
        assertFalse(autoreply.isActive(Instant.parse("2026-12-01T00:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mailAutoReplyMode: shout", "vacationStartDate: tomorrow", "mailAutoReplyText: "})
    void anAnswerOfWhichSomethingIsWrongIsNotGiven(String wrong) throws Exception {
        Entry entry = user("mailDeliveryOption: autoreply", "mailAutoReplyText: Away");
        entry.setAttribute(wrong.substring(0, wrong.indexOf(':')), wrong.substring(wrong.indexOf(':') + 2));
        assertEquals(Optional.empty(), reader.user(entry).autoreply());
    }

    @Test
    void hostsAreReadWhereTheProfileNamesThem() throws Exception {
        EntryReader routing = new EntryReader(LdapProfile.of("sun", "mailHost=mailHost;domainRoutingHost=mailRoutingHosts;domainSmartHost=mailRoutingSmartHost", List.of(), ""));
        assertEquals(Optional.empty(), reader.user(user("mailHost: store2.example.com")).mailHost());
        assertEquals(Optional.of("store2.example.com"), routing.user(user("mailHost: Store2.example.com")).mailHost());
        Entry wrong = user("mailHost: two hosts");
        assertThrows(EntryReader.Unusable.class, () -> routing.user(wrong));
        Entry domain = new Entry("dn: o=x,o=demo", "objectClass: mailDomain", "sunPreferredDomain: example.com", "mailRoutingHosts: mx.example.com", "mailRoutingSmartHost: 192.0.2.1");
        assertEquals(new DomainRouting(Optional.of("mx.example.com"), Optional.of("192.0.2.1")), routing.domain(domain, "example.com").routing());
        assertEquals(DomainRouting.NONE, reader.domain(domain, "example.com").routing());
    }

    private static Entry user(String... more) throws Exception {
        List<String> lines = new ArrayList<>(List.of("dn: uid=x,o=demo", "objectClass: inetMailUser", "uid: x", "mail: x@example.com"));
        lines.addAll(List.of(more));
        return new Entry(lines.toArray(String[]::new));
    }
}

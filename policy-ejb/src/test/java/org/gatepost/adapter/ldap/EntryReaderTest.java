package org.gatepost.adapter.ldap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import com.unboundid.ldap.sdk.Entry;

import org.gatepost.directory.AccountStatus;
import org.gatepost.directory.MailDomain;
import org.gatepost.directory.MailUser;
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

    private static Entry user(String... more) throws Exception {
        List<String> lines = new ArrayList<>(List.of("dn: uid=x,o=demo", "objectClass: inetMailUser", "uid: x", "mail: x@example.com"));
        lines.addAll(List.of(more));
        return new Entry(lines.toArray(String[]::new));
    }
}

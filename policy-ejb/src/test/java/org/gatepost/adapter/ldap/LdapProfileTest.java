package org.gatepost.adapter.ldap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

import com.unboundid.ldap.sdk.Entry;

import org.gatepost.directory.AccountStatus;
import org.gatepost.directory.MailUser;
import org.gatepost.smtp.protocol.Mailbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LdapProfileTest {

    @Test
    void l21AnAttributeHasTheNameTheSettingGivesIt() throws Exception {
        LdapProfile profile = LdapProfile.of("Sun", "optIn = ourSpam, ourVirus; sieve=;recipientLimit=ourRecipients", List.of(), "");
        MailUser user = new EntryReader(profile).user(new Entry("dn: uid=x,o=demo", "objectClass: inetMailUser", "uid: x", "mail: x@example.com", "ourSpam: spam",
                "ourVirus: virus", "mailAntiUBEService: other", "mailSieveRuleSource: keep;", "ourRecipients: 20"));
        assertEquals(List.of("spam", "virus"), user.treatment().scannerOptIns());
        assertEquals(List.of(), user.treatment().scripts());
        assertTrue(user.treatment().sending().isFull(20));
        assertFalse(Arrays.asList(profile.ofAccounts()).contains("mailSieveRuleSource"));
    }

    @Test
    void nothingIsAskedOfSendersUntilAnAttributeHasAName() {
        assertFalse(LdapProfile.SUN.saysOfSenders());
        assertTrue(LdapProfile.of("sun", "domainRecipientLimit=ourLimit", List.of(), "").saysOfSenders());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {"exchange|-|-|GATEPOST_LDAP_PROFILE is none of [sun, openldap, activedirectory]: exchange",
            "activedirectory|-|-|GATEPOST_LDAP_PROFILE activedirectory finds no domains: name them in GATEPOST_LDAP_DOMAINS",
            "sun|colour=blue|-|GATEPOST_LDAP_ATTRIBUTES is not word=attribute,attribute;...: colour=blue",
            "sun|optIn|-|GATEPOST_LDAP_ATTRIBUTES is not word=attribute,attribute;...: optIn",
            "sun|optIn=a)(b|-|GATEPOST_LDAP_ATTRIBUTES is not word=attribute,attribute;...: optIn=a)(b", "sun|mail=|-|GATEPOST_LDAP_ATTRIBUTES leaves nothing for mail",
            "sun|-|*.example|GATEPOST_LDAP_DOMAINS names what is no domain: *.example"})
    void aWrongSettingIsNamed(String profile, String attributes, String domain, String message) {
        List<String> domains = domain == null ? List.of() : List.of(domain);
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> LdapProfile.of(profile, attributes == null ? "" : attributes, domains, "")).getMessage());
    }

    @Test
    void openLdapForwardsWhereARoutingAddressSaysSo() throws Exception {
        MailUser user = new EntryReader(LdapProfile.OPENLDAP).user(new Entry("dn: uid=x,o=demo", "objectClass: inetOrgPerson", "objectClass: inetLocalMailRecipient",
                "uid: x", "mail: x@example.com", "mailLocalAddress: y@example.com", "mailRoutingAddress: x@far.example"));
        assertEquals(List.of(new Mailbox("x", "far.example")), user.forwardsTo());
        assertFalse(user.keepsMailbox());
    }

    @ParameterizedTest
    @CsvSource({"512,ACTIVE", "514,DISABLED", "66050,DISABLED", "66048,ACTIVE", "disabled,INACTIVE"})
    void activeDirectorysFlagsAreAStatus(String flags, AccountStatus status) throws Exception {
        MailUser user = new EntryReader(LdapProfile.ACTIVE_DIRECTORY).user(activeDirectorys("userAccountControl: " + flags));
        assertEquals(status, user.status());
    }

    @Test
    void activeDirectorysAddressesHaveTheirType() throws Exception {
        EntryReader reader = new EntryReader(LdapProfile.ACTIVE_DIRECTORY);
        Entry entry = activeDirectorys("proxyAddresses: SMTP:x@example.com", "proxyAddresses: smtp:y@example.com", "proxyAddresses: X500:/o=demo/cn=x");
        assertEquals(Set.of(new Mailbox("x", "example.com"), new Mailbox("y", "example.com")), Set.copyOf(reader.allAddresses(entry)));
        assertEquals(List.of("(mail=y@example.com)", "(proxyAddresses=smtp:y@example.com)"),
                LdapProfile.ACTIVE_DIRECTORY.holding(List.of("y@example.com")).stream().map(Object::toString).toList());
    }

    private static Entry activeDirectorys(String... more) throws Exception {
        Entry entry = new Entry("dn: cn=x,dc=demo", "objectClass: user", "sAMAccountName: x", "mail: x@example.com");
        for (String line : more) {
            String[] parts = line.split(": ", 2);
            entry.addAttribute(parts[0], parts[1]);
        }
        return entry;
    }
}

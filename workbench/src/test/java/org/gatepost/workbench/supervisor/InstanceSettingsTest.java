package org.gatepost.workbench.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One line for each wrong or contradictory setting. */
class InstanceSettingsTest {

    private static final Path ROOT = Path.of("/srv/gatepost");

    private static String refusal(Map<String, String> environment) {
        return assertThrows(StartRefused.class, () -> InstanceSettings.from(environment, ROOT)).getMessage();
    }

    @Test
    void nothingSetIsTheContractsDefaults() {
        InstanceSettings settings = InstanceSettings.from(Map.of(), ROOT);
        assertEquals(new Ports(2525, 2587, 2465, 8181, 1389, 2424, 2526, 25_432, 25_900, 24_848), settings.ports());
        assertEquals(Path.of("/srv/gatepost/var"), settings.var());
        assertEquals(List.of("127.0.0.1"), settings.bind());
        assertTrue(settings.ownDatabase() && settings.ownDirectory() && settings.ownMailboxes() && settings.ownRemoteSink());
    }

    @Test
    void theOffsetMovesDefaultsAndNotWhatIsSet() {
        Ports ports = InstanceSettings.from(Map.of("GATEPOST_PORT_OFFSET", "100", "GATEPOST_SMTP_PORT", "25"), ROOT).ports();
        assertEquals(25, ports.smtp());
        assertEquals(8281, ports.https());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "GATEPOST_SMTP_PORT | smtp | GATEPOST_SMTP_PORT is not a port number: smtp",
            "GATEPOST_SMTP_PORT | 70000 | GATEPOST_SMTP_PORT is not between 1 and 65535: 70000",
            "GATEPOST_SMTP_PORT | 8181 | GATEPOST_HTTPS_PORT and GATEPOST_SMTP_PORT are both 8181",
            "GATEPOST_PORT_OFFSET | 60000 | GATEPOST_HTTPS_PORT is not between 1 and 65535: 68181",
            "GATEPOST_DB_URL | postgres://u:secret@h/d | GATEPOST_DB_URL is not of the form jdbc:postgresql://host:port/database",
            "GATEPOST_DB_URL | jdbc:postgresql://h/d | GATEPOST_DB_URL is set, and GATEPOST_DB_USER is not",
            "GATEPOST_DB_PASSWORD | secret | GATEPOST_DB_PASSWORD is set, and GATEPOST_DB_URL is not",
            "GATEPOST_LDAP_PROFILE | exchange | GATEPOST_LDAP_PROFILE is none of [sun, openldap, activedirectory]: exchange",
            "GATEPOST_LDAP_MISSING_SECONDS | 61 | GATEPOST_LDAP_MISSING_SECONDS is not a number from 0 to 60: 61",
            "GATEPOST_LDAP_STALE_SECONDS | ever | GATEPOST_LDAP_STALE_SECONDS is not a number from 0 to 86400: ever",
            "GATEPOST_LDAP_URL | ldap://h | GATEPOST_LDAP_URL is set, and GATEPOST_LDAP_BASE is not",
            "GATEPOST_LDAP_BASE | o=x | GATEPOST_LDAP_BASE is set, and GATEPOST_LDAP_URL is not",
            "GATEPOST_STORE | smtp://h:24 | GATEPOST_STORE is not lmtp://host:port: smtp://h:24",
            "GATEPOST_CLAMD | localhost | GATEPOST_CLAMD is not a list of host:port: localhost",
            "GATEPOST_DNS_SERVERS | 127.0.0.1:53,::1 | GATEPOST_DNS_SERVERS is not a list of host:port: 127.0.0.1:53,::1",
            "GATEPOST_GRID_MEMBERS | 127.0.0.1 | GATEPOST_GRID_MEMBERS is not a list of host:port: 127.0.0.1",
            "GATEPOST_GRID_MEMBERS | 127.0.0.1:25900,192.0.2.1:25900 | GATEPOST_GRID_MEMBERS goes beyond loopback, where nothing encrypts what the data grid says: let a tunnel end on loopback: 127.0.0.1:25900,192.0.2.1:25900",
            "GATEPOST_BIND | localhost | GATEPOST_BIND is not a list of IP addresses: localhost",
            "GATEPOST_HOSTNAME | mx..example | GATEPOST_HOSTNAME is not a domain name: mx..example",
            "GATEPOST_TLS_CERT | /etc/hostname | GATEPOST_TLS_CERT and GATEPOST_TLS_KEY go together: one of them is not set",
            "GATEPOST_TLS_REPORT_CONTACT | tls | GATEPOST_TLS_REPORT_CONTACT is not an address: tls",
            "GATEPOST_NODE | a b | GATEPOST_NODE is not a name of 1 to 64 letters, digits, dots, underscores and hyphens: a b",
            "GATEPOST_SESSIONS_MAX | 0 | GATEPOST_SESSIONS_MAX is not a whole number of at least 1: 0",
            "GATEPOST_SPOOL_OCTETS_MAX | 4g | GATEPOST_SPOOL_OCTETS_MAX is not a whole number of at least 1048576: 4g",
            "GATEPOST_OPEN_RECIPIENTS_MAX | 99 | GATEPOST_OPEN_RECIPIENTS_MAX is not a whole number of at least 100: 99",
            "GATEPOST_QUEUE_ROWS_MAX | -1 | GATEPOST_QUEUE_ROWS_MAX is not a whole number of at least 1: -1",
            "GATEPOST_SERVER_PRELOAD | /nowhere.so | GATEPOST_SERVER_PRELOAD is not a file that can be read: /nowhere.so",
            "GATEPOST_OAUTH_JWKS | http://login.example/keys | GATEPOST_OAUTH_JWKS is neither a file that can be read nor an https URL: http://login.example/keys",
            "GATEPOST_OAUTH_JWKS | https://login.example/keys | GATEPOST_OAUTH_JWKS is set, and GATEPOST_OAUTH_ISSUER is not",
            "GATEPOST_OAUTH_AUDIENCE | gatepost | GATEPOST_OAUTH_AUDIENCE is set, and GATEPOST_OAUTH_JWKS is not",
            "GATEPOST_START_SECONDS | 9 | GATEPOST_START_SECONDS is not a number from 10 to 3600: 9",
            "GATEPOST_START_SECONDS | 3601 | GATEPOST_START_SECONDS is not a number from 10 to 3600: 3601",
            "GATEPOST_STANDSTILL_SECONDS | 9 | GATEPOST_STANDSTILL_SECONDS is not a number from 10 to 600: 9",
            "GATEPOST_STANDSTILL_SECONDS | 601 | GATEPOST_STANDSTILL_SECONDS is not a number from 10 to 600: 601",
            "GATEPOST_HEAP | lots | GATEPOST_HEAP is not a size such as 1g or 768m: lots"})
    void refusesInOneLineThatNamesTheSetting(String setting, String value, String line) {
        assertEquals(line, refusal(Map.of(setting, value)));
    }

    @ParameterizedTest
    @CsvSource({"GATEPOST_BIND,0.0.0.0", "GATEPOST_BIND,'127.0.0.1,::'", "GATEPOST_BIND,192.0.2.1", "GATEPOST_HTTPS_BIND,::"})
    void bindsNothingBeyondLoopbackWithTheDemoDirectory(String setting, String addresses) {
        assertTrue(refusal(Map.of(setting, addresses)).startsWith(setting + " goes beyond loopback while the demo directory"));
        InstanceSettings.from(Map.of(setting, addresses, "GATEPOST_LDAP_URL", "ldap://ldap.example:389,ldaps://[2001:db8::1]", "GATEPOST_LDAP_BASE", "o=x"), ROOT);
    }

    @Test
    void refusesADirectoryLoginWithoutAPassword() {
        assertEquals("GATEPOST_LDAP_BIND_DN and GATEPOST_LDAP_BIND_PASSWORD go together: one of them is not set",
                refusal(Map.of("GATEPOST_LDAP_URL", "ldap://h", "GATEPOST_LDAP_BASE", "o=x", "GATEPOST_LDAP_BIND_DN", "cn=x")));
    }

    @Test
    void neverRepeatsASecret() {
        assertFalse(refusal(Map.of("GATEPOST_DB_URL", "postgres://u:secret@h/d")).contains("secret"));
        assertFalse(refusal(Map.of("GATEPOST_LDAP_URL", "ldap://u:secret@h")).contains("secret"));
    }

    @Test
    void stopAndStatusWorkWhateverElseIsWrong() {
        assertEquals(2525, InstanceSettings.unchecked(Map.of("GATEPOST_STORE", "rubbish"), ROOT).ports().smtp());
    }
}

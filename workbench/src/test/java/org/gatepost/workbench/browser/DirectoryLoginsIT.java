package org.gatepost.workbench.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;

import org.gatepost.adapter.ldap.LdapProfile;
import org.gatepost.ee.admin.access.DirectoryLogins;
import org.gatepost.ee.admin.access.LoginResult;
import org.gatepost.ee.settings.Settings.LdapSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectoryLoginsIT {

    private InMemoryDirectoryServer server;
    private DirectoryLogins logins;

    @BeforeEach
    void start() throws Exception {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("o=demo");
        config.setSchema(null);
        config.addAdditionalBindCredentials("cn=gatepost,o=demo", "secret");
        config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("loopback", InetAddress.getLoopbackAddress(), 0, null));
        server = new InMemoryDirectoryServer(config);
        server.add("dn: o=demo", "objectClass: organization", "o: demo");
        for (String uid : List.of("admin", "helpdesk", "nobody")) {
            server.add("dn: uid=" + uid + ",o=demo", "objectClass: inetOrgPerson", "uid: " + uid, "cn: " + uid, "sn: " + uid, "userPassword: " + uid);
        }
        server.add("dn: cn=postmasters,o=demo", "objectClass: groupOfUniqueNames", "cn: postmasters", "uniqueMember: uid=admin,o=demo");
        server.add("dn: cn=helpdesk,o=demo", "objectClass: groupOfNames", "cn: helpdesk", "member: uid=helpdesk,o=demo");
        server.startListening();
        LdapSettings settings = new LdapSettings(List.of("ldap://127.0.0.1:" + server.getListenPort()), "cn=gatepost,o=demo", "secret", "o=demo", LdapProfile.SUN);
        logins = new DirectoryLogins(settings, Map.of("postmaster", "cn=postmasters,o=demo", "helpdesk", "cn=helpdesk,o=demo", "auditor", "cn=none,o=demo"),
                Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        server.shutDown(true);
    }

    @Test
    void rolesComeFromGroupsOfEitherKind() {
        assertEquals(new LoginResult.Known("admin", Set.of("postmaster")), logins.check("admin", "admin", "192.0.2.1"));
        assertEquals(new LoginResult.Known("helpdesk", Set.of("helpdesk")), logins.check("helpdesk", "helpdesk", "192.0.2.1"));
    }

    @Test
    void emptyPasswordIsRefusedBeforeTheDirectoryIsAsked() {
        server.shutDown(true);
        assertInstanceOf(LoginResult.Refused.class, logins.check("admin", "", "192.0.2.1"));
    }

    @Test
    void wrongPasswordUnknownLoginAndNoRoleAreOneAnswer() {
        assertEquals(new LoginResult.Refused(), logins.check("admin", "wrong", "192.0.2.1"));
        assertEquals(new LoginResult.Refused(), logins.check("stranger", "stranger", "192.0.2.1"));
        assertEquals(new LoginResult.Refused(), logins.check("nobody", "nobody", "192.0.2.1"));
    }

    @Test
    void filterCharactersInALoginMeanThemselves() {
        assertEquals(new LoginResult.Refused(), logins.check("adm*", "admin", "192.0.2.1"));
        assertEquals(new LoginResult.Refused(), logins.check("admin)(uid=*", "admin", "192.0.2.1"));
    }

    @Test
    void directoryDownIsNotAWrongPassword() {
        server.shutDown(true);
        assertInstanceOf(LoginResult.Unavailable.class, logins.check("admin", "admin", "192.0.2.1"));
    }

    @Test
    void guessingIsStopped() {
        for (int i = 0; i < 5; i++) {
            logins.check("admin", "wrong" + i, "192.0.2.1");
        }
        assertInstanceOf(LoginResult.TooMany.class, logins.check("admin", "admin", "192.0.2.1"));
        assertInstanceOf(LoginResult.Known.class, logins.check("admin", "admin", "192.0.2.2"));
    }
}

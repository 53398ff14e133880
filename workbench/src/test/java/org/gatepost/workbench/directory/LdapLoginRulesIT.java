package org.gatepost.workbench.directory;

import java.time.Clock;
import java.util.List;

import org.gatepost.adapter.ldap.LdapCaching;
import org.gatepost.adapter.ldap.LdapDirectory;
import org.gatepost.adapter.ldap.LdapLogins;
import org.gatepost.adapter.ldap.LdapProfile;
import org.gatepost.adapter.ldap.LdapServer;
import org.gatepost.auth.LoginRulesContract;
import org.gatepost.directory.Directory;
import org.gatepost.directory.Logins;
import org.gatepost.workbench.demo.directory.DemoDirectory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Logins by LDAP, with the demo directory behind them, go by the same rules. */
class LdapLoginRulesIT extends LoginRulesContract {

    private static DemoDirectory demo;
    private static LdapDirectory directory;
    private static LdapLogins logins;
    private static LdapLogins broken;

    @BeforeAll
    static void start() throws Exception {
        demo = new DemoDirectory(0, "not-a-secret");
        directory = new LdapDirectory(at(demo.port()), LdapProfile.SUN, LdapCaching.DEFAULT, new AlarmBook(), Clock.systemUTC());
        logins = new LdapLogins(at(demo.port()), LdapProfile.SUN);
        // Nothing listens on port 1.
        broken = new LdapLogins(at(1), LdapProfile.SUN);
    }

    @AfterAll
    static void stop() {
        logins.close();
        broken.close();
        directory.close();
        demo.close();
    }

    private static LdapServer at(int port) {
        return new LdapServer(List.of("ldap://127.0.0.1:" + port), DemoDirectory.READER, "not-a-secret", DemoDirectory.BASE);
    }

    @Override
    protected Logins logins() {
        return logins;
    }

    @Override
    protected Directory directory() {
        return directory;
    }

    @Override
    protected Logins broken() {
        return broken;
    }
}

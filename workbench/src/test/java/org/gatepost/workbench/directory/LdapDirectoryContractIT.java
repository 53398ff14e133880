package org.gatepost.workbench.directory;

import java.time.Clock;
import java.util.List;

import org.gatepost.adapter.ldap.LdapCaching;
import org.gatepost.adapter.ldap.LdapDirectory;
import org.gatepost.adapter.ldap.LdapProfile;
import org.gatepost.adapter.ldap.LdapServer;
import org.gatepost.directory.Directory;
import org.gatepost.directory.DirectoryContract;
import org.gatepost.workbench.demo.directory.DemoDirectory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** LDAP, with the demo directory behind it, keeps the port's contract. */
class LdapDirectoryContractIT extends DirectoryContract {

    private static DemoDirectory demo;
    private static LdapDirectory directory;
    private static LdapDirectory broken;

    @BeforeAll
    static void start() throws Exception {
        demo = new DemoDirectory(0, "not-a-secret");
        directory = at(demo.port());
        // Nothing listens on port 1.
        broken = at(1);
    }

    @AfterAll
    static void stop() {
        directory.close();
        broken.close();
        demo.close();
    }

    private static LdapDirectory at(int port) {
        return new LdapDirectory(new LdapServer(List.of("ldap://127.0.0.1:" + port), DemoDirectory.READER, "not-a-secret", DemoDirectory.BASE),
                LdapProfile.SUN, LdapCaching.DEFAULT, new AlarmBook(), Clock.systemUTC());
    }

    @Override
    protected Directory directory() {
        return directory;
    }

    @Override
    protected Directory broken() {
        return broken;
    }
}

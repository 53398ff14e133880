package org.gatepost.workbench.scan;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Debian's engines, each with as little configuration as it needs and no network. */
public final class RealEngines {

    /** The test for unsolicited bulk mail that every such engine knows, put together from pieces. */
    public static final String GTUBE = String.join("", "XJS*C4JDBQADN1.NSBN3*2IDNEN*", "GTUBE-STANDARD-ANTI-", "UBE-TEST-EMAIL*C.34X");

    private RealEngines() {
    }

    /** Spamd; {@code bob@example.com} has a threshold of 2,000. */
    public static RealEngine spamd(String options) throws IOException {
        int port = freePort();
        Path home = RealEngine.home("spamd");
        Path bob = Files.createDirectories(home.resolve("users/bob@example.com"));
        Files.writeString(bob.resolve("user_prefs"), "required_score 2000\n");
        // It writes there what it learns for others.
        home.resolve("users").toFile().setWritable(true, false);
        return new RealEngine(EnginePolicies.of("spamd", port, options), home, "/usr/sbin/spamd", "--listen=127.0.0.1:" + port, "--local", "--max-children=3",
                "--min-children=2", "--nouser-config", "--virtual-config-dir=" + home.resolve("users/%u"), "--username=nobody",
                "--helper-home-dir=" + home, "--pidfile=" + home.resolve("pid"), "--syslog=stderr", "--allow-tell");
    }

    /** Rspamd with a controller that learns. */
    public static RealEngine rspamd(String options) throws IOException {
        int port = freePort();
        int controller = freePort();
        Path home = RealEngine.home("rspamd");
        Path configuration = home.resolve("rspamd.conf");
        Files.write(configuration, List.of("options { pidfile = \"" + home.resolve("pid") + "\"; dns { nameserver = [\"127.0.0.1:1\"]; timeout = 0.1s; retransmits = 1; }",
                "  filters = \"\"; enable_test_patterns = true; url_tld = \"/usr/share/rspamd/effective_tld_names.dat\"; control_socket = \"" + home.resolve("control") + " mode=0600\";",
                "  rrd = \"\"; history_file = \"" + home.resolve("history") + "\"; enable_shutdown_workaround = false; }",
                "logging { type = \"console\"; level = \"warning\"; }", "metric { name = \"default\"; actions { reject = 15; add_header = 6; greylist = 4; } }",
                "worker \"normal\" { bind_socket = \"127.0.0.1:" + port + "\"; count = 1; }",
                "worker \"controller\" { bind_socket = \"127.0.0.1:" + controller + "\"; count = 1; secure_ip = \"127.0.0.1\"; }",
                "classifier \"bayes\" { tokenizer { name = \"osb\"; } cache { path = \"" + home.resolve("learnt.sqlite") + "\"; } backend = \"sqlite3\"; min_tokens = 5;",
                "  statfile { symbol = \"BAYES_HAM\"; path = \"" + home.resolve("ham.sqlite") + "\"; spam = false; }",
                "  statfile { symbol = \"BAYES_SPAM\"; path = \"" + home.resolve("spam.sqlite") + "\"; spam = true; } }"));
        return new RealEngine(EnginePolicies.of("rspamd", port, options + "\nlearn=127.0.0.1:" + controller), home, "/usr/bin/rspamd", "-f", "-i", "-c", configuration.toString());
    }

    /** C-icap with its echo and its virus scan, which asks clamd. */
    public static RealEngine cIcap(int clamdPort, String options) throws IOException {
        int port = freePort();
        Path home = RealEngine.home("c-icap");
        Path configuration = home.resolve("c-icap.conf");
        Files.write(configuration, List.of("PidFile " + home.resolve("pid"), "CommandsSocket " + home.resolve("ctl"), "Port 127.0.0.1:" + port, "StartServers 1", "MaxServers 2",
                "MinSpareThreads 2", "MaxSpareThreads 10", "ThreadsPerChild 10", "TmpDir " + home, "ServerLog " + home.resolve("server.log"),
                "AccessLog " + home.resolve("access.log"), "ModulesDir /usr/lib/x86_64-linux-gnu/c_icap", "ServicesDir /usr/lib/x86_64-linux-gnu/c_icap",
                "TemplateDir /usr/share/c_icap/templates/", "LoadMagicFile /etc/c-icap/c-icap.magic", "Service echo srv_echo.so",
                "Service antivirus_module virus_scan.so", "ServiceAlias avscan virus_scan?allow204=on&sizelimit=off&mode=simple", "Module common clamd_mod.so",
                "clamd_mod.ClamdHost 127.0.0.1", "clamd_mod.ClamdPort " + clamdPort, "virus_scan.DefaultEngine clamd", "virus_scan.PassOnError off",
                "virus_scan.ScanFileTypes TEXT DATA EXECUTABLE ARCHIVE DOCUMENT", "virus_scan.SendPercentData 5", "virus_scan.StartSendPercentDataAfter 100M",
                "virus_scan.MaxObjectSize 100M"));
        return new RealEngine(EnginePolicies.of("icap", port, options), home, "/usr/bin/c-icap", "-N", "-f", configuration.toString());
    }

    public static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return any.getLocalPort();
        }
    }
}

package org.gatepost.workbench.bench.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.gatepost.workbench.bench.harness.BenchContext;
import org.gatepost.workbench.bench.harness.Benchmark;
import org.gatepost.workbench.bench.load.SmtpConversation;
import org.gatepost.workbench.bench.result.Report;
import org.gatepost.workbench.bench.result.Target;
import org.gatepost.workbench.demo.directory.DemoDirectory;

/** Sends messages one by one and counts what each makes the server search in its directory. */
public final class DirectoryBenchmark implements Benchmark {

    private static final String READER_PASSWORD = "bench-reader";
    private static final int WARM_MESSAGES = 20;
    private static final String WARM = "searches, warm";
    private static final String NEW_RECIPIENT = "searches, new recipient in a known domain";

    private static final List<String> NEW_USERS = List.of("bob", "robert", "grace", "judy");
    /** Anyone may post to it; its members have to be looked up too. */
    private static final String NEW_GROUP = "team";

    @Override
    public String name() {
        return "directory";
    }

    @Override
    public String measures() {
        return "LDAP searches a message, with warm caches and for recipients not asked about before";
    }

    @Override
    public List<Target> targets() {
        return List.of(Target.atMost(WARM, 0), Target.atMost(NEW_RECIPIENT, 2));
    }

    @Override
    public void run(BenchContext context, Report report) throws Exception {
        CountedDirectory directory = context.closing(new CountedDirectory(READER_PASSWORD));
        int port = context.gatepost(Map.of("GATEPOST_LDAP_URL", directory.url(), "GATEPOST_LDAP_BIND_DN", DemoDirectory.READER, "GATEPOST_LDAP_BIND_PASSWORD",
                READER_PASSWORD, "GATEPOST_LDAP_BASE", DemoDirectory.BASE)).port();
        directory.searchesSinceLast();
        report.gatepost("searches, first message to a domain", "searches", searches(directory, port, "alice", 250));
        for (int i = 0; i < WARM_MESSAGES; i++) {
            report.gatepost(WARM, "searches", searches(directory, port, "alice", 250));
        }
        for (String user : NEW_USERS) {
            report.gatepost(NEW_RECIPIENT, "searches", searches(directory, port, user, 250));
        }
        report.gatepost("searches, new group in a known domain", "searches", searches(directory, port, NEW_GROUP, 250));
        report.gatepost("searches, unknown recipient in a known domain", "searches", searches(directory, port, "nobody-of-that-name", 550));
        report.note("directory: counted by the access log of a proxy before the directory; answers about users are remembered for a minute, about domains for ten");
    }

    private static int searches(CountedDirectory directory, int port, String user, int reply) throws IOException {
        byte[] content = "Subject: searched\r\nFrom: <bench@example.org>\r\n\r\nOne line.\r\n".getBytes(StandardCharsets.US_ASCII);
        try (SmtpConversation session = SmtpConversation.introduced("directory.example", port, SmtpConversation.PATIENCE)) {
            session.command("MAIL FROM:<bench@example.org>", 250);
            session.command("RCPT TO:<" + user + "@example.com>", reply);
            if (reply == 250) {
                session.command("DATA", 354);
                session.write(ByteBuffer.wrap(content));
                session.command(".", 250);
            }
            session.command("QUIT", 221);
        }
        return directory.searchesSinceLast();
    }
}

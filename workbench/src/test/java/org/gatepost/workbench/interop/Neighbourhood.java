package org.gatepost.workbench.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.unboundid.ldap.sdk.LDAPException;

import org.gatepost.workbench.demo.directory.DemoDirectory;
import org.gatepost.workbench.files.Trees;
import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;

/**
 * A Gatepost that finds its next hops in DNS, and the servers around it, started once for all tests here and stopped at the end of the run. Each peer has an
 * address of loopback to itself, and all have one port, which is the one mail for other domains goes to. Clients that authenticate to Gatepost need no TLS, so
 * that a test can say what it likes.
 */
final class Neighbourhood implements AutoCloseable {

    /** Gatepost's name, which its certificate is for. */
    static final String HOST = "gate.test";
    /** Where the hosts take mail. */
    static final int MX_PORT = 2_625 + RunningGatepost.portOffset();

    /** One domain of the demo directory: where all of it is used, no mail goes by MX. */
    private static final String USERS = "o=example.com," + DemoDirectory.BASE;
    private static final int NSD_PORT = 2_653 + RunningGatepost.portOffset();
    private static final int UNBOUND_PORT = 2_654 + RunningGatepost.portOffset();
    /** So that it can stand beside the one the other tests share. */
    private static final int FURTHER = 250;
    private static final int SMTP_PORT = 2_525 + FURTHER + RunningGatepost.portOffset();
    private static final int SUBMISSION_PORT = 2_587 + FURTHER + RunningGatepost.portOffset();

    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private static Neighbourhood shared;
    private static Throwable failure;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Path directory;
    private final String secret = UUID.randomUUID().toString();
    private final TestAuthority authority;
    private final Sink sink;
    private final Peers peers;
    private final RunningGatepost gatepost;

    private Neighbourhood() throws Exception {
        directory = RunningGatepost.root().resolve("var/test/peers");
        Files.createDirectories(directory);
        Trees.delete(directory.resolve("tls"));
        authority = new TestAuthority(directory.resolve("tls"));
        TestAuthority.Issued theirs = authority.issue("peer", "DNS:mx.postfix.signed.test", "DNS:mx.exim.signed.test", "DNS:mx.smtpd.signed.test", "DNS:mx.sts.plain.test");
        TestAuthority.Issued ours = authority.issue("gatepost", "DNS:" + HOST, "IP:127.0.0.1");
        sink = closed(new Sink("127.0.0.1", 0));
        Map<String, String> values = new HashMap<>(Map.of("MX", "" + MX_PORT, "NSD", "" + NSD_PORT, "UNBOUND", "" + UNBOUND_PORT, "SINK", "" + sink.port(),
                "SMTP", "" + SMTP_PORT, "SUBMISSION", "" + SUBMISSION_PORT, "SECRET", secret, "KEY", theirs.keyDigest(), "OTHERKEY", ours.keyDigest()));
        closed(new NameServers(directory, values));
        peers = closed(Peers.started(directory, values, authority, theirs));
        gatepost = closed(RunningGatepost.started("interop", settings(ours)));
        // Open to the end of the run.
        new PolicyChange(gatepost, "UPDATE channel SET destination = 'mx:" + MX_PORT + "', backoff = 'PT1H', keywords = keywords || ' maytlsclient saslwithouttls etrndomains late.plain.test'"
                + " WHERE version_id = :version AND name = 'tcp_local'");
    }

    private Map<String, String> settings(TestAuthority.Issued ours) throws LDAPException, IOException {
        String password = UUID.randomUUID().toString();
        DemoDirectory users = closed(new DemoDirectory(0, password));
        return Map.ofEntries(Map.entry("GATEPOST_PORT_OFFSET", "" + (RunningGatepost.portOffset() + FURTHER)), Map.entry("GATEPOST_HOSTNAME", HOST),
                Map.entry("GATEPOST_DEFAULT_DOMAIN", "example.com"), Map.entry("GATEPOST_LDAP_URL", "ldap://127.0.0.1:" + users.port()),
                Map.entry("GATEPOST_LDAP_BIND_DN", DemoDirectory.READER), Map.entry("GATEPOST_LDAP_BIND_PASSWORD", password), Map.entry("GATEPOST_LDAP_BASE", USERS),
                Map.entry("GATEPOST_DNS_SERVERS", "127.0.0.1:" + UNBOUND_PORT), Map.entry("GATEPOST_TLS_CA", authority.certificate().toString()),
                Map.entry("GATEPOST_TLS_CERT", ours.certificate().toString()), Map.entry("GATEPOST_TLS_KEY", ours.key().toString()));
    }

    /** The one all tests share. What once could not be started is not tried again. */
    static synchronized Neighbourhood shared() {
        if (shared == null && failure == null) {
            try {
                shared = new Neighbourhood();
            } catch (Exception | AssertionError e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw new AssertionError(failure.getMessage(), failure);
        }
        return shared;
    }

    private <T extends AutoCloseable> T closed(T resource) {
        if (open.isEmpty()) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        }
        open.push(resource);
        return resource;
    }

    RunningGatepost gatepost() {
        return gatepost;
    }

    Peers peers() {
        return peers;
    }

    Sink sink() {
        return sink;
    }

    TestAuthority authority() {
        return authority;
    }

    /** The password of {@link Peers#USER}. */
    String secret() {
        return secret;
    }

    /** What of the letter lies in alice's mailbox, once it does: the letter, or a report about it. */
    String awaitAtAlice(Letter letter) throws Exception {
        List<Path> found = Eventually.get("mail for alice with " + letter.token(), PATIENCE, () -> gatepost.mailContaining("alice", letter.token()), files -> files.size() == 1);
        return Files.readString(found.getFirst(), ISO_8859_1);
    }

    /** Waits until a delivery was put off with that status, and a reason that says so. */
    void awaitDeferral(String queueId, String status, String why) throws Exception {
        Eventually.get(queueId + " is put off with " + status, PATIENCE, () -> gatepost.logLines(queueId),
                lines -> lines.stream().anyMatch(line -> line.contains("\"kind\":\"defer\"") && line.contains(status) && line.contains(why)));
    }

    /** Where tests may put files. */
    Path directory() {
        return directory;
    }

    /** The validating resolver. */
    static int resolverPort() {
        return UNBOUND_PORT;
    }

    /** For a while, more keywords of the channel that mail for other domains goes by. */
    PolicyChange withKeywords(String keywords) throws SQLException {
        return new PolicyChange(gatepost, "UPDATE channel SET keywords = keywords || ' " + keywords + "' WHERE version_id = :version AND name = 'tcp_local'");
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                System.err.println("interop: " + e);
            }
        }
    }
}

package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.gatepost.workbench.bench.harness.Program;
import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the sender is told when the next hop refuses, or does not answer. Reports are read by Python's email package. */
class NextHopIT {

    private static final String READ_REPORT = """
            import sys, email, email.policy
            m = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.SMTP)
            assert m.get_content_type() == 'multipart/report' and m.get_param('report-type') == 'delivery-status', m['content-type']
            assert not m.defects, m.defects
            human, status, original = list(m.iter_parts())
            assert human.get_content_type() == 'text/plain'
            assert status.get_content_type() == 'message/delivery-status'
            assert m['Auto-Submitted'] == 'auto-replied', m['Auto-Submitted']
            for part in [human, status, original]:
                assert not part.defects, part.defects
            blocks = status.get_payload()
            print('envid=' + str(blocks[0]['Original-Envelope-Id']))
            print('reporting=' + str(blocks[0]['Reporting-MTA']))
            for b in blocks[1:]:
                print('|'.join(str(b[f]) for f in ['Final-Recipient', 'Original-Recipient', 'Action', 'Status', 'Diagnostic-Code']))
            print('original=' + original.get_content_type())
            """;

    private final RunningGatepost gatepost = RunningGatepost.shared();

    @Test
    void aRefusalBecomesAWellFormedReport() throws Exception {
        String sender = "refused-" + mark() + "@remote.example";
        try (RefusingHop hop = new RefusingHop("550 5.1.1 not here");
                PolicyChange there = new PolicyChange(gatepost, "UPDATE channel SET destination = 'lmtp://127.0.0.1:" + hop.port() + "' WHERE name = 'tcp_lmtpcs' AND version_id = :version")) {
            send(sender, "RET=HDRS ENVID=QQ314159", "NOTIFY=FAILURE ORCPT=rfc822;Alice@example.com");
            String report = report(sender, 1);
            assertTrue(report.contains("envid=QQ314159"), report);
            assertTrue(report.contains("rfc822;alice@example.com|rfc822;Alice@example.com|failed|5.1.1|smtp;550 5.1.1 not here"), report.replace("; ", ";"));
            assertTrue(report.contains("original=text/rfc822-headers"), report);
        }
    }

    @Test
    @DisplayName("Q05 notify never is obeyed")
    void q05NotifyNeverIsObeyed() throws Exception {
        String sender = "never-" + mark() + "@remote.example";
        try (RefusingHop hop = new RefusingHop("550 5.1.1 not here");
                PolicyChange there = new PolicyChange(gatepost, "UPDATE channel SET destination = 'lmtp://127.0.0.1:" + hop.port() + "' WHERE name = 'tcp_lmtpcs' AND version_id = :version")) {
            String id = send(sender, "", "NOTIFY=NEVER");
            Eventually.get("the failure is traced", Duration.ofSeconds(20), () -> gatepost.events(id), kinds -> kinds.contains("fail"));
            Eventually.get("the queue forgets it", Duration.ofSeconds(20), () -> gatepost.text("SELECT count(*) FROM message WHERE reverse_path = '" + sender + "'"), "0"::equals);
            assertEquals(List.of(), gatepost.mailContaining("remote", sender));
        }
    }

    @Test
    @DisplayName("Q06 a null reverse path is never answered")
    void q06ANullReversePathIsNeverAnswered() throws Exception {
        try (RefusingHop hop = new RefusingHop("550 5.1.1 not here");
                PolicyChange there = new PolicyChange(gatepost, "UPDATE channel SET destination = 'lmtp://127.0.0.1:" + hop.port() + "' WHERE name = 'tcp_lmtpcs' AND version_id = :version")) {
            String id = send("", "", "");
            List<String> kinds = Eventually.get("the failure is traced", Duration.ofSeconds(20), () -> gatepost.events(id), seen -> seen.contains("no_dsn"));
            assertTrue(kinds.contains("fail") && !kinds.contains("dsn"), kinds.toString());
        }
    }

    @Test
    @DisplayName("Q03 a silent next hop is retried then a delay is told then it is returned")
    void q03ASilentNextHopIsRetriedThenADelayIsToldThenItIsReturned() throws Exception {
        String sender = "delayed-" + mark() + "@remote.example";
        try (PolicyChange down = new PolicyChange(gatepost,
                "UPDATE channel SET destination = 'lmtp://127.0.0.1:1', backoff = 'PT1S', notices = 'PT3S PT8S' WHERE name = 'tcp_lmtpcs' AND version_id = :version")) {
            String id = send(sender, "", "");
            String delayed = report(sender, 1);
            assertTrue(delayed.contains("|delayed|4."), delayed);
            Eventually.get("two reports", Duration.ofSeconds(40), () -> reports(sender).size(), found -> found == 2);
            assertTrue(reports(sender).stream().map(NextHopIT::read).anyMatch(text -> text.contains("|failed|4.4.7")), "no report says failed with 4.4.7");
            List<String> kinds = gatepost.events(id);
            assertTrue(kinds.stream().filter("defer"::equals).count() >= 2, kinds.toString());
            Eventually.get("nothing is left", Duration.ofSeconds(20), () -> gatepost.text("SELECT count(*) FROM message WHERE reverse_path = '" + sender + "'"), "0"::equals);
        }
    }

    @Test
    void aNextHopThatComesBackGetsTheMail() throws Exception {
        String sender = "patient-" + mark() + "@remote.example";
        String id;
        try (PolicyChange down = new PolicyChange(gatepost,
                "UPDATE channel SET destination = 'lmtp://127.0.0.1:1', backoff = 'PT1S' WHERE name = 'tcp_lmtpcs' AND version_id = :version")) {
            id = send(sender, "", "");
            Eventually.get("deferred", Duration.ofSeconds(20), () -> gatepost.events(id), kinds -> kinds.contains("defer"));
        }
        Eventually.get("delivered", Duration.ofSeconds(30), () -> gatepost.mailContaining("alice", "Return-Path: <" + sender + ">").size(), found -> found == 1);
    }

    private String send(String sender, String mailParameters, String rcptParameters) throws Exception {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say(("MAIL FROM:<" + sender + "> " + mailParameters).strip()).expect("250");
            talk.say(("RCPT TO:<alice@example.com> " + rcptParameters).strip()).expect("250");
            talk.say("DATA").expect("354");
            talk.send("Subject: to be returned\r\nMessage-ID: <" + mark() + "@remote.example>\r\n\r\nbody\r\n.\r\n");
            String reply = talk.expect("250 2.0.0");
            return reply.replaceAll("^250 2\\.0\\.0 .*?([0-9a-z]{26}).*$", "$1");
        }
    }

    private String report(String sender, int count) throws Exception {
        List<Path> found = Eventually.get("a report to " + sender, Duration.ofSeconds(40), () -> reports(sender), files -> files.size() >= count);
        return read(found.getFirst());
    }

    private List<Path> reports(String sender) throws IOException {
        return gatepost.mailContaining("remote", "To: <" + sender + ">").stream().filter(NextHopIT::isNullReversePath).toList();
    }

    private static boolean isNullReversePath(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).startsWith("Return-Path: <>\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path report) {
        try {
            return Program.succeed(Program.PATIENCE, List.of("python3", "-c", READ_REPORT, report.toString())).output().replace("; ", ";");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String mark() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    /** A message store that refuses each recipient. */
    private static final class RefusingHop implements AutoCloseable {

        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        private final String refusal;

        RefusingHop(String refusal) throws IOException {
            this.refusal = refusal;
            Thread.ofVirtual().start(() -> {
                while (!server.isClosed()) {
                    try {
                        Socket socket = server.accept();
                        Thread.ofVirtual().start(() -> talk(socket));
                    } catch (IOException e) {
                        return;
                    }
                }
            });
        }

        int port() {
            return server.getLocalPort();
        }

        private void talk(Socket socket) {
            try (socket; BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
                socket.getOutputStream().write("220 refusing\r\n".getBytes(StandardCharsets.US_ASCII));
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    String verb = line.split(" ")[0].toUpperCase(java.util.Locale.ROOT);
                    String reply = verb.equals("RCPT") ? refusal : verb.equals("DATA") ? "503 5.5.1 no recipients" : verb.equals("QUIT") ? "221 bye" : "250 ok";
                    socket.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                // the client went away
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}

package org.gatepost.workbench.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.Https;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;

/** Users are told of their mail in quarantine, and release it themselves; an engine hears that it is no spam. */
class OwnQuarantineIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern LINK = Pattern.compile("Release: https://[^/]+(/quarantine/release\\?t=[A-Za-z0-9_.-]+)\r\n");

    private static final String FILTER = "INSERT INTO sieve_filter (version_id, name, script) VALUES (:version, 'system',"
            + " 'require \"hold\"; if header :contains \"Subject\" \"prize\" { spamadjust \"+7\"; hold; }')";

    private final RunningGatepost gatepost = RunningGatepost.shared();
    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    private final String sender = "digest-" + mark + "@remote.example";
    private final String text = "From: \"<b>Prize</b>\" <a@remote.example>\r\nSubject: prize " + mark + " <script>alert(1)</script> =?utf-8?q?gpj=E2=80=AEexe?=\r\n\r\nYou won.\r\n";

    @Test
    void v08AUserIsToldAndReleasesOneCopyByALinkAndTheDeskTheOtherAndTheEngineLearns() throws Exception {
        try (Teacher teacher = new Teacher();
                PolicyChange policy = new PolicyChange(gatepost, FILTER,
                        "INSERT INTO scanner (version_id, name, protocol, address, source_channels, options) VALUES (:version, 'pupil', 'spamd', '127.0.0.1:" + teacher.port()
                                + "', 'tcp_intranet', 'learn=yes')");
                Browser browser = new Browser("https://127.0.0.1:" + gatepost.httpsPort())) {
            send("alice@example.com", "bob@example.com");
            assertEquals("2", held());
            aDayLater();
            String digest = Eventually.get("alice is told", SOON, () -> digests("alice"), found -> !found.isEmpty()).getFirst();
            assertTrue(digest.startsWith("Return-Path: <>\r\n"), digest);
            assertTrue(digest.contains("Auto-Submitted: auto-generated\r\n"), digest);
            assertTrue(digest.contains("Subject: prize " + mark + " <script>alert(1)</script> gpj?exe"), digest);
            assertEquals(1, Eventually.get("bob too", SOON, () -> digests("bob"), found -> !found.isEmpty()).size());
            String link = link(digest);

            for (int looks = 0; looks < 2; looks++) {
                HttpResponse<String> page = Https.get(gatepost.httpsPort(), link);
                assertEquals(200, page.statusCode());
                assertTrue(page.body().contains("&lt;script&gt;"), page.body());
                assertFalse(page.body().contains("<script"), page.body());
                assertEquals(List.of("no-store"), page.headers().allValues("Cache-Control"));
                assertEquals(List.of("no-referrer"), page.headers().allValues("Referrer-Policy"));
                assertEquals(List.of(), page.headers().allValues("Set-Cookie"));
            }
            assertEquals("2", held(), "to look changes nothing");
            assertEquals(404, Https.get(gatepost.httpsPort(), link + "x").statusCode());
            assertEquals(404, Https.get(gatepost.httpsPort(), "/quarantine/release").statusCode());

            browser.open(link);
            browser.says("said", "Release this message?");
            browser.keep("quarantine-release");
            browser.click("release");
            browser.says("said", "Released");
            browser.keep("quarantine-released");
            Eventually.get("alice has it", SOON, () -> gatepost.mailContaining("alice", "You won.").stream().filter(this::isOurs).count(), found -> found == 1);
            assertEquals(List.of(text), teacher.lessons);
            assertEquals("1", held(), "bob's is his own affair");
            browser.open(link);
            browser.says("said", "Not in quarantine any more");
            assertEquals("digest:alice@example.com", gatepost.text("SELECT login FROM audit WHERE action = 'release' AND login LIKE 'digest:%' ORDER BY id DESC LIMIT 1"));

            browser.open("/admin/queue.xhtml?quarantine=spam&sender=" + sender);
            browser.type("door:login", "admin");
            browser.type("door:password", "admin");
            browser.click("door:enter");
            browser.reaches("/admin/");
            browser.open("/admin/queue.xhtml?quarantine=spam&sender=" + sender);
            browser.css("#q\\:rows_data .ui-chkbox-box").click();
            browser.says("count", "1 entry selected");
            browser.click("q:release");
            browser.click("q:confirm");
            browser.says("said", "1 entry released. pupil learnt that 1 message is no spam.");
            Eventually.get("bob has it", SOON, () -> gatepost.mailContaining("bob", "You won.").stream().filter(this::isOurs).count(), found -> found == 1);
            assertEquals(List.of(text, text), teacher.lessons);
            Eventually.get("nothing is left", SOON, () -> gatepost.text("SELECT count(*) FROM message WHERE reverse_path = '" + sender + "'"), "0"::equals);

            send("alice@example.com", "bob@example.com");
            aDayLater();
            teacher.close();
            String another = Eventually.get("alice is told another day", SOON, () -> digests("alice"), found -> found.size() == 2).getLast();
            browser.open(link(another));
            browser.click("release");
            browser.says("said", "Released");
            assertTrue(gatepost.text("SELECT text FROM audit WHERE action = 'learn' ORDER BY id DESC LIMIT 1").startsWith("pupil: not learnt: "), "what an engine does not learn stops nothing");
        }
    }

    @Test
    void v08WhoHasMailSentOnIsToldInTheMailboxAloneForWhoHasALinkMayUseIt() throws Exception {
        try (PolicyChange policy = new PolicyChange(gatepost, FILTER)) {
            send("heidi@example.com");
            assertEquals("2", held(), "her own, and the one that is sent on");
            aDayLater();
            Eventually.get("heidi is told", SOON, () -> digests("heidi"), found -> !found.isEmpty());
            String digest = "(SELECT queue_id FROM trace_event WHERE kind = 'accept' AND session_id = 'digest' AND recipient = 'heidi@example.com' ORDER BY at DESC LIMIT 1)";
            Eventually.get("she alone", SOON, () -> gatepost.text("SELECT string_agg(DISTINCT recipient, ',') FROM trace_event WHERE kind = 'deliver' AND queue_id = " + digest), "heidi@example.com"::equals);
            assertEquals("0", gatepost.text("SELECT count(*) FROM recipient r JOIN queue_entry e ON e.id = r.entry_id WHERE r.address = 'out@remote.example' AND e.message_id = " + digest));
            assertEquals(List.of(), digests("remote"));
        }
    }

    private boolean isOurs(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains("Subject: prize " + mark);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(String... recipients) throws Exception {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<" + sender + ">").expect("250");
            for (String recipient : recipients) {
                talk.say("RCPT TO:<" + recipient + ">").expect("250");
            }
            talk.say("DATA").expect("354");
            talk.send(text + ".\r\n").expect("250 2.0.0");
        }
    }

    private String held() throws Exception {
        return gatepost.text("SELECT count(*) FROM recipient r JOIN queue_entry e ON e.id = r.entry_id JOIN message m ON m.id = e.message_id WHERE m.reverse_path = '" + sender
                + "' AND r.state = 'held' AND r.state_by = 'quarantine_spam'");
    }

    /** The message came two days ago, and nobody was told today. */
    private void aDayLater() throws Exception {
        try (Connection database = gatepost.database(); Statement statement = database.createStatement()) {
            statement.execute("UPDATE message SET arrived_at = arrived_at - interval '2 days' WHERE reverse_path = '" + sender + "'");
            statement.execute("DELETE FROM digest");
            statement.execute("DELETE FROM digest_run");
        }
    }

    private List<String> digests(String uid) throws IOException {
        return gatepost.mailContaining(uid, "Subject: 1 message was kept back as spam").stream().map(OwnQuarantineIT::read).filter(each -> each.contains("prize " + mark)).toList();
    }

    /** Quoted-printable undone, as far as it matters here. */
    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).replace("=\r\n", "").replace("=3D", "=").replace("=20\r\n", " \r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String link(String digest) {
        Matcher link = LINK.matcher(digest);
        assertTrue(link.find(), digest);
        return link.group(1);
    }

    /** A spamd that only hears what is no spam. */
    private static final class Teacher implements AutoCloseable {
        private static final Pattern LENGTH = Pattern.compile("(?i)content-length: ([0-9]+)");
        private final ServerSocket server;
        private final List<String> lessons = new CopyOnWriteArrayList<>();

        Teacher() throws IOException {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(this::serve);
        }

        int port() {
            return server.getLocalPort();
        }

        private void serve() {
            try {
                while (true) {
                    try (Socket client = server.accept()) {
                        InputStream in = client.getInputStream();
                        ByteArrayOutputStream head = new ByteArrayOutputStream();
                        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
                            head.write(in.read());
                        }
                        Matcher length = LENGTH.matcher(head.toString(StandardCharsets.US_ASCII));
                        if (length.find() && head.toString(StandardCharsets.US_ASCII).startsWith("TELL ")) {
                            lessons.add(new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.ISO_8859_1));
                            client.getOutputStream().write("SPAMD/1.1 0 EX_OK\r\nDidSet: local\r\nContent-length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                        }
                    }
                }
            } catch (IOException e) {
                // closed
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}

package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;

import org.gatepost.adapter.quota.PolicyServiceQuota;
import org.gatepost.channel.QuotaKeywords;
import org.gatepost.channel.QuotaStatus.Answer;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.workbench.directory.AlarmBook;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Debian's Dovecot says whether mailboxes have room: to the adapter, and to the deployed server; and stores that say something else, or nothing. */
class QuotaStatusIT {

    private static Dovecot dovecot;

    @BeforeAll
    static void start() throws Exception {
        dovecot = new Dovecot();
        dovecot.mailbox("alice", 10_000, 0);
        dovecot.mailbox("bob", 4, 8);
        dovecot.mailbox("grace", 4, 0);
    }

    @AfterAll
    static void stop() throws Exception {
        dovecot.close();
    }

    @Test
    void dovecotSaysWhoHasRoomAndForHowMuch() {
        AlarmBook alarms = new AlarmBook();
        PolicyServiceQuota quota = new PolicyServiceQuota(alarms, () -> Instant.EPOCH);
        QuotaKeywords.Service service = new QuotaKeywords.Service("127.0.0.1", dovecot.port());
        assertEquals(new Answer.Room(), quota.ask(service, box("alice"), OptionalLong.empty()));
        assertInstanceOf(Answer.Full.class, quota.ask(service, box("bob"), OptionalLong.empty()));
        assertEquals(new Answer.Room(), quota.ask(service, box("grace"), OptionalLong.of(1000)));
        assertInstanceOf(Answer.Full.class, quota.ask(service, box("grace"), OptionalLong.of(100_000)));
        assertTrue(assertInstanceOf(Answer.Unknown.class, quota.ask(service, box("nobody"), OptionalLong.empty())).why().startsWith("REJECT"));
        assertTrue(alarms.standing().isEmpty());
    }

    @Test
    void whatAStoreSaysIsRememberedAndOneThatSaysNothingUsefulIsSpared() throws Exception {
        AlarmBook alarms = new AlarmBook();
        PolicyServiceQuota quota = new PolicyServiceQuota(alarms, () -> Instant.EPOCH);
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            QuotaKeywords.Service service = new QuotaKeywords.Service("127.0.0.1", listening.getLocalPort());
            answer(listening, "action=DUNNO\n\n");
            for (int i = 0; i < 3; i++) {
                assertEquals(new Answer.Room(), quota.ask(service, box("alice"), OptionalLong.empty()));
            }
            for (String nonsense : new String[] {"\n", "action=" + "x".repeat(2000) + "\n\n", "a=b\n".repeat(30), "action=OK\n", ""}) {
                answer(listening, nonsense);
                assertInstanceOf(Answer.Unknown.class, quota.ask(service, box("bob"), OptionalLong.empty()), nonsense);
            }
            assertEquals("it did not answer before", assertInstanceOf(Answer.Unknown.class, quota.ask(service, box("bob"), OptionalLong.empty())).why());
            assertEquals(1, alarms.standing().size());
            quota.onlyThese(Set.of(service));
            assertEquals(1, alarms.standing().size());
            quota.onlyThese(Set.of());
            assertTrue(alarms.standing().isEmpty(), "policy asks it no more");
        }
    }

    private static void answer(ServerSocket listening, String text) {
        Thread.ofVirtual().start(() -> {
            try (Socket socket = listening.accept(); OutputStream out = socket.getOutputStream()) {
                for (int octet = socket.getInputStream().read(), before = 0; octet >= 0 && !(octet == '\n' && before == '\n'); octet = socket.getInputStream().read()) {
                    before = octet;
                }
                out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                // The one who asked has gone.
            }
        });
    }

    @Test
    void theGateAsksTheStoreAtRcpt() throws Exception {
        RunningGatepost gatepost = RunningGatepost.shared();
        try (PolicyChange asking = asking(gatepost, dovecot.port(), "quotapermanent"); SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<x@remote.example> SIZE=9000").expect("250");
            talk.say("RCPT TO:<alice@example.com>").expect("250");
            talk.say("RCPT TO:<bob@example.com>").expect("552 5.2.2");
            talk.say("RCPT TO:<grace@example.com>").expect("552 5.2.2");
            talk.say("RCPT TO:<judy@example.com>").expect("451 4.4.3");
        }
        try (PolicyChange asking = asking(gatepost, dovecot.port(), "quotaignore"); SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<x@remote.example>").expect("250");
            talk.say("RCPT TO:<bob@example.com>").expect("452 4.2.2");
            talk.say("RCPT TO:<judy@example.com>").expect("250");
        }
    }

    private static PolicyChange asking(RunningGatepost gatepost, int port, String more) throws Exception {
        return new PolicyChange(gatepost, "UPDATE channel SET keywords = keywords || ' quotastatus 127.0.0.1 " + port + " " + more + "' WHERE version_id = :version AND name = 'tcp_lmtpcs'");
    }

    private static Mailbox box(String user) {
        return new Mailbox(user, "example.com");
    }
}

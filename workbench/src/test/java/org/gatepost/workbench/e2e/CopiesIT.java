package org.gatepost.workbench.e2e;

import java.time.Duration;
import java.util.UUID;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets a copy: aliases, details, forwards and groups of the demo directory, each delivered once to each mailbox and to nobody else. */
class CopiesIT {

    private static final String[] MAILBOXES = {"alice", "bob", "heidi", "judy", "remote"};

    private final RunningGatepost gatepost = RunningGatepost.shared();

    @ParameterizedTest
    @CsvSource({"robert@example.com, bob", "alice+x@example.com, alice", "heidi@example.com, heidi remote", "team@example.com, alice bob remote",
        "board@example.com, alice", "postmaster@deleted.example, alice", "Postmaster, alice", "judy@example.com, judy"})
    void oneEach(String recipient, String mailboxes) throws Exception {
        String mark = UUID.randomUUID().toString();
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<a@remote.example>").expect("250");
            talk.say("RCPT TO:<" + recipient + ">").expect("250");
            // Twice the same is once (RFC 5321 section 4.1.1.3 leaves it to us).
            talk.say("RCPT TO:<" + recipient + ">").expect("250");
            talk.say("DATA").expect("354");
            talk.send("Subject: " + mark + "\r\n\r\nx\r\n.\r\n").expect("250 2.0.0");
        }
        Eventually.get("the queue has done with it", Duration.ofSeconds(30),
                () -> gatepost.text("SELECT count(*) FROM message m WHERE EXISTS (SELECT FROM content_chunk c WHERE c.message_id = m.id AND position('" + mark
                        + "'::bytea IN c.octets) > 0)"), "0"::equals);
        Eventually.get("copies for " + mailboxes, Duration.ofSeconds(30), () -> copies(mark), mailboxes::equals);
    }

    private String copies(String mark) throws Exception {
        StringBuilder found = new StringBuilder();
        for (String mailbox : MAILBOXES) {
            for (int i = gatepost.mailContaining(mailbox, mark).size(); i > 0; i--) {
                found.append(found.isEmpty() ? "" : " ").append(mailbox);
            }
        }
        return found.toString();
    }
}

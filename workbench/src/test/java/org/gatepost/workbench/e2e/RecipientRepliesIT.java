package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reply of each demo user, domain and address of the contract. */
class RecipientRepliesIT {

    private final RunningGatepost gatepost = RunningGatepost.shared();

    @ParameterizedTest
    @CsvSource({"alice@example.com, 250 2.1.5", "bob@example.com, 250 2.1.5", "robert@example.com, 250 2.1.5", "alice+x@example.com, 250 2.1.5",
        "ALICE@EXAMPLE.COM, 250 2.1.5", "carol@example.com, 450 4.2.1", "dave@example.com, 550 5.2.1", "erin@example.com, 452 4.2.2",
        "frank@example.com, 250 2.1.5", "grace@example.com, 250 2.1.5", "heidi@example.com, 250 2.1.5", "ivan@example.com, 550 5.1.1",
        "judy@example.com, 250 2.1.5", "mallory@example.com, 250 2.1.5", "nobody@example.com, 550 5.1.1", "sam@small.example, 250 2.1.5",
        "any@inactive.example, 450 4.2.1", "any@disabled.example, 550 5.2.1", "any@deleted.example, 550 5.1.1", "out@remote.example, 550 5.7.1",
        "team@example.com, 250 2.1.5", "staff@example.com, 550 5.7.1", "news@example.com, 550 5.7.1", "board@example.com, 250 2.1.5",
        "postmaster@example.com, 250 2.1.5", "abuse@example.com, 250 2.1.5", "postmaster@inactive.example, 250 2.1.5",
        "abuse@disabled.example, 250 2.1.5", "postmaster@deleted.example, 250 2.1.5", "postmaster@small.example, 250 2.1.5", "Postmaster, 250 2.1.5"})
    void aStrangersRecipient(String recipient, String reply) throws IOException {
        assertEquals(reply, rcpt("a@remote.example", recipient).substring(0, reply.length()), recipient);
    }

    @Test
    void unknownDeletedAndRemovedReadTheSame() throws IOException {
        assertEquals(rcpt("a@remote.example", "nobody@example.com"), rcpt("a@remote.example", "ivan@example.com"));
    }

    @ParameterizedTest
    @CsvSource({"grace@example.com, 10240, 250 2.1.5", "grace@example.com, 10241, 552 5.2.3", "sam@small.example, 51200, 250 2.1.5",
        "sam@small.example, 51201, 552 5.2.3"})
    void theDeclaredSizeAgainstTheRecipientsLimit(String recipient, int size, String reply) throws IOException {
        assertEquals(reply, rcptDeclaring(size, recipient).substring(0, reply.length()), recipient);
    }

    @Test
    void aMessageOverTheRecipientsLimitIsRefusedAtTheEndWhenItsSizeWasNotDeclared() throws IOException {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            assertEquals("552 5.2.3", talk.message("a@remote.example", "grace@example.com", "Subject: large\r\n\r\n" + "x".repeat(900).concat("\r\n").repeat(12))
                    .substring(0, 9));
        }
    }

    @Test
    void newsTakesMailOfItsDomains() throws IOException {
        assertEquals("250 2.1.5", rcpt("bob@example.com", "news@example.com").substring(0, 9));
        assertEquals("250 2.1.5", rcpt("x@sub.example.com", "news@example.com").substring(0, 9));
    }

    private String rcpt(String sender, String recipient) throws IOException {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<" + sender + ">").expect("250 2.1.0");
            return talk.say("RCPT TO:<" + recipient + ">").reply();
        }
    }

    private String rcptDeclaring(int size, String recipient) throws IOException {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<a@remote.example> SIZE=" + size).expect("250 2.1.0");
            return talk.say("RCPT TO:<" + recipient + ">").reply();
        }
    }
}

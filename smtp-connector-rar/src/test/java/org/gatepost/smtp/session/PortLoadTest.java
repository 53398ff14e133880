package org.gatepost.smtp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.listener.Decision;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.SessionLimits;
import org.gatepost.smtp.spool.SpoolBudget;
import org.gatepost.smtp.spool.SpoolDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one session is told while others hold everything: they take it after MAIL, so that MAIL cannot say so. */
class PortLoadTest {

    private static final String HELLO = "S: 220 \nC: HELO client.example\nS: 250 \nC: MAIL FROM:<>\nS: 250 2.1.0\nC: RCPT TO:<alice@example.com>\n";

    @TempDir
    private Path temp;
    private final PortLoad load = new PortLoad(1, 10, 1);

    private ScriptedPolicy play(String dialog) throws IOException {
        Path file = Files.writeString(temp.resolve("dialog.smtp"), dialog);
        SpoolDirectory spool = new SpoolDirectory(temp.resolve("spool"), new SpoolBudget(1 << 20));
        spool.prepare();
        ScriptedPolicy others = new ScriptedPolicy(SessionLimits.DEFAULT, false) {
            @Override
            public Decision onRcpt(RcptRequest request) {
                assertTrue(load.contents().take(1));
                return super.onRcpt(request);
            }
        };
        TestClock clock = new TestClock();
        PipeLink link = new PipeLink(Dialog.read(file), clock, there -> there);
        Connection connection = new Connection("s", "smtp", IpAddress.parse("192.0.2.1"), 1, IpAddress.parse("192.0.2.2"), 25, Optional.empty());
        new SmtpSession(new SessionSettings("mx.example", spool, clock, clock, load, ContentPace.DEFAULT), link, new ConnectRequest(connection, 1, 1),
                others).run();
        link.compareEnd();
        assertEquals(0, spool.open());
        return others;
    }

    @Test
    void dataIsToldToComeAgainBeforeTheContentIsSent() throws IOException {
        ScriptedPolicy policy = play(HELLO + "S: 250 2.1.5\nC: DATA\nS: 451 4.3.2\nC: QUIT\nS: 221 2.0.0\nS: <closed>\n");
        assertEquals(List.of("contents at once: 1 of 1"), policy.refusals.stream().map(refusal -> refusal.why()).toList());
        assertEquals(0, load.recipientsHeld());
    }

    @Test
    void aFirstChunkIsReadAndForgottenAndWhatFollowsHasNoTransaction() throws IOException {
        ScriptedPolicy policy = play(HELLO + "S: 250 2.1.5\nC: BDAT 6\nC> RSET\\r\\n\nC: BDAT 6 LAST\nC> QUIT\\r\\n\nS: 451 4.3.2\nS: 503 5.5.1\nC: QUIT\n"
                + "S: 221 2.0.0\nS: <closed>\n");
        assertEquals(0, policy.messages.size());
        assertEquals(0, load.recipientsHeld());
    }

    @Test
    void nothingIsTakenWhereNotAllCanBe() {
        assertTrue(load.recipients().take(9));
        assertFalse(load.recipients().take(2));
        assertFalse(load.recipients().isUsedUp());
        assertTrue(load.recipients().take(1));
        assertTrue(load.recipients().isUsedUp());
        load.recipients().giveBack(10);
        assertEquals(0, load.recipientsHeld());
    }
}

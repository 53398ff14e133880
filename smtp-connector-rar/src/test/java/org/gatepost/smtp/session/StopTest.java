package org.gatepost.smtp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.gatepost.smtp.listener.CloseReason;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.SessionLimits;
import org.gatepost.smtp.spool.SpoolBudget;
import org.gatepost.smtp.spool.SpoolDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a session does when it is stopped while a read waits: the read itself calls stop, so no second thread is needed. */
class StopTest {

    private static final String GROUP = "EHLO c.example\r\nMAIL FROM:<>\r\nRCPT TO:<alice@example.com>\r\nDATA\r\n";

    @TempDir
    private Path temp;

    /** Gives pieces; before each it may be told to stop the session. */
    private static final class StoppingLink implements Link {
        final ByteArrayOutputStream said = new ByteArrayOutputStream();
        final String[] pieces;
        final int stopBefore;
        SmtpSession session;
        int next;
        boolean closed;

        StoppingLink(int stopBefore, String... pieces) {
            this.stopBefore = stopBefore;
            this.pieces = pieces;
        }

        @Override
        public InputStream input() {
            return new InputStream() {
                @Override
                public int read() {
                    throw new UnsupportedOperationException("reads are of arrays");
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    if (next == stopBefore) {
                        session.stop();
                    }
                    if (closed) {
                        throw new IOException("closed");
                    }
                    byte[] octets = pieces[next++].getBytes(StandardCharsets.US_ASCII);
                    System.arraycopy(octets, 0, into, offset, octets.length);
                    return octets.length;
                }
            };
        }

        @Override
        public OutputStream output() {
            return said;
        }

        @Override
        public void setReadTimeout(Duration patience) {
            assertFalse(patience.isNegative());
        }

        @Override
        public void finish() {
            closed = true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private ScriptedPolicy run(StoppingLink link) throws IOException {
        SpoolDirectory spool = new SpoolDirectory(temp.resolve("spool"), new SpoolBudget(1 << 20));
        spool.prepare();
        ScriptedPolicy policy = new ScriptedPolicy(SessionLimits.DEFAULT, false);
        Connection connection = new Connection("s", "smtp", IpAddress.parse("192.0.2.1"), 1, IpAddress.parse("192.0.2.2"), 25, Optional.empty());
        link.session = new SmtpSession(new SessionSettings("mx.example", spool, new TestClock(), new TestClock()), link, new ConnectRequest(connection, 1, 1), policy);
        link.session.run();
        assertEquals(0, spool.open());
        assertTrue(link.closed);
        assertEquals(CloseReason.STOPPING, policy.ends.getFirst().reason());
        return policy;
    }

    @Test
    void anIdleSessionIsToldOnceAndClosed() throws IOException {
        StoppingLink link = new StoppingLink(1, "NOOP\r\n", "NOOP\r\n");
        run(link);
        String said = link.said.toString(StandardCharsets.US_ASCII);
        assertTrue(said.endsWith("250 2.0.0 ok\r\n421 4.3.2 shutting down, please try again later\r\n"), said);
        assertEquals(said.indexOf("421"), said.lastIndexOf("421"));
    }

    @Test
    void aMessageOnItsWayInIsFinishedAndAnswered() throws IOException {
        StoppingLink link = new StoppingLink(1, GROUP, "hello\r\n", ".\r\nMAIL FROM:<>\r\n");
        assertEquals(1, run(link).messages.size());
        String said = link.said.toString(StandardCharsets.US_ASCII);
        assertTrue(said.endsWith("354 send the message, end with a dot on a line of its own\r\n250 2.0.0 queued as Q1\r\n421 4.3.2 shutting down, please try again later\r\n"), said);
    }
}

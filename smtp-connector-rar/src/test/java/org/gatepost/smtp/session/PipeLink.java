package org.gatepost.smtp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

import org.gatepost.smtp.protocol.TlsSession;

/** A link whose client plays a dialog. Each time the session wants more than was sent, what it said is compared with what it should have said. */
final class PipeLink implements Link {

    /** How long the client was kept waiting, each time. */
    final List<Duration> pauses = new ArrayList<>();

    private final Dialog dialog;
    private final TestClock clock;
    private final IntUnaryOperator split;
    private final String tls;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Duration patience = Duration.ZERO;
    private int turn;
    private byte[] octets = {};
    private int sent;
    private boolean waited;
    private boolean closed;

    /** @param split how many octets one read gives at most, given how many there are */
    PipeLink(Dialog dialog, TestClock clock, IntUnaryOperator split) {
        this.dialog = dialog;
        this.clock = clock;
        this.split = split;
        this.tls = dialog.settings.getOrDefault("tls", "unavailable");
    }

    @Override
    public InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new UnsupportedOperationException("reads are of arrays");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return give(into, offset, length);
            }
        };
    }

    private int give(byte[] into, int offset, int length) throws IOException {
        while (turn < dialog.turns.size()) {
            Dialog.Turn now = dialog.turns.get(turn);
            if (!now.wait.isZero() && !waited) {
                waited = true;
                if (now.wait.compareTo(patience) >= 0) {
                    clock.advance(patience);
                    throw new SocketTimeoutException("the dialog waits");
                }
                clock.advance(now.wait);
            }
            if (sent == 0) {
                octets = now.octets.toByteArray();
            }
            if (sent < octets.length) {
                int count = Math.min(length, Math.min(octets.length - sent, Math.max(1, split.applyAsInt(octets.length - sent))));
                System.arraycopy(octets, sent, into, offset, count);
                sent += count;
                return count;
            }
            compare(now.expected);
            if (now.closes) {
                return -1;
            }
            turn++;
            sent = 0;
            waited = false;
        }
        throw new AssertionError("the session wants more than the dialog has");
    }

    /** The client speaks first where the dialog has it so; else the time goes by. */
    @Override
    public boolean hearsWithin(Duration wait) {
        Dialog.Turn now = dialog.turns.get(turn);
        boolean speaks = now.octets.size() > 0 && now.wait.compareTo(wait) < 0;
        clock.advance(speaks ? now.wait : wait);
        return speaks;
    }

    @Override
    public void pause(Duration pause) {
        pauses.add(pause);
        clock.advance(pause);
    }

    private void compare(List<String> expected) {
        List<String> lines = said.size() == 0 ? List.of() : Arrays.asList(said.toString(StandardCharsets.ISO_8859_1).split("\r\n"));
        said.reset();
        String told = "turn " + turn + ": said " + lines + ", expected " + expected;
        assertEquals(expected.size(), lines.size(), told);
        for (int i = 0; i < lines.size(); i++) {
            assertTrue(lines.get(i).startsWith(expected.get(i)), told);
        }
    }

    /** The session is over: it must be so in the dialog's last turn. */
    void compareEnd() {
        if (turn < dialog.turns.size()) {
            compare(dialog.turns.get(turn).expected);
        }
        boolean clientCloses = !dialog.turns.isEmpty() && dialog.turns.getLast().closes;
        assertTrue(turn >= dialog.turns.size() - 1, "the session ended in turn " + turn + " of " + dialog.turns.size());
        assertTrue(dialog.closed || clientCloses, "the session ended, the dialog did not");
        assertTrue(closed, "the link was left open");
    }

    @Override
    public OutputStream output() {
        return said;
    }

    @Override
    public boolean canEncrypt() {
        return !tls.equals("unavailable");
    }

    /** What the client has sent by now is no handshake, and neither is what a client that fails sends. */
    @Override
    public TlsSession startTls(boolean asksCertificate, Duration limit) throws HandshakeFailed {
        if (tls.equals("fails") || sent < octets.length) {
            throw new HandshakeFailed("not a handshake");
        }
        // It begins when it has heard what it was to hear; on a port where the handshake comes first it has heard nothing.
        if (!tls.equals("first")) {
            List<String> expected = dialog.turns.get(turn).expected;
            List<String> heard = expected.subList(0, 1);
            compare(heard);
            heard.clear();
            if (expected.isEmpty()) {
                turn++;
                sent = 0;
                waited = false;
            }
        }
        return new TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256");
    }

    @Override
    public void setReadTimeout(Duration duration) {
        patience = duration;
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

package org.gatepost.workbench.bench.scan;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Speaks clamd's INSTREAM and PING, and finds every content clean a fixed time after it has all of it. Stateless.
 *
 * @param answersAfter the time it takes over a content
 */
public record SlowClamd(Duration answersAfter) implements SlowServer.Dialog {

    private static final int COMMAND_OCTETS_MAX = 64;

    @Override
    public void run(DataInputStream in, DataOutputStream out) throws IOException {
        String command = command(in);
        switch (command) {
            case "zPING" -> answer(out, "PONG");
            case "zINSTREAM" -> {
                skipContent(in);
                LockSupport.parkNanos(answersAfter.toNanos());
                answer(out, "stream: OK");
            }
            default -> answer(out, "UNKNOWN COMMAND");
        }
    }

    /** A command that begins with z ends with NUL. */
    private static String command(DataInputStream in) throws IOException {
        StringBuilder command = new StringBuilder();
        for (int octet = in.read(); octet != 0; octet = in.read()) {
            if (octet < 0 || command.length() == COMMAND_OCTETS_MAX) {
                throw new EOFException("no command");
            }
            command.append((char) octet);
        }
        return command.toString();
    }

    /** Pieces, each after its length; a length of 0 ends them. */
    private static void skipContent(DataInputStream in) throws IOException {
        for (int length = in.readInt(); length != 0; length = in.readInt()) {
            in.skipNBytes(length);
        }
    }

    private static void answer(DataOutputStream out, String text) throws IOException {
        out.write((text + "\0").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}

package org.gatepost.workbench.bench.scan;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Speaks as spamd and rspamd do: a head of lines with {@code Content-Length}, the content, and a fixed time after it one answer, whatever was asked. Stateless.
 *
 * @param answersAfter the time it takes over a content
 */
record SlowReply(Duration answersAfter, String answer) implements SlowServer.Dialog {

    static final int LINE_OCTETS_MAX = 8_192;

    /** A spamd that finds nothing. */
    static SlowReply spamd(Duration answersAfter) {
        return new SlowReply(answersAfter, "SPAMD/1.1 0 EX_OK\r\nContent-length: 6\r\nSpam: False ; 0.1 / 5.0\r\n\r\nnone\r\n");
    }

    /** An rspamd that finds nothing. */
    static SlowReply rspamd(Duration answersAfter) {
        String json = "{\"action\":\"no action\",\"score\":0.1,\"required_score\":15.0,\"symbols\":{}}";
        return new SlowReply(answersAfter, "HTTP/1.1 200 OK\r\nContent-Length: " + json.length() + "\r\n\r\n" + json);
    }

    @Override
    public void run(DataInputStream in, DataOutputStream out) throws IOException {
        long octets = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                octets = Long.parseLong(line.substring("content-length:".length()).strip());
            }
        }
        in.skipNBytes(octets);
        LockSupport.parkNanos(answersAfter.toNanos());
        out.write(answer.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** The next line, without its ending. */
    static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0 || line.length() == LINE_OCTETS_MAX) {
                throw new EOFException("no whole line");
            }
            line.append((char) octet);
        }
        return line.toString().stripTrailing();
    }
}

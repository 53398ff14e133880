package org.gatepost.workbench.bench.scan;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Speaks ICAP (RFC 3507): takes RESPMOD without a preview, and finds every content clean (204) a fixed time after it has all of it. Stateless.
 *
 * @param answersAfter the time it takes over a content
 */
record SlowIcap(Duration answersAfter) implements SlowServer.Dialog {

    @Override
    public void run(DataInputStream in, DataOutputStream out) throws IOException {
        String request = SlowReply.line(in);
        skipHead(in);
        if (request.startsWith("OPTIONS ")) {
            answer(out, "ICAP/1.0 200 OK\r\nMethods: RESPMOD\r\nAllow: 204\r\nOptions-TTL: 300\r\nEncapsulated: null-body=0\r\n\r\n");
            return;
        }
        // The heads of the request and of the response that are judged.
        skipHead(in);
        skipHead(in);
        for (int octets = chunk(in); octets > 0; octets = chunk(in)) {
            in.skipNBytes(octets + 2L);
        }
        LockSupport.parkNanos(answersAfter.toNanos());
        answer(out, "ICAP/1.0 204 No Content\r\n\r\n");
    }

    private static int chunk(DataInputStream in) throws IOException {
        return Integer.parseInt(SlowReply.line(in), 16);
    }

    private static void skipHead(DataInputStream in) throws IOException {
        while (!SlowReply.line(in).isEmpty()) {
            // a field
        }
    }

    private static void answer(DataOutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}

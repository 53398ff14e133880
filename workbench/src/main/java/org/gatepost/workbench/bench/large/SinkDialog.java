package org.gatepost.workbench.bench.large;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;

/** The server's side of LMTP on one connection, for a sink that takes everything. */
record SinkDialog(Arrivals arrivals) {

    /** One reply to DATA for each recipient (RFC 2033 4.2); every path is taken. */
    void run(SinkLines in, OutputStream out) throws IOException {
        reply(out, "220 sink");
        int recipients = 0;
        for (Optional<String> line = in.command(); line.isPresent(); line = in.command()) {
            String verb = line.get().split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
            switch (verb) {
                case "LHLO", "EHLO" -> reply(out, "250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES");
                case "MAIL", "RSET" -> {
                    recipients = 0;
                    reply(out, "250 2.1.0 Ok");
                }
                case "RCPT" -> {
                    recipients++;
                    reply(out, "250 2.1.5 Ok");
                }
                case "DATA" -> {
                    reply(out, "354 Go on");
                    receive(in);
                    reply(out, String.join("\r\n", Collections.nCopies(recipients, "250 2.0.0 Kept")));
                }
                case "QUIT" -> {
                    reply(out, "221 2.0.0 Bye");
                    return;
                }
                default -> reply(out, "250 2.0.0 Ok");
            }
        }
    }

    private void receive(SinkLines in) throws IOException {
        ContentDigest digest = new ContentDigest();
        in.content(digest);
        arrivals.add(digest);
    }

    private static void reply(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}

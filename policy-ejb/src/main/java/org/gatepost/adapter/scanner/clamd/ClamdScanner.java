package org.gatepost.adapter.scanner.clamd;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanFinding;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.Scanner;

/**
 * Asks clamd about a message: one connection a question, the content in chunks, one answer. An answer of any other form than the three we know is
 * {@link ScanVerdict.Unavailable}, never clean. Safe for use by many threads; never throws.
 */
public final class ClamdScanner implements Scanner {

    private static final int CHUNK_OCTETS = 64 * 1024;
    private static final int LENGTH_OCTETS = 4;
    /** How much of an answer we do not understand goes to the log. */
    private static final int QUOTED_MAX = 120;
    private static final Pattern FOUND = Pattern.compile("stream: (\\S.{0,1000}) FOUND");
    private static final String CLEAN = "stream: OK";
    private static final String TOO_LARGE = "INSTREAM size limit exceeded. ERROR";

    private final String name;
    private final String host;
    private final int port;

    public ClamdScanner(String name, String host, int port) {
        this.name = name;
        this.host = host;
        this.port = port;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ScanAnswer scan(ScanQuestion question) {
        // The address is looked up for each question: the daemon may have moved.
        try (InputStream octets = question.content().open(); ClamdExchange exchange = new ClamdExchange(new InetSocketAddress(host, port), question.deadline())) {
            String answer = instream(octets, exchange);
            return ScanAnswer.of(ScanFinding.of(understand(answer), answer));
        } catch (IOException | RuntimeException e) {
            return ScanAnswer.unavailable(reason(e));
        }
    }

    @Override
    public boolean answers(Duration deadline) {
        try (ClamdExchange exchange = new ClamdExchange(new InetSocketAddress(host, port), deadline)) {
            exchange.send(command("zPING"));
            return exchange.answer().equals("PONG");
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static String instream(InputStream octets, ClamdExchange exchange) throws IOException {
        boolean wanted = exchange.send(command("zINSTREAM"));
        ByteBuffer chunk = ByteBuffer.allocate(LENGTH_OCTETS + CHUNK_OCTETS);
        while (wanted) {
            int length = octets.readNBytes(chunk.array(), LENGTH_OCTETS, CHUNK_OCTETS);
            chunk.clear().putInt(0, length).limit(LENGTH_OCTETS + length);
            // A chunk of length 0 ends the stream.
            wanted = exchange.send(chunk) && length > 0;
        }
        return exchange.answer();
    }

    private static ByteBuffer command(String text) {
        return ByteBuffer.wrap((text + '\0').getBytes(StandardCharsets.US_ASCII));
    }

    private static ScanVerdict understand(String answer) {
        if (answer.equals(CLEAN)) {
            return new ScanVerdict.Clean();
        }
        if (answer.equals(TOO_LARGE)) {
            return new ScanVerdict.Unscannable("larger than clamd's StreamMaxLength");
        }
        Matcher found = FOUND.matcher(answer);
        if (found.matches()) {
            return new ScanVerdict.Infected(List.of(found.group(1)));
        }
        return new ScanVerdict.Unavailable("not understood: " + answer.substring(0, Math.min(answer.length(), QUOTED_MAX)));
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}

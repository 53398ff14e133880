package org.gatepost.adapter.scanner.clamd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gatepost.adapter.scanner.wire.Conversation;
import org.gatepost.adapter.scanner.wire.Fields;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanFinding;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.Scanner;
import org.gatepost.scan.ScannerPolicy;

/**
 * Asks clamd about a message: one connection a question, the content in chunks, one answer. An answer of any other form than the three we know is
 * {@link ScanVerdict.Unavailable}, never clean. Safe for use by many threads; never throws.
 *
 * <p>Options: {@code signatures_days_max} (7; 0: any age), {@code signatures_old}: {@code warn} raises an alarm, {@code unavailable} is no answer either.
 */
public final class ClamdScanner implements Scanner {

    /** Octets of an answer: a name of a signature and a few words. */
    static final int ANSWER_OCTETS_MAX = 4096;
    private static final int CHUNK_OCTETS = 64 * 1024;
    private static final int LENGTH_OCTETS = 4;
    private static final Pattern FOUND = Pattern.compile("stream: (\\S.{0,1000}) FOUND");
    private static final String CLEAN = "stream: OK";
    private static final String TOO_LARGE = "INSTREAM size limit exceeded. ERROR";

    private final String name;
    private final ScannerPolicy.Server server;
    private final SignatureAge signatures;
    private final boolean refusesOld;

    /** @param clock says how old the signatures are */
    public ClamdScanner(ScannerPolicy policy, InstantSource clock) {
        policy.options().only("signatures_days_max", "signatures_old");
        name = policy.name();
        server = policy.servers().getFirst();
        signatures = new SignatureAge(Duration.ofDays(policy.options().number("signatures_days_max", 7, 0, 3_650)), clock);
        refusesOld = policy.options().word("signatures_old", "warn", "unavailable").equals("unavailable");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ScanAnswer scan(ScanQuestion question) {
        try (InputStream octets = question.content().open(); Conversation clamd = new Conversation(server, question.deadline())) {
            Optional<String> old = refusesOld ? signatures.complaint() : Optional.empty();
            if (old.isPresent()) {
                return ScanAnswer.unavailable(old.get());
            }
            clamd.say(out -> instream(octets, out));
            String answer = answer(clamd);
            return ScanAnswer.of(ScanFinding.of(understand(answer), answer));
        } catch (IOException | RuntimeException e) {
            return ScanAnswer.unavailable(Fields.reason(e));
        }
    }

    @Override
    public boolean answers(Duration deadline) {
        try {
            return ask("zPING\0", deadline).equals("PONG");
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    @Override
    public Optional<String> complaint(Duration deadline) {
        try {
            signatures.learn(ask("zVERSION\0", deadline));
        } catch (IOException | RuntimeException e) {
            // That it does not answer is noticed by its questions; what was known of its signatures is still true.
            return signatures.complaint();
        }
        return signatures.complaint();
    }

    private String ask(String command, Duration deadline) throws IOException {
        try (Conversation clamd = new Conversation(server, deadline)) {
            clamd.say(command);
            return answer(clamd);
        }
    }

    /** Up to its ending NUL, or LF. */
    private static String answer(Conversation clamd) throws IOException {
        return clamd.until('\0', '\n', ANSWER_OCTETS_MAX);
    }

    private static void instream(InputStream octets, OutputStream out) throws IOException {
        out.write("zINSTREAM\0".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer chunk = ByteBuffer.allocate(LENGTH_OCTETS + CHUNK_OCTETS);
        int length;
        do {
            length = octets.readNBytes(chunk.array(), LENGTH_OCTETS, CHUNK_OCTETS);
            // A chunk of length 0 ends the stream.
            chunk.putInt(0, length);
            out.write(chunk.array(), 0, LENGTH_OCTETS + length);
        } while (length > 0);
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
        return new ScanVerdict.Unavailable("not understood: " + Fields.quoted(answer));
    }
}

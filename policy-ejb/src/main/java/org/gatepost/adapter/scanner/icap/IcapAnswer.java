package org.gatepost.adapter.scanner.icap;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.gatepost.adapter.scanner.wire.Conversation;
import org.gatepost.adapter.scanner.wire.Fields;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanFinding;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanVerdict;

/**
 * Reads a service's answer: 204 is clean; one that names what it found is infected, a page of refusal without a name is forbidden; one that gives the same
 * octets back is clean, and one that gives others is none we know what to do with.
 */
final class IcapAnswer {

    private static final Pattern THREAT = Pattern.compile("Threat=([^;]{1,500})");
    private static final int VIOLATION_LINES = 4;

    private final String field;
    private final boolean request;

    IcapAnswer(String field, boolean request) {
        this.field = field;
        this.request = request;
    }

    ScanAnswer understand(Fields answer, Conversation icap, ScanQuestion question) throws IOException {
        boolean unchanged = answer.first().matches("ICAP/1\\.0 204( .*)?");
        if (!unchanged && !answer.first().matches("ICAP/1\\.0 20[01]( .*)?")) {
            return ScanAnswer.unavailable("the service says " + Fields.quoted(answer.first()));
        }
        List<String> names = names(answer);
        if (!names.isEmpty()) {
            return found(new ScanVerdict.Infected(names), names);
        }
        if (unchanged) {
            return clean();
        }
        String encapsulated = answer.field("encapsulated").orElse("");
        if (encapsulated.contains("res-hdr")) {
            Fields page = Fields.read(icap);
            if (page.first().matches("HTTP/1\\.[01] [45]\\d\\d( .*)?") || request) {
                List<String> why = List.of(page.first().substring(page.first().indexOf(' ') + 1).strip());
                return found(new ScanVerdict.Forbidden(why), why);
            }
        } else if (encapsulated.contains("req-hdr")) {
            Fields.read(icap);
        }
        if (!encapsulated.contains("-body") || encapsulated.contains("null-body")) {
            return ScanAnswer.unavailable("neither unchanged nor a body: " + Fields.quoted(encapsulated));
        }
        return sameBody(icap, question) ? clean() : ScanAnswer.of(new ScanVerdict.Unscannable("the service gave other content back"));
    }

    private ScanAnswer clean() {
        return ScanAnswer.of(ScanFinding.of(new ScanVerdict.Clean(), field + ": False"));
    }

    private ScanAnswer found(ScanVerdict verdict, List<String> names) {
        return ScanAnswer.of(ScanFinding.of(verdict, field + ": True; " + String.join(", ", names)));
    }

    /** {@code X-Infection-Found}, {@code X-Virus-ID}, {@code X-Violations-Found} (a count, then four lines for each): the drafts services follow. */
    private static List<String> names(Fields answer) {
        Optional<String> infection = answer.field("x-infection-found");
        if (infection.isPresent()) {
            Matcher threat = THREAT.matcher(infection.get());
            return List.of(threat.find() ? threat.group(1).strip() : infection.get());
        }
        Optional<String> id = answer.field("x-virus-id");
        if (id.isPresent()) {
            return List.of(id.get());
        }
        String[] violations = answer.field("x-violations-found").orElse("0").split("\n");
        if (violations[0].strip().equals("0")) {
            return List.of();
        }
        return violations.length > 2 ? IntStream.iterate(2, line -> line < violations.length, line -> line + VIOLATION_LINES)
                .mapToObj(line -> violations[line].strip()).filter(name -> !name.isEmpty()).limit(20).toList() : List.of("unknown");
    }

    /** Read as it comes, beside our own octets: nothing is kept. */
    private static boolean sameBody(Conversation icap, ScanQuestion question) throws IOException {
        try (InputStream ours = question.content().open()) {
            for (int length = chunk(icap); length > 0; length = chunk(icap)) {
                for (int left = length; left > 0;) {
                    byte[] octets = icap.octets(Math.min(left, 16 * 1024));
                    if (!Arrays.equals(octets, ours.readNBytes(octets.length))) {
                        return false;
                    }
                    left -= octets.length;
                }
                icap.line(2);
            }
            return ours.read() < 0;
        }
    }

    private static int chunk(Conversation icap) throws IOException {
        String line = icap.line(100);
        String length = line.contains(";") ? line.substring(0, line.indexOf(';')).strip() : line.strip();
        if (!length.matches("[0-9A-Fa-f]{1,7}")) {
            throw new IOException("no length of a chunk: " + Fields.quoted(line));
        }
        return Integer.parseInt(length, 16);
    }
}

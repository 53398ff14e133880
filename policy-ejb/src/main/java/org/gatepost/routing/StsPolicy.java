package org.gatepost.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An MTA-STS policy (RFC 8461 section 3.2).
 *
 * @param mx patterns of host names, in lower case
 * @param maxAge how long it holds after it was fetched
 */
public record StsPolicy(Mode mode, List<String> mx, Duration maxAge) {

    /** Of a domain that has none. */
    public static final StsPolicy NONE = new StsPolicy(Mode.NONE, List.of(), Duration.ZERO);
    /** RFC 8461 section 3.2: about a year. */
    public static final Duration MAX_AGE_MAX = Duration.ofSeconds(31_557_600);
    /** Patterns read. */
    static final int MX_MAX = 100;

    /** What a host that does not fit it means. */
    public enum Mode {
        /** It gets no mail. */
        ENFORCE,
        /** It gets its mail all the same, and the domain hears of it in a report. */
        TESTING, NONE
    }

    public StsPolicy {
        mx = List.copyOf(mx);
    }

    /** Whether a host is among those named; a wildcard stands for one label, the first (section 4.1). */
    public boolean allows(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        return mx.stream().anyMatch(pattern -> pattern.startsWith("*.") ? dot > 0 && name.substring(dot).equals(pattern.substring(1)) : pattern.equals(name));
    }

    /** Its lines, for reports. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("version: STSv1", "mode: " + mode.name().toLowerCase(Locale.ROOT)));
        mx.forEach(pattern -> lines.add("mx: " + pattern));
        lines.add("max_age: " + maxAge.toSeconds());
        return lines;
    }

    /** Reads the text that is published; empty where it is no policy. */
    public static Optional<StsPolicy> parse(String text) {
        Map<String, String> fields = new HashMap<>();
        List<String> mx = new ArrayList<>();
        for (String line : text.split("\r?\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).strip();
                String value = line.substring(colon + 1).strip();
                if (name.equals("mx")) {
                    mx.add(value.toLowerCase(Locale.ROOT));
                } else {
                    fields.putIfAbsent(name, value);
                }
            }
        }
        String age = fields.getOrDefault("max_age", "");
        Optional<Mode> mode = switch (fields.getOrDefault("mode", "")) {
            case "enforce" -> Optional.of(Mode.ENFORCE);
            case "testing" -> Optional.of(Mode.TESTING);
            case "none" -> Optional.of(Mode.NONE);
            default -> Optional.empty();
        };
        boolean whole = "STSv1".equals(fields.get("version")) && age.matches("[0-9]{1,10}") && mx.size() <= MX_MAX;
        if (!whole || mode.isEmpty() || mode.get() != Mode.NONE && mx.isEmpty()) {
            return Optional.empty();
        }
        Duration maxAge = Duration.ofSeconds(Math.min(Long.parseLong(age), MAX_AGE_MAX.toSeconds()));
        return Optional.of(new StsPolicy(mode.get(), mx, maxAge));
    }
}

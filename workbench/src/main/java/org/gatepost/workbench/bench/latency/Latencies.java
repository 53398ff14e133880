package org.gatepost.workbench.bench.latency;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the client found, as it says it in one line.
 *
 * @param messages accepted, those of the warm-up included
 * @param p50 milliseconds; likewise the others
 * @param lateStarts how many measured messages began more than a millisecond after they were due
 */
record Latencies(long messages, double p50, double p99, double max, long lateStarts) {

    private static final Pattern LINE = Pattern.compile("messages=(\\d+) p50=([\\d.]+) p99=([\\d.]+) max=([\\d.]+) late=(\\d+)");

    String line() {
        return String.format(Locale.ROOT, "messages=%d p50=%.3f p99=%.3f max=%.3f late=%d", messages, p50, p99, max, lateStarts);
    }

    /** @throws IllegalArgumentException if there is no such line in {@code output} */
    static Latencies parse(String output) {
        Matcher line = LINE.matcher(output);
        if (!line.find()) {
            throw new IllegalArgumentException("no latencies in: " + output);
        }
        return new Latencies(Long.parseLong(line.group(1)), Double.parseDouble(line.group(2)), Double.parseDouble(line.group(3)),
                Double.parseDouble(line.group(4)), Long.parseLong(line.group(5)));
    }
}

package org.gatepost.workbench.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lives in another JVM's heap, by its own class histogram, for which it collects garbage first.
 *
 * @param octets of all objects that are reachable
 * @param octetsByClass the same by class name
 */
public record ServerMemory(long octets, Map<String, Long> octetsByClass) {

    private static final Pattern ROW = Pattern.compile("(?m)^ *\\d+: +\\d+ +(\\d+) +(\\S+)");
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

    public ServerMemory {
        octetsByClass = Map.copyOf(octetsByClass);
    }

    /** Asks the process by the JDK's jcmd. The JVM stands still meanwhile. */
    public static ServerMemory of(long pid) throws IOException {
        Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/jcmd").toString(), Long.toString(pid), "GC.class_histogram")
                .redirectErrorStream(true).start();
        jcmd.getOutputStream().close();
        return parse(new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    static ServerMemory parse(String histogram) throws IOException {
        Map<String, Long> classes = new TreeMap<>();
        Matcher row = ROW.matcher(histogram);
        while (row.find()) {
            classes.merge(row.group(2), Long.parseLong(row.group(1)), Long::sum);
        }
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new IOException("no class histogram: " + histogram.lines().findFirst().orElse("nothing was said"));
        }
        return new ServerMemory(Long.parseLong(total.group(1)), classes);
    }

    /** How much more of each class there is than in {@code before}; classes with no more are left out. */
    public Map<String, Long> since(ServerMemory before) {
        Map<String, Long> more = new TreeMap<>();
        octetsByClass.forEach((name, now) -> {
            long difference = now - before.octetsByClass.getOrDefault(name, 0L);
            if (difference > 0) {
                more.put(name, difference);
            }
        });
        return more;
    }
}

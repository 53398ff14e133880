package org.gatepost.workbench.bench.start;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What makes a bare domain of Gatepost's: its configuration and command with everything of ours taken away, and nothing else changed. */
final class DomainWithoutApplication {

    private static final Pattern APPLICATIONS = Pattern.compile("<applications>.*?</applications>", Pattern.DOTALL);
    private static final Pattern REFERENCE = Pattern.compile("<application-ref\\b[^>]*\\bref=\"gatepost\"[^>]*(/>|>\\s*</application-ref>)");

    private DomainWithoutApplication() {
    }

    static String xml(String domainXml) {
        return REFERENCE.matcher(APPLICATIONS.matcher(domainXml).replaceAll("<applications/>")).replaceAll("");
    }

    /** The command of a running server, for another directory. */
    static List<String> command(List<String> ours, Path from, Path to) {
        return ours.stream().filter(argument -> !argument.startsWith("-XX:AOT")).map(argument -> argument.replace(from.toString(), to.toString())).toList();
    }
}

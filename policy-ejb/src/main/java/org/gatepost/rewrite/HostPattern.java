package org.gatepost.rewrite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A pattern that a host fits, and how it does.
 *
 * @param pattern as it stands in a rule
 * @param matched the part of a domain that the pattern names ({@code $D}), its dot included
 * @param rest the part that it leaves open ({@code $H})
 * @param literal the part of an address literal that it leaves open ({@code $L})
 */
record HostPattern(String pattern, String matched, String rest, String literal) {

    static final String ANY_FIRST = "$*";
    static final String PERCENT = "$%";
    static final String BANG = "$!";
    private static final String ANY_LAST = ".";

    /** A pattern that says nothing of the host. */
    static HostPattern open(String pattern, String host) {
        return new HostPattern(pattern, "", host, "");
    }

    /** All that a host fits, those that match any of them first and last, the more specific ones before the others. */
    static List<HostPattern> of(String host) {
        List<HostPattern> patterns = new ArrayList<>();
        patterns.add(open(ANY_FIRST, host));
        patterns.add(new HostPattern(host, host, "", ""));
        if (host.startsWith("[") && host.endsWith("]")) {
            addLiteral(host, patterns);
        } else {
            addDomain(host, patterns);
        }
        patterns.add(open(ANY_LAST, host));
        return patterns;
    }

    private static void addDomain(String host, List<HostPattern> patterns) {
        String[] labels = host.split("\\.", -1);
        for (int open = 1; open < labels.length; open++) {
            String rest = String.join(".", Arrays.copyOfRange(labels, 0, open));
            String matched = "." + String.join(".", Arrays.copyOfRange(labels, open, labels.length));
            patterns.add(new HostPattern("*" + ".*".repeat(open - 1) + matched, matched, rest, ""));
            patterns.add(new HostPattern(matched, matched, rest, ""));
        }
        patterns.add(open("*" + ".*".repeat(labels.length - 1), host));
    }

    private static void addLiteral(String host, List<HostPattern> patterns) {
        String inner = host.substring(1, host.length() - 1);
        for (int dot = inner.lastIndexOf('.'); dot >= 0; dot = inner.lastIndexOf('.', dot - 1)) {
            String matched = inner.substring(0, dot + 1);
            patterns.add(new HostPattern("[" + matched + "]", matched, "", inner.substring(dot + 1)));
        }
        patterns.add(new HostPattern("[]", "", "", inner));
        patterns.add(new HostPattern("[*" + ".*".repeat(inner.split("\\.", -1).length - 1) + "]", "", host, inner));
    }
}

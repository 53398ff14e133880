package org.gatepost.scan;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An engine that a held copy waits for, which could not be asked when the message came ({@link ScannerPolicy.OnFailure#RESCAN}).
 *
 * @param optIns what the copy opts in with, for the next question
 */
public record Awaited(String engine, List<String> optIns) {

    /** The rule that holds such copies. */
    public static final String RULE = "Rescan";
    /** The rule that goes on holding those no engine answered about in time, for the postmaster. */
    public static final String TOO_OLD_RULE = "RescanAge";
    private static final String BEGINNING = "waits for ";
    private static final String BEHIND = " then ";

    /** A rule that goes on holding a copy when no engine is waited for any more, and why. */
    public record Behind(String rule, String why) {
    }

    public Awaited {
        if (engine.isEmpty()) {
            throw new IllegalArgumentException("an engine without a name");
        }
        optIns = List.copyOf(optIns);
    }

    /** Why a copy is held, for people and for {@link #read}: names with their values, percent-encoded. */
    public static String text(List<Awaited> engines) {
        return engines.stream().map(each -> encoded(each.engine) + each.optIns.stream().map(Awaited::encoded).collect(Collectors.joining(",", "[", "]")))
                .collect(Collectors.joining(" ", BEGINNING, ""));
    }

    /** The text of a copy that another rule holds as well; the first that does is named, as in any copy that is held. */
    public static String behind(String text, String rule, String why) {
        return text.contains(BEHIND) ? text : text + BEHIND + rule + ": " + why;
    }

    /** The text without the other rule. */
    public static String alone(String text) {
        int behind = text.indexOf(BEHIND);
        return behind < 0 ? text : text.substring(0, behind);
    }

    /** The other rule that holds such a copy, where one does. */
    public static Optional<Behind> behind(String text) {
        int at = text.indexOf(BEHIND);
        int end = text.indexOf(": ", at);
        return at < 0 || end < 0 ? Optional.empty() : Optional.of(new Behind(text.substring(at + BEHIND.length(), end), text.substring(end + 2)));
    }

    /** Reads the engines of what {@link #text} gives; {@link IllegalArgumentException} for any other text. */
    public static List<Awaited> read(String text) {
        if (!text.startsWith(BEGINNING)) {
            throw new IllegalArgumentException("waits for nobody: " + text);
        }
        List<Awaited> all = new ArrayList<>();
        for (String each : alone(text).substring(BEGINNING.length()).split(" ")) {
            int values = each.indexOf('[');
            if (values < 0 || !each.endsWith("]")) {
                throw new IllegalArgumentException("no engine with its values: " + each);
            }
            String inside = each.substring(values + 1, each.length() - 1);
            all.add(new Awaited(decoded(each.substring(0, values)), inside.isEmpty() ? List.of() : Arrays.stream(inside.split(",")).map(Awaited::decoded).toList()));
        }
        return all;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}

package org.gatepost.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.google.re2j.Pattern;
import org.gatepost.mail.ChannelName;

/**
 * What policy says of an engine besides how it is asked: for whom, and what its verdicts are turned into. Immutable.
 *
 * @param engine its name
 * @param destinationChannels channels whose mail it is asked about on its way out, besides the source channels of its {@link ScannerPolicy}
 * @param channelOptIns values that channels opt in with
 * @param optIns values of the directory that choose it; {@code *} is any; none: only channels choose it
 * @param nullOptIn a value of the directory that is as good as none
 * @param verdicts which words become which script; the first that matches counts
 * @param stringAction the script for other words; absent: what the engine finds is judged as if there were no rule
 * @param nullAction the script where it speaks against a message without a word; absent likewise
 */
public record ScanRule(String engine, Set<ChannelName> destinationChannels, List<String> channelOptIns, Set<String> optIns, Optional<String> nullOptIn,
        List<Verdict> verdicts, Optional<String> stringAction, Optional<String> nullAction) {

    /** Verdicts of an engine, as in the system this one follows. */
    public static final int VERDICTS_MAX = 8;
    /** Characters of a pattern. */
    public static final int PATTERN_MAX = 1_024;

    private static final String ANY = "*";
    private static final String WORDS = "$U";

    /**
     * Words of an engine and the script they become.
     *
     * @param pattern {@code *} is any characters, {@code ?} one; letters in either case
     * @param script Sieve, with {@code $U} for the words
     */
    public record Verdict(String pattern, String script, Pattern compiled) {

        /** Reads a pattern. */
        public static Verdict of(String pattern, String script) {
            if (pattern.isEmpty() || pattern.length() > PATTERN_MAX) {
                throw new IllegalArgumentException("a pattern has 1 to " + PATTERN_MAX + " characters");
            }
            StringBuilder expression = new StringBuilder("(?is)");
            for (int i = 0; i < pattern.length(); i++) {
                char c = pattern.charAt(i);
                expression.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
            }
            return new Verdict(pattern, script, Pattern.compile(expression.toString()));
        }
    }

    public ScanRule {
        destinationChannels = Set.copyOf(destinationChannels);
        channelOptIns = List.copyOf(channelOptIns);
        optIns = Set.copyOf(optIns);
        verdicts = List.copyOf(verdicts);
        if (verdicts.size() > VERDICTS_MAX) {
            throw new IllegalArgumentException("more than " + VERDICTS_MAX + " verdicts");
        }
    }

    /** That of an engine of which policy says no more: channels choose it. */
    public static ScanRule none(String engine) {
        return new ScanRule(engine, Set.of(), List.of(), Set.of(), Optional.empty(), List.of(), Optional.empty(), Optional.empty());
    }

    /** Whether values of the directory choose it, and those who share it share their values. */
    public boolean goesByValues() {
        return !optIns.isEmpty();
    }

    /** Values without the one that is as good as none. */
    public List<String> counted(List<String> values) {
        return nullOptIn.isEmpty() || values.isEmpty() ? values : values.stream().filter(value -> !value.equalsIgnoreCase(nullOptIn.get())).toList();
    }

    /** Whether one of these values chooses it. */
    public boolean isChosenBy(List<String> values) {
        if (optIns.isEmpty()) {
            return false;
        }
        for (String value : counted(values)) {
            if (optIns.contains(ANY) || optIns.stream().anyMatch(value::equalsIgnoreCase)) {
                return true;
            }
        }
        return false;
    }

    /** The script a finding becomes. What could not be looked at becomes none: that is the engine's failure policy's. */
    public Optional<String> script(ScanFinding finding) {
        boolean looked = !(finding.verdict() instanceof ScanVerdict.Unscannable) && !(finding.verdict() instanceof ScanVerdict.Unavailable);
        return looked ? script(finding.isAgainst(), finding.result()) : Optional.empty();
    }

    /**
     * The script a finding becomes; absent where it is judged as if there were no rule, and where nothing speaks against the message.
     *
     * @param against whether the engine speaks against the message
     * @param words the engine's own; absent: the null verdict
     */
    public Optional<String> script(boolean against, Optional<String> words) {
        if (words.isEmpty()) {
            return against ? nullAction : Optional.empty();
        }
        for (Verdict verdict : verdicts) {
            if (verdict.compiled().matcher(words.get()).matches()) {
                return Optional.of(filled(verdict.script(), words.get()));
            }
        }
        return against ? stringAction.map(script -> filled(script, words.get())) : Optional.empty();
    }

    /** Every script it can become, with words that can do no harm: to be read before it is used. */
    public List<String> scripts() {
        List<String> all = new ArrayList<>();
        verdicts.forEach(verdict -> all.add(filled(verdict.script(), "words")));
        stringAction.ifPresent(script -> all.add(filled(script, "words")));
        nullAction.ifPresent(all::add);
        return all;
    }

    /** The words stand in a string of the script, and cannot end it (RFC 5228 section 2.4.2). */
    private static String filled(String script, String words) {
        return script.replace(WORDS, words.replace("\\", "\\\\").replace("\"", "\\\""));
    }
}

package org.gatepost.sieve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.gatepost.sieve.language.Collation;
import org.gatepost.sieve.language.MatchRule;
import org.gatepost.sieve.language.Position;
import org.gatepost.sieve.language.SieveLimits;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** Compares values with keys, and remembers what the wildcards of the last match stood for (RFC 5229 3.2). Not thread-safe. */
final class Matcher {

    private final SieveLimits limits;
    private final Steps steps;
    private final SieveSurroundings surroundings;
    private final Map<String, Pattern> patterns = new HashMap<>();
    private List<String> matched = List.of();

    Matcher(SieveLimits limits, Steps steps, SieveSurroundings surroundings) {
        this.limits = limits;
        this.steps = steps;
        this.surroundings = surroundings;
    }

    /** What the wildcard of that number stood for; empty where there was none. */
    String matched(int number) {
        return number < matched.size() ? matched.get(number) : "";
    }

    List<String> allMatched() {
        return matched;
    }

    void restore(List<String> values) {
        matched = values;
    }

    /** Whether any value fits any key, or for ":count" whether their number does. */
    boolean any(MatchRule rule, List<String> values, List<String> keys, Position at) {
        if (rule.type() == MatchRule.Type.COUNT) {
            return count(rule, values.size(), keys);
        }
        for (String value : values) {
            if (one(rule, value, keys, at)) {
                return true;
            }
        }
        return false;
    }

    /** The number is compared as a text, by the comparator that the script names (RFC 5231 section 4.2). */
    boolean count(MatchRule rule, int count, List<String> keys) {
        return keys.stream().anyMatch(key -> rule.relation().holds(rule.collation().compare(Integer.toString(count), key)));
    }

    boolean one(MatchRule rule, String value, List<String> keys, Position at) {
        for (String key : keys) {
            steps.take(1 + (value.length() + key.length()) / Steps.CHARACTERS, at);
            if (fits(rule, value, key, at)) {
                return true;
            }
        }
        return false;
    }

    private boolean fits(MatchRule rule, String value, String key, Position at) {
        Collation collation = rule.collation();
        return switch (rule.type()) {
            case IS -> collation == Collation.ASCII_NUMERIC ? collation.compare(value, key) == 0 : collation.folded(value).equals(collation.folded(key));
            case CONTAINS -> collation.folded(value).contains(collation.folded(key));
            case MATCHES -> remember(Wildcards.match(key, value, collation, steps, at));
            case REGEX -> remember(regex(key, value, collation, at));
            case LIST -> surroundings.lists().contains(key, value);
            case VALUE -> rule.relation().holds(collation.compare(value, key));
            case COUNT -> throw new IllegalStateException("a count is not compared one by one");
        };
    }

    private boolean remember(List<String> values) {
        if (values == null) {
            return false;
        }
        matched = values;
        return true;
    }

    private List<String> regex(String key, String value, Collation collation, Position at) {
        Pattern pattern = patterns.computeIfAbsent(collation + key, unused -> compiled(key, collation, at));
        // RE2 goes once through the value, whatever the expression.
        steps.take(value.length() / 16 + key.length() / 4, at);
        com.google.re2j.Matcher found = pattern.matcher(value);
        if (!found.find()) {
            return null;
        }
        List<String> groups = new ArrayList<>();
        for (int i = 0; i <= found.groupCount(); i++) {
            groups.add(found.group(i) == null ? "" : found.group(i));
        }
        return groups;
    }

    private Pattern compiled(String key, Collation collation, Position at) {
        if (key.length() > limits.regexOctets()) {
            throw new SieveRunError(at, "the regular expression is longer than " + limits.regexOctets() + " octets");
        }
        try {
            return Pattern.compile(key, Pattern.DOTALL | Pattern.LONGEST_MATCH | (collation == Collation.OCTET ? 0 : Pattern.CASE_INSENSITIVE));
        } catch (PatternSyntaxException bad) {
            throw new SieveRunError(at, "invalid regular expression: " + bad.getMessage());
        }
    }
}

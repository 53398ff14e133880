package org.gatepost.sieve.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * The arguments of one command or test, handed out as they are asked for: tags first, each at most once, then the positional ones, then
 * {@link #end}. What is left, missing or of another kind is complained of.
 */
final class Arguments {

    private static final Map<String, MatchRule.Type> TYPES = Map.of("is", MatchRule.Type.IS, "contains", MatchRule.Type.CONTAINS, "matches",
            MatchRule.Type.MATCHES, "regex", MatchRule.Type.REGEX, "list", MatchRule.Type.LIST, "count", MatchRule.Type.COUNT, "value", MatchRule.Type.VALUE);
    private static final Map<String, Capability> TYPES_OF = Map.of("regex", Capability.REGEX, "list", Capability.EXTLISTS, "count", Capability.RELATIONAL,
            "value", Capability.RELATIONAL);

    /** What stands behind a tag. */
    enum Behind { NOTHING, STRING, STRINGS, NUMBER }

    private final Phrase phrase;
    private final String what;
    private final Reading reading;
    private final Map<String, Phrase.Argument> given = new TreeMap<>();
    private final Map<String, Position> places = new TreeMap<>();
    private final List<Phrase.Argument> positional = new ArrayList<>();
    private int next;
    private int wanted;

    /** @param what "command" or "test" */
    Arguments(Phrase phrase, String what, Reading reading) {
        this.phrase = phrase;
        this.what = phrase.name() + " " + what;
        this.reading = reading;
    }

    /** Takes the tags named, each with what stands behind it, and the positional arguments; to be called first. */
    Arguments tags(Map<String, Behind> allowed) {
        List<Phrase.Argument> all = phrase.arguments();
        int i = 0;
        while (i < all.size() && all.get(i) instanceof Phrase.Argument.Tag(String name, Position at)) {
            Behind behind = allowed.get(name);
            if (behind == null) {
                reading.complaints().once(at, what + ':' + name, "unknown tagged argument ':" + name + "' for the " + what);
                throw new Said();
            }
            Phrase.Argument value = all.get(i);
            if (behind != Behind.NOTHING) {
                i++;
                if (i == all.size()) {
                    throw new Complaint(at, "the ':" + name + "' tag of the " + what + " needs an argument behind it");
                }
                value = all.get(i);
                checkKind(value, behind, "':" + name + "' tag of the " + what);
            }
            if (given.put(name, value) != null) {
                throw new Complaint(at, "found an unexpected tagged argument ':" + name + "' for the " + what + ": it is given already");
            }
            places.put(name, at);
            i++;
        }
        for (; i < all.size(); i++) {
            if (all.get(i) instanceof Phrase.Argument.Tag(String name, Position at)) {
                throw new Complaint(at, "found an unexpected tagged argument ':" + name + "' while reading the positional arguments of the " + what);
            }
            positional.add(all.get(i));
        }
        return this;
    }

    private void checkKind(Phrase.Argument value, Behind behind, String of) {
        boolean right = switch (behind) {
            case STRING -> value instanceof Phrase.Argument.Strings strings && !strings.list();
            case STRINGS -> value instanceof Phrase.Argument.Strings;
            case NUMBER -> value instanceof Phrase.Argument.Number;
            case NOTHING -> true;
        };
        if (!right) {
            throw new Complaint(value.at(), "the " + of + " expects " + spoken(behind) + " as its argument, but " + value.spoken() + " was found");
        }
    }

    private static String spoken(Behind behind) {
        return switch (behind) {
            case STRING -> "a string";
            case STRINGS -> "a string list";
            case NUMBER -> "a number";
            case NOTHING -> "nothing";
        };
    }

    boolean has(String tag) {
        return given.containsKey(tag);
    }

    Position placeOf(String tag) {
        return places.getOrDefault(tag, phrase.at());
    }

    Optional<SieveText> text(String tag) {
        return has(tag) ? Optional.of(texts(given.get(tag)).get(0)) : Optional.empty();
    }

    Optional<List<SieveText>> texts(String tag) {
        return has(tag) ? Optional.of(texts(given.get(tag))) : Optional.empty();
    }

    Optional<Long> number(String tag) {
        return has(tag) ? Optional.of(((Phrase.Argument.Number) given.get(tag)).value()) : Optional.empty();
    }

    /** The one that is given of tags of which there may be one. */
    Optional<String> oneOf(List<String> tags) {
        Optional<String> found = Optional.empty();
        for (String tag : tags) {
            if (has(tag)) {
                if (found.isPresent()) {
                    throw new Complaint(placeOf(tag), "found an unexpected tagged argument ':" + tag + "' for the " + what + ": ':" + found.get()
                            + "' is given already");
                }
                found = Optional.of(tag);
            }
        }
        return found;
    }

    /** How many positional arguments there have to be; to be called before they are asked for. */
    Arguments wants(int count) {
        wanted = count;
        if (positional.size() < count) {
            Complaint few = new Complaint(phrase.at(), "the " + what + " requires " + count + " positional argument" + (count == 1 ? "" : "s") + ", but "
                    + positional.size() + (positional.size() == 1 ? " is" : " are") + " specified");
            if (phrase.tests().isEmpty()) {
                throw few;
            }
            reading.complaints().add(few.at(), few.getMessage());
            throw misplaced(phrase.tests());
        }
        return this;
    }

    int positionalCount() {
        return positional.size();
    }

    boolean nextIsNumber() {
        return next < positional.size() && positional.get(next) instanceof Phrase.Argument.Number;
    }

    private Phrase.Argument take(Behind kind, String role) {
        Phrase.Argument value = positional.get(next++);
        boolean right = switch (kind) {
            case STRING -> value instanceof Phrase.Argument.Strings strings && !strings.list();
            case STRINGS -> value instanceof Phrase.Argument.Strings;
            case NUMBER -> value instanceof Phrase.Argument.Number;
            case NOTHING -> true;
        };
        if (!right) {
            throw new Complaint(value.at(), "the " + what + " expects " + spoken(kind) + " as argument " + next + " (" + role + "), but " + value.spoken()
                    + " was found");
        }
        return value;
    }

    SieveText string(String role) {
        return texts(take(Behind.STRING, role)).get(0);
    }

    List<SieveText> strings(String role) {
        return texts(take(Behind.STRINGS, role));
    }

    long positionalNumber(String role) {
        return ((Phrase.Argument.Number) take(Behind.NUMBER, role)).value();
    }

    /** A string that must say the same each time. */
    String constant(String role) {
        Phrase.Argument argument = take(Behind.STRING, role);
        return texts(argument).get(0).constant().orElseThrow(() -> new Complaint(argument.at(), "the " + what + " takes no variables in argument " + next
                + " (" + role + ")"));
    }

    List<String> constants(String role) {
        Phrase.Argument argument = take(Behind.STRINGS, role);
        List<String> all = new ArrayList<>();
        for (SieveText text : texts(argument)) {
            all.add(text.constant().orElseThrow(() -> new Complaint(argument.at(), "the " + what + " takes no variables in argument " + next
                    + " (" + role + ")")));
        }
        return all;
    }

    Position lastPlace() {
        return next > 0 ? positional.get(next - 1).at() : phrase.at();
    }

    private List<SieveText> texts(Phrase.Argument argument) {
        List<SieveText> texts = new ArrayList<>();
        for (Phrase.Item item : ((Phrase.Argument.Strings) argument).items()) {
            texts.add(reading.texts().read(item.text(), item.at()));
        }
        return texts;
    }

    /**
     * Nothing may be left.
     *
     * @param tests how many there may be, -1 for a list
     * @param block whether there has to be one
     */
    void end(int tests, boolean block) {
        if (positional.size() > Math.max(next, wanted)) {
            Phrase.Argument surplus = positional.get(Math.max(next, wanted));
            throw new Complaint(surplus.at(), "the " + what + " accepts " + Math.max(next, wanted) + " positional argument"
                    + (Math.max(next, wanted) == 1 ? "" : "s") + ", but more are specified");
        }
        endTests(tests);
        if (block && !phrase.hasBlock()) {
            throw new Complaint(phrase.at(), "the " + what + " needs a block of commands");
        }
        if (!block && phrase.hasBlock()) {
            throw new Complaint(phrase.at(), "the " + what + " takes no block of commands, but one is specified");
        }
    }

    private void endTests(int tests) {
        List<Phrase> found = phrase.tests();
        if (tests == 0 && (!found.isEmpty() || phrase.testList())) {
            throw misplaced(found);
        }
        if (tests == 1 && (found.size() != 1 || phrase.testList())) {
            throw new Complaint(phrase.at(), found.isEmpty() ? "the " + what + " requires one test, but none is specified"
                    : "the " + what + " requires one test, but a list of tests is specified");
        }
        if (tests < 0 && (!phrase.testList() || found.isEmpty())) {
            throw new Complaint(phrase.at(), "the " + what + " requires a list of tests, but "
                    + (found.isEmpty() ? "none is specified" : "one test without parentheses is specified"));
        }
    }

    /** What stands where no test may stand is often a command behind a lost ';', or a tag without its colon. */
    Complaint misplaced(List<Phrase> found) {
        if (!phrase.testList() && found.size() == 1) {
            Phrase stray = found.get(0);
            if (reading.knowsTag(stray.name())) {
                return new Complaint(stray.at(), "missing colon ':' before '" + stray.name() + "' tag in " + what);
            }
            if (!reading.knowsTest(stray.name()) && !phrase.name().equals("else")) {
                return new Complaint(stray.at(), "missing semicolon ';' after " + what);
            }
        }
        return new Complaint(phrase.at(), "the " + what + " accepts no sub-tests, but tests are specified");
    }

    static Map<String, Behind> withMatch(Map<String, Behind> more) {
        Map<String, Behind> all = new TreeMap<>(more);
        for (String type : TYPES.keySet()) {
            all.put(type, type.equals("count") || type.equals("value") ? Behind.STRING : Behind.NOTHING);
        }
        all.put("comparator", Behind.STRING);
        return all;
    }

    /** The match rule that the tags give. */
    MatchRule rule() {
        Optional<String> tag = oneOf(List.of("is", "contains", "matches", "regex", "list", "count", "value"));
        MatchRule.Type type = tag.map(TYPES::get).orElse(MatchRule.Type.IS);
        tag.map(TYPES_OF::get).ifPresent(capability -> reading.needs(capability, placeOf(tag.get()), "the ':" + tag.get() + "' tag"));
        MatchRule.Relation relation = MatchRule.Relation.EQ;
        if (type == MatchRule.Type.COUNT || type == MatchRule.Type.VALUE) {
            String word = text(tag.get()).flatMap(SieveText::constant).orElse("");
            relation = relation(word, placeOf(tag.get()));
        }
        Collation collation = collation();
        if (!collation.hasSubstrings() && (type == MatchRule.Type.CONTAINS || type == MatchRule.Type.MATCHES || type == MatchRule.Type.REGEX)) {
            throw new Complaint(placeOf(tag.get()), "the comparator '" + collation.word() + "' does not support the match type ':" + tag.get() + "'");
        }
        return new MatchRule(type, relation, collation);
    }

    private static MatchRule.Relation relation(String word, Position at) {
        for (MatchRule.Relation relation : MatchRule.Relation.values()) {
            if (relation.name().equalsIgnoreCase(word)) {
                return relation;
            }
        }
        throw new Complaint(at, "'" + word + "' is no relation: one of \"gt\", \"ge\", \"lt\", \"le\", \"eq\", \"ne\" is expected");
    }

    private Collation collation() {
        if (!has("comparator")) {
            return Collation.ASCII_CASEMAP;
        }
        String word = text("comparator").flatMap(SieveText::constant)
                .orElseThrow(() -> new Complaint(placeOf("comparator"), "a comparator cannot be named by a variable"));
        for (Collation collation : Collation.values()) {
            if (collation.word().equals(word)) {
                if (collation == Collation.ASCII_NUMERIC) {
                    reading.needs(Capability.COMPARATOR_ASCII_NUMERIC, placeOf("comparator"), "the comparator '" + word + "'");
                } else if (collation == Collation.UNICODE_CASEMAP) {
                    reading.needs(Capability.COMPARATOR_UNICODE_CASEMAP, placeOf("comparator"), "the comparator '" + word + "'");
                }
                return collation;
            }
        }
        throw new Complaint(placeOf("comparator"), "unknown comparator '" + word + "'");
    }

    /** Keys that are regular expressions and do not change have to be good ones. */
    List<SieveText> keys(MatchRule rule, String role) {
        List<SieveText> keys = strings(role);
        if (rule.type() == MatchRule.Type.REGEX) {
            for (SieveText key : keys) {
                key.constant().ifPresent(expression -> checkRegex(expression, lastPlace()));
            }
        }
        return keys;
    }

    private void checkRegex(String expression, Position at) {
        if (expression.length() > reading.limits().regexOctets()) {
            throw new Complaint(at, "the regular expression is longer than " + reading.limits().regexOctets() + " octets");
        }
        try {
            Pattern.compile(expression);
        } catch (PatternSyntaxException bad) {
            throw new Complaint(at, "invalid regular expression: " + bad.getMessage());
        }
    }

    Optional<FieldIndex> index() {
        if (has("last") && !has("index")) {
            throw new Complaint(placeOf("last"), "the ':last' tag of the " + what + " needs an ':index' tag");
        }
        if (!has("index")) {
            return Optional.empty();
        }
        reading.needs(Capability.INDEX, placeOf("index"), "the ':index' tag");
        return Optional.of(plainIndex());
    }

    /** As {@link #index()}, for a command whose extension has it anyway. */
    FieldIndex plainIndex() {
        long number = number("index").orElse(1L);
        if (number < 1 || number > Integer.MAX_VALUE) {
            throw new Complaint(placeOf("index"), "the index of the " + what + " counts from 1");
        }
        return new FieldIndex((int) number, has("last"));
    }

    Optional<MimeScope> mime(boolean parts) {
        List<String> options = List.of("type", "subtype", "contenttype", "param");
        if (!has("mime")) {
            for (String option : List.of("anychild", "type", "subtype", "contenttype", "param")) {
                if (has(option)) {
                    throw new Complaint(placeOf(option), "the ':" + option + "' tag of the " + what + " needs a ':mime' tag");
                }
            }
            return Optional.empty();
        }
        reading.needs(Capability.MIME, placeOf("mime"), "the ':mime' tag");
        Optional<String> option = oneOf(options);
        if (option.isPresent() && !parts) {
            throw new Complaint(placeOf(option.get()), "the ':" + option.get() + "' tag is not for the " + what);
        }
        MimeScope.What scope = option.map(word -> switch (word) {
            case "type" -> MimeScope.What.TYPE;
            case "subtype" -> MimeScope.What.SUBTYPE;
            case "contenttype" -> MimeScope.What.CONTENT_TYPE;
            default -> MimeScope.What.PARAMETER;
        }).orElse(MimeScope.What.WHOLE);
        return Optional.of(new MimeScope(has("anychild"), scope, texts("param").orElse(List.of())));
    }

    /** Thrown where the complaint has been made already. */
    static final class Said extends RuntimeException {
        private static final long serialVersionUID = 1;

        Said() {
            super("", null, false, false);
        }
    }
}

package org.gatepost.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.gatepost.mapping.TemplatePart.Way;

/** Reads the right side of an entry. For one entry. */
final class TemplateReader {

    /** Pieces of one template. */
    static final int PARTS_MAX = 256;

    private final Cursor cursor;
    /** How many texts the pattern saves. */
    private final int saved;
    private List<TemplatePart> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();

    private final TemplateTerms terms;
    private final String table;

    private TemplateReader(Cursor cursor, int saved, TemplateTerms terms, String table) {
        this.cursor = cursor;
        this.saved = saved;
        this.terms = terms;
        this.table = table;
    }

    /** Reads up to the space that ends it; it may use whatever the language has. */
    static List<TemplatePart> read(Cursor cursor, int saved) throws Cursor.Misread {
        return read(cursor, saved, TemplateTerms.ANY, "");
    }

    /** The same, of an entry of this table. */
    static List<TemplatePart> read(Cursor cursor, int saved, TemplateTerms terms, String table) throws Cursor.Misread {
        return new TemplateReader(cursor, saved, terms, table).template();
    }

    private List<TemplatePart> template() throws Cursor.Misread {
        while (!cursor.atGap()) {
            char c = cursor.next();
            if (c == '$') {
                afterDollar(cursor.next("a character after $"));
            } else {
                literal.append(c);
            }
            checkSize();
        }
        endLiteral();
        return List.copyOf(parts);
    }

    private void checkSize() throws Cursor.Misread {
        if (parts.size() > PARTS_MAX) {
            throw cursor.misread("at most " + PARTS_MAX + " pieces in a template");
        }
    }

    private void afterDollar(char c) throws Cursor.Misread {
        if (plain(c)) {
            return;
        }
        switch (c) {
            case '?' -> add(new TemplatePart.Chance(percent()));
            case ':' -> add(new TemplatePart.OnlyIf(inputFlag(), true));
            case ';' -> add(new TemplatePart.OnlyIf(inputFlag(), false));
            case '#' -> ask(sequence());
            case '|' -> add(new TemplatePart.Nested(name(';', "the name of a table and ;"), argument('|')));
            case '[' -> ask(new TemplatePart.Call(name(',', "a library and ,"), name(',', "a routine and ,"), argument(']')));
            case ']' -> ask(new TemplatePart.Url(url()));
            case '{' -> ask(new TemplatePart.General(argument('}')));
            case '}' -> ask(new TemplatePart.DomainAttribute(argument('{')));
            case 'C', 'c' -> add(new TemplatePart.GoOn(Way.NEXT));
            case 'L', 'l' -> add(new TemplatePart.GoOn(Way.NEXT_AND_ROUND));
            case 'R', 'r' -> add(new TemplatePart.GoOn(Way.FIRST));
            case 'E', 'e' -> add(new TemplatePart.GoOn(Way.END));
            default -> {
                if (!Flags.canBe(c)) {
                    throw cursor.misread(cursor.at() - 1, "a substitution, a control character or a flag after $");
                }
                Optional<TemplateTerms.Use> use = terms.of(table);
                if (use.isPresent() && !use.get().sets().has(c)) {
                    throw cursor.misread(cursor.at() - 1, "a flag that has an effect in " + table + ": " + TemplateTerms.listed(use.get().sets()));
                }
                add(new TemplatePart.SetFlag(c));
            }
        }
    }

    private void ask(TemplatePart part) throws Cursor.Misread {
        Optional<String> what = MappingTables.asked(part);
        if (what.isPresent() && !terms.answered().test(what.get())) {
            throw cursor.misread(cursor.at() - 1, "something that is answered; nothing answers " + what.get());
        }
        add(part);
    }

    private List<TemplatePart> url() throws Cursor.Misread {
        if (!terms.isAny() && !cursor.seesText("ldap:///")) {
            throw cursor.misread("ldap:/// and what is searched; no other URL is looked up");
        }
        int at = cursor.at();
        List<TemplatePart> url = argument('[');
        long marks = url.stream().mapToLong(part -> part instanceof TemplatePart.Text(String text) ? text.chars().filter(c -> c == '?').count() : 0).sum();
        // RFC 4516 section 2: what follows a fourth is an extension, and we have none.
        if (marks > UrlQuoting.MARKS_MAX) {
            throw cursor.misread(at, "a URL with at most " + UrlQuoting.MARKS_MAX + " question marks; one in a filter is written %3f");
        }
        return url;
    }

    /** What may stand in an argument, too. */
    private boolean plain(char c) throws Cursor.Misread {
        switch (c) {
            case '$', ' ', '\t' -> literal.append(c);
            default -> {
                Optional<Output.Style> style = Output.Style.of(c);
                if (style.isPresent()) {
                    add(new TemplatePart.Style(style.get()));
                    return true;
                }
                if (c < '0' || c > '9') {
                    return false;
                }
                if (c - '0' >= saved) {
                    throw cursor.misread(cursor.at() - 1, saved == 0 ? "no $" + c + ", for the pattern saves no wildcard" : "a number from 0 to " + (saved - 1) + ": the pattern saves no more");
                }
                add(new TemplatePart.Saved(c - '0'));
            }
        }
        return true;
    }

    /** A dollar takes the meaning from the character that ends it. */
    private List<TemplatePart> argument(char end) throws Cursor.Misread {
        endLiteral();
        List<TemplatePart> outer = parts;
        parts = new ArrayList<>();
        String expected = end + " at the end of what is asked";
        while (!cursor.sees(end)) {
            if (cursor.atGap()) {
                throw cursor.misread(expected);
            }
            char c = cursor.next();
            if (c != '$') {
                literal.append(c);
                continue;
            }
            char escaped = cursor.next("a character after $");
            if (escaped == end) {
                literal.append(end);
            } else if (!plain(escaped)) {
                throw cursor.misread(cursor.at() - 1, "a digit, $, space, \\, ^, _, = or " + end + " after $ in what is asked");
            }
            checkSize();
        }
        cursor.next();
        endLiteral();
        List<TemplatePart> argument = List.copyOf(parts);
        parts = outer;
        return argument;
    }

    private String name(char end, String expected) throws Cursor.Misread {
        endLiteral();
        int at = cursor.at();
        StringBuilder name = new StringBuilder();
        while (!cursor.sees(end)) {
            if (cursor.atGap() || cursor.sees('$') || cursor.sees('|') || cursor.sees(']')) {
                throw cursor.misread(expected);
            }
            name.append(cursor.next());
        }
        cursor.next();
        if (name.isEmpty()) {
            throw cursor.misread(at, expected);
        }
        return name.toString();
    }

    private int percent() throws Cursor.Misread {
        int at = cursor.at();
        String text = cursor.until('?', "a number from 0 to 100 and ?");
        if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) > 100) {
            throw cursor.misread(at, "a number from 0 to 100 and ?");
        }
        return Integer.parseInt(text);
    }

    private char inputFlag() throws Cursor.Misread {
        char flag = cursor.next("an input flag");
        if (!Flags.canBe(flag)) {
            throw cursor.misread(cursor.at() - 1, "an input flag");
        }
        Optional<TemplateTerms.Use> use = terms.of(table);
        if (use.isPresent() && !use.get().knows().has(flag)) {
            throw cursor.misread(cursor.at() - 1, "an input flag of " + table + ": " + use.get().knows());
        }
        return flag;
    }

    private TemplatePart sequence() throws Cursor.Misread {
        int at = cursor.at();
        String expected = "name, or name|radix|width|modulus, and #";
        String[] words = cursor.until('#', expected).split("\\|", -1);
        if (words.length > 4 || words[0].isEmpty()) {
            throw cursor.misread(at, expected);
        }
        int radix = (int) number(words, 1, 10, 36, at);
        if (radix < 2) {
            throw cursor.misread(at, "a radix from 2 to 36");
        }
        return new TemplatePart.Sequence(words[0], radix, (int) number(words, 2, 0, 100, at), number(words, 3, 0, 999_999_999, at));
    }

    private long number(String[] words, int which, long otherwise, long max, int at) throws Cursor.Misread {
        if (words.length <= which) {
            return otherwise;
        }
        if (!words[which].matches("[0-9]{1,9}") || Long.parseLong(words[which]) > max) {
            throw cursor.misread(at, "a number up to " + max + " in place " + (which + 1));
        }
        return Long.parseLong(words[which]);
    }

    private void add(TemplatePart part) {
        // What is asked takes its own literal text before it is added.
        endLiteral();
        parts.add(part);
    }

    private void endLiteral() {
        if (!literal.isEmpty()) {
            parts.add(new TemplatePart.Text(literal.toString()));
            literal.setLength(0);
        }
    }
}

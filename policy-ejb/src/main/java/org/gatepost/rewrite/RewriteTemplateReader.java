package org.gatepost.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.gatepost.mapping.Cursor;
import org.gatepost.mapping.Output;

/** Reads the right side of a rule. For one rule. */
final class RewriteTemplateReader {

    /** The ways in which user, host and route may stand. */
    private static final Set<String> FORMS = Set.of("%", "@", "%@", "@@", "@@@");

    private final Cursor cursor;
    private List<RewritePart> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private final StringBuilder form = new StringBuilder();

    RewriteTemplateReader(Cursor cursor) {
        this.cursor = cursor;
    }

    List<RewritePart> template() throws Cursor.Misread {
        int start = cursor.at();
        while (!cursor.atGap()) {
            char c = cursor.next();
            if (c == '$') {
                afterDollar();
            } else if (c == '@' || c == '%') {
                form.append(c);
                add(new RewritePart.Separator(c));
            } else {
                literal.append(c);
            }
        }
        endLiteral();
        boolean errorAlone = parts.size() == 1 && parts.getFirst() instanceof RewritePart.ErrorText;
        if (!errorAlone && !FORMS.contains(form.toString())) {
            throw cursor.misread(start, "user%host, user@host, user%host@channel's host, or one with a route: user@host@by, user@host@by@channel's host");
        }
        return parts;
    }

    private void afterDollar() throws Cursor.Misread {
        int at = cursor.at();
        int number = number();
        char c = cursor.next("a character after $");
        if (number < 0 && plain(c) || asked(c) || part(c, number, at) || control(c, number)) {
            return;
        }
        throw cursor.misread(at, "a substitution or a control after $");
    }

    private int number() {
        int number = -1;
        while (!cursor.atGap() && cursor.peek() >= '0' && cursor.peek() <= '9' && number < 100) {
            number = Math.max(number, 0) * 10 + cursor.next() - '0';
        }
        return number;
    }

    private boolean plain(char c) {
        if (c == '$' || c == '%' || c == '@' || Cursor.isSpace(c)) {
            literal.append(c);
            return true;
        }
        Optional<Output.Style> style = Output.Style.of(c);
        style.ifPresent(found -> add(new RewritePart.Style(found)));
        return style.isPresent();
    }

    /** The brackets are not those of mapping tables: {@code $(} is the database here, <code>${</code> a table. */
    private boolean asked(char c) throws Cursor.Misread {
        switch (c) {
            case '(' -> add(new RewritePart.General(argument(')')));
            case '{' -> add(new RewritePart.Mapping(name("the name of a table and ,"), argument('}')));
            case ']' -> add(new RewritePart.Url(argument('[')));
            case '[' -> add(new RewritePart.Call(name("a library and ,"), name("a routine and ,"), argument(']')));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean part(char c, int number, int at) throws Cursor.Misread {
        switch (c) {
            case 'U' -> {
                if (number > 1) {
                    throw cursor.misread(at, "$U, $0U or $1U");
                }
                add(new RewritePart.Part(c, number));
            }
            case 'D', 'H' -> add(new RewritePart.Part(c, number));
            case '&', '!', '*', '#' -> {
                int which = number < 0 ? number() : number;
                if (which < 0) {
                    throw cursor.misread(at + 1, "a number after $" + c);
                }
                add(new RewritePart.Part(c, which));
            }
            case 'A', 'X' -> {
                if (number < 0) {
                    return false;
                }
                add(new RewritePart.Part(c, number));
            }
            case 'L', 'W' -> {
                if (number >= 0) {
                    return false;
                }
                add(c == 'L' ? new RewritePart.Part(c, number) : new RewritePart.Unique());
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean control(char c, int number) throws Cursor.Misread {
        if (number == 1 && (c == 'M' || c == 'N')) {
            add(new RewritePart.Reprocessing(c == 'M'));
            return true;
        }
        if (number == 1 && c == '~') {
            add(new RewritePart.DecideChannels());
            return true;
        }
        if (number >= 0) {
            return false;
        }
        switch (c) {
            case 'E' -> add(new RewritePart.OnlyIn(RewritePart.Condition.ENVELOPE));
            case 'B' -> add(new RewritePart.OnlyIn(RewritePart.Condition.HEADER));
            case 'F' -> add(new RewritePart.OnlyIn(RewritePart.Condition.FORWARD));
            case 'R' -> add(new RewritePart.OnlyIn(RewritePart.Condition.BACKWARD));
            case 'A' -> add(new RewritePart.At(AddressInHand.Place.AT));
            case 'P' -> add(new RewritePart.At(AddressInHand.Place.PERCENT));
            case 'S' -> add(new RewritePart.At(AddressInHand.Place.ROUTE));
            case 'X' -> add(new RewritePart.At(AddressInHand.Place.BANG));
            case 'M' -> add(new RewritePart.Channel(true, true, word("the name of a channel")));
            case 'N' -> add(new RewritePart.Channel(true, false, word("the name of a channel")));
            case 'Q' -> add(new RewritePart.Channel(false, true, word("the name of a channel")));
            case 'C' -> add(new RewritePart.Channel(false, false, word("the name of a channel")));
            case 'T' -> add(new RewritePart.Tag(word("a tag")));
            case 'V' -> add(new RewritePart.Local(true, domain()));
            case 'Z' -> add(new RewritePart.Local(false, domain()));
            case '?' -> add(new RewritePart.ErrorText(errorText()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private String word(String expected) throws Cursor.Misread {
        endLiteral();
        StringBuilder word = new StringBuilder();
        while (!cursor.atGap() && String.valueOf(cursor.peek()).matches("[A-Za-z0-9_-]")) {
            word.append(cursor.next());
        }
        if (word.isEmpty()) {
            throw cursor.misread(expected);
        }
        return word.toString();
    }

    /** Up to a separator, the next control or the end. */
    private List<RewritePart> domain() throws Cursor.Misread {
        return within(() -> {
            while (!cursor.atGap() && cursor.peek() != '@' && cursor.peek() != '%') {
                if (cursor.peek() != '$') {
                    literal.append(cursor.next());
                } else if (!partOfDomain()) {
                    return;
                }
            }
        }, "a domain");
    }

    private boolean partOfDomain() throws Cursor.Misread {
        Cursor.Mark mark = cursor.mark();
        cursor.next();
        int at = cursor.at();
        int number = number();
        // The user is no part of a domain: what follows one is a template again.
        if (!cursor.atGap() && "DHL&!*#".indexOf(cursor.peek()) >= 0 && part(cursor.next(), number, at)) {
            return true;
        }
        cursor.back(mark);
        return false;
    }

    private List<RewritePart> argument(char end) throws Cursor.Misread {
        return within(() -> {
            while (!cursor.sees(end)) {
                if (cursor.atGap()) {
                    throw cursor.misread(end + " at the end of what is asked");
                }
                char c = cursor.next();
                if (c != '$') {
                    literal.append(c);
                } else if (cursor.sees(end)) {
                    literal.append(cursor.next());
                } else {
                    int at = cursor.at();
                    int number = number();
                    char kind = cursor.next("a character after $");
                    if (!(number < 0 && plain(kind) || part(kind, number, at))) {
                        throw cursor.misread(at, "a substitution, $, space or " + end + " after $ in what is asked");
                    }
                }
            }
            cursor.next();
        }, "what is asked");
    }

    /** What reads a piece that has pieces of its own. */
    @FunctionalInterface
    private interface Reading {
        void read() throws Cursor.Misread;
    }

    private List<RewritePart> within(Reading reading, String expected) throws Cursor.Misread {
        endLiteral();
        List<RewritePart> outer = parts;
        parts = new ArrayList<>();
        reading.read();
        endLiteral();
        List<RewritePart> inner = List.copyOf(parts);
        parts = outer;
        if (inner.isEmpty()) {
            throw cursor.misread(expected);
        }
        return inner;
    }

    private String name(String expected) throws Cursor.Misread {
        endLiteral();
        StringBuilder name = new StringBuilder();
        while (!cursor.sees(',')) {
            if (cursor.atGap() || "$}]".indexOf(cursor.peek()) >= 0) {
                throw cursor.misread(expected);
            }
            name.append(cursor.next());
        }
        cursor.next();
        if (name.isEmpty()) {
            throw cursor.misread(expected);
        }
        return name.toString();
    }

    /** Where nothing else stands in the template, up to the end of the line; else up to a space, separator or control. A dollar takes the meaning from those. */
    private String errorText() throws Cursor.Misread {
        boolean alone = parts.isEmpty() && literal.isEmpty();
        StringBuilder text = new StringBuilder();
        while (alone ? !cursor.atEnd() : !cursor.atGap() && cursor.peek() != '@' && cursor.peek() != '%') {
            if (cursor.peek() == '$') {
                Cursor.Mark mark = cursor.mark();
                cursor.next();
                if (cursor.atEnd() || " \t$%@".indexOf(cursor.peek()) < 0) {
                    cursor.back(mark);
                    break;
                }
            }
            text.append(cursor.next());
        }
        if (text.isEmpty()) {
            throw cursor.misread("a text");
        }
        return text.toString().stripTrailing();
    }

    private void add(RewritePart part) {
        endLiteral();
        parts.add(part);
    }

    private void endLiteral() {
        if (!literal.isEmpty()) {
            parts.add(new RewritePart.Text(literal.toString()));
            literal.setLength(0);
        }
    }
}

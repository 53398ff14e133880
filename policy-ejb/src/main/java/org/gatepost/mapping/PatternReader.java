package org.gatepost.mapping;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.IpRange;

/** Reads the left side of an entry. For one entry. */
final class PatternReader {

    /** Pieces of one pattern. */
    static final int PARTS_MAX = 256;

    private final Cursor cursor;
    private final List<PatternPart> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int saved;
    private boolean lazy;
    private boolean saves = true;

    private PatternReader(Cursor cursor) {
        this.cursor = cursor;
    }

    /** Reads up to the space that ends it. */
    static Pattern read(Cursor cursor) throws Cursor.Misread {
        return new PatternReader(cursor).pattern();
    }

    private Pattern pattern() throws Cursor.Misread {
        while (!cursor.atGap()) {
            char c = cursor.next();
            switch (c) {
                case '*' -> wildcard(CharSet.ANY, true);
                case '%' -> wildcard(CharSet.ANY, false);
                case '$' -> afterDollar();
                default -> literal.append(c);
            }
            if (parts.size() > PARTS_MAX) {
                throw cursor.misread("at most " + PARTS_MAX + " pieces in a pattern");
            }
        }
        if (lazy || !saves) {
            throw cursor.misread("a wildcard after $_, $@ or $^");
        }
        endLiteral();
        return new Pattern(parts);
    }

    private void afterDollar() throws Cursor.Misread {
        int at = cursor.at();
        char c = cursor.next("a character after $");
        switch (c) {
            case ' ', '\t', '$', '*', '%', '!' -> literal.append(c);
            case '_' -> lazy = true;
            case '@' -> saves = false;
            case '^' -> saves = true;
            case '[' -> wildcardOf(set());
            case '(' -> address(cursor.until(')', "address/bits and )"), true, at);
            case '<' -> ignoring(cursor.until('>', "address/bits and >"), at);
            case '{' -> address(cursor.until('}', "address/bits and }"), false, at);
            default -> {
                if (c >= '0' && c <= '9') {
                    again(c - '0', at);
                } else {
                    Optional<CharSet> named = CharSet.named(c);
                    wildcardOf(named.orElseThrow(() -> cursor.misread(at, "one of $$ $% $* $! $space, $_ $@ $^, $0* to $9*, $A $B $D $H $O $S $T $X, $[ $( $< ${")));
                }
            }
        }
    }

    private void wildcardOf(CharSet set) throws Cursor.Misread {
        switch (cursor.next("% or *")) {
            case '%' -> wildcard(set, false);
            case '*' -> wildcard(set, true);
            default -> throw cursor.misread(cursor.at() - 1, "% or *");
        }
    }

    private void wildcard(CharSet set, boolean many) {
        endLiteral();
        parts.add(many ? new PatternPart.Many(set, lazy, saves) : new PatternPart.One(set, saves));
        endModifiers();
    }

    private void endModifiers() {
        saved += saves ? 1 : 0;
        lazy = false;
        saves = true;
    }

    private void again(int number, int at) throws Cursor.Misread {
        if (!cursor.sees('*')) {
            throw cursor.misread("* after $" + number);
        }
        cursor.next();
        if (number >= Math.min(saved, Pattern.SAVED_MAX)) {
            throw cursor.misread(at, "the number of a wildcard that is saved before");
        }
        endLiteral();
        parts.add(new PatternPart.Again(number));
    }

    /** A backslash takes the meaning from what follows it; a hyphen between two characters means all that lie between. */
    private CharSet set() throws Cursor.Misread {
        BitSet characters = new BitSet();
        String expected = "characters and ]";
        char c = cursor.next(expected);
        while (c != ']') {
            char from = c == '\\' ? cursor.next(expected) : c;
            char to = from;
            c = cursor.next(expected);
            if (c == '-') {
                int at = cursor.at();
                char end = cursor.next(expected);
                if (end == ']') {
                    throw cursor.misread(at, "a character after -, or \\-");
                }
                to = end == '\\' ? cursor.next(expected) : end;
                if (to < from) {
                    throw cursor.misread(at, "a character not before " + from);
                }
                c = cursor.next(expected);
            }
            characters.set(from, to + 1);
        }
        if (characters.isEmpty()) {
            throw cursor.misread(cursor.at() - 1, expected);
        }
        return CharSet.of(characters);
    }

    private void address(String text, boolean v4, int at) throws Cursor.Misread {
        try {
            IpRange range = IpRange.parse(text);
            if (range.beginning().isV4() != v4) {
                throw new IllegalArgumentException("the other family");
            }
            add(range);
        } catch (IllegalArgumentException e) {
            throw cursor.misread(at + 1, v4 ? "an IPv4 address, or one and /0 to /32" : "an IPv6 address, or one and /0 to /128");
        }
    }

    /** The number says how many bits at the end do not count. */
    private void ignoring(String text, int at) throws Cursor.Misread {
        int slash = text.indexOf('/');
        try {
            IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
            String bits = slash < 0 ? "0" : text.substring(slash + 1);
            if (!address.isV4() || !bits.matches("[0-9]{1,2}")) {
                throw new IllegalArgumentException("not address/bits");
            }
            add(new IpRange(address, 32 - Integer.parseInt(bits)));
        } catch (IllegalArgumentException e) {
            throw cursor.misread(at + 1, "an IPv4 address, or one and /0 to /32");
        }
    }

    private void add(IpRange range) {
        endLiteral();
        parts.add(new PatternPart.Address(range, saves));
        endModifiers();
    }

    private void endLiteral() {
        if (!literal.isEmpty()) {
            parts.add(new PatternPart.Literal(Probe.fold(literal.toString())));
            literal.setLength(0);
        }
    }
}

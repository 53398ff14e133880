package org.gatepost.mapping;

import java.util.BitSet;
import java.util.Optional;

/** The characters a wildcard stands for, folded. */
final class CharSet {

    static final CharSet ANY = new CharSet(null);

    /** None where every character is a member. */
    private final BitSet members;

    private CharSet(BitSet members) {
        this.members = members;
    }

    /** These characters in either case. */
    static CharSet of(BitSet characters) {
        BitSet folded = new BitSet();
        characters.stream().forEach(c -> folded.set(Probe.fold((char) c)));
        return new CharSet(folded);
    }

    /** The class that {@code $name*} stands for. */
    static Optional<CharSet> named(char name) {
        return Optional.ofNullable(switch (name) {
            case 'A' -> "az";
            case 'B' -> "01";
            case 'D' -> "09";
            case 'H', 'X' -> "09af";
            case 'O' -> "07";
            case 'S' -> "09az__$$";
            case 'T' -> "\t\t\u000b\u000b  ";
            default -> null;
        }).map(CharSet::ranges);
    }

    private static CharSet ranges(String pairs) {
        BitSet characters = new BitSet();
        for (int i = 0; i < pairs.length(); i += 2) {
            characters.set(pairs.charAt(i), pairs.charAt(i + 1) + 1);
        }
        return of(characters);
    }

    boolean isAny() {
        return members == null;
    }

    boolean has(char folded) {
        return members == null || members.get(folded);
    }
}

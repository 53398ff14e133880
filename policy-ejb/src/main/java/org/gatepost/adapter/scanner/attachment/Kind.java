package org.gatepost.adapter.scanner.attachment;

import java.util.Locale;

/** What a file is by its first octets, whatever it is called. */
enum Kind {
    /** Programs for Windows and DOS. */
    PE("4d5a"),
    /** Programs for Linux. */
    ELF("7f454c46"),
    /** Programs for macOS. */
    MACHO("cffaedfe", "cefaedfe", "feedface", "feedfacf"),
    /** Links of Windows, which run what they point to. */
    LNK("4c00000001140200"),
    /** The last two as the first part of several, or as if it were one. */
    ZIP("504b0304", "504b0506", "504b0708", "504b3030"),
    GZIP("1f8b08"),
    /** Archives nobody here can look into. */
    RAR("526172211a07"),
    SEVEN_ZIP("377abcaf271c"),
    OTHER;

    /** First octets that are looked at. */
    static final int OCTETS = 8;

    private final String[] beginnings;

    Kind(String... beginnings) {
        this.beginnings = beginnings;
    }

    /** By the word policy has for it. */
    static Kind of(String word) {
        for (Kind kind : values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("kinds: no kind of file: '" + word + "'");
    }

    static Kind of(byte[] octets, int length) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < Math.min(length, OCTETS); i++) {
            hex.append(String.format(Locale.ROOT, "%02x", octets[i]));
        }
        for (Kind kind : values()) {
            for (String beginning : kind.beginnings) {
                if (hex.toString().startsWith(beginning)) {
                    return kind;
                }
            }
        }
        return OTHER;
    }

    boolean isClosed() {
        return this == RAR || this == SEVEN_ZIP;
    }
}

package org.gatepost.mail;

import java.util.Locale;

/** What the octets of one body need, noticed as they pass. */
final class BodyTraits {

    /** RFC 5322 section 2.1.1. */
    private static final int LINE_OCTETS_MAX = 998;

    private long octets;
    private long eightBit;
    private boolean binary;
    private int lineOctets;
    private boolean longLine;
    private boolean carriageReturn;

    void take(int octet) {
        octets++;
        if (carriageReturn && octet != '\n' || octet == '\n' && !carriageReturn || octet == 0) {
            binary = true;
        }
        carriageReturn = octet == '\r';
        if (octet > 127) {
            eightBit++;
        }
        lineOctets = octet == '\n' ? 0 : lineOctets + 1;
        longLine |= lineOctets > LINE_OCTETS_MAX + 1 || lineOctets > LINE_OCTETS_MAX && octet != '\r';
    }

    boolean hasEightBit() {
        return eightBit > 0;
    }

    boolean isSevenBit() {
        return eightBit == 0 && !binary && !longLine;
    }

    /** Text stays readable where most of it is ASCII; everything else is shorter in base 64. */
    SevenBitEdits.Encoding encoding(String contentType) {
        boolean text = contentType.toLowerCase(Locale.ROOT).startsWith("text/");
        return text && !binary && eightBit < octets / 3 + 1 ? SevenBitEdits.Encoding.QUOTED_PRINTABLE : SevenBitEdits.Encoding.BASE64;
    }
}

package org.gatepost.smtp.wire;

/**
 * The rules about line endings, in one place: takes the octets of the wire one at a time, knows where lines begin and end, makes a bare LF a CRLF,
 * notes what nobody may send, and hands on the content. The same octets give the same result however they are split. For one message and one thread.
 *
 * <p>Only CRLF ends a line here (RFC 5321 section 2.3.8). A bare LF is passed on as CRLF, but what follows it is not the start of a line as far as
 * dots are concerned; and a line of one dot between any other endings than two CRLFs is a flaw, because some other server takes it for the end.
 */
public final class ContentLines {

    /** Octets that are handed on at once, where there is memory for it. */
    public static final int OUT_OCTETS = 4 << 10;
    /** The same where there is not. */
    public static final int OUT_OCTETS_MIN = 256;

    private final boolean dotted;
    private final boolean binary;
    private final OctetSink sink;
    private final byte[] out;
    private int outLength;

    private boolean afterCr;
    private boolean crlfBefore = true;
    private boolean dotFirst;
    private int wireLength;
    private int lineLength;
    private long size;
    private long headerOctets;
    private boolean inHeader = true;
    private int longestLine;
    private boolean eightBit;
    private long bareLineFeeds;
    private ContentFlaw flaw = ContentFlaw.NONE;

    private ContentLines(boolean dotted, boolean binary, OctetSink sink, int outOctets) {
        this.dotted = dotted;
        this.binary = binary;
        this.sink = sink;
        this.out = new byte[outOctets];
    }

    /**
     * For DATA: a dot at the start of a line is the wire's (RFC 5321 section 4.5.2).
     *
     * @param outOctets how many octets the sink is given at once
     */
    public static ContentLines dotted(OctetSink sink, int outOctets) {
        return new ContentLines(true, false, sink, outOctets);
    }

    /** For BDAT: every octet is content (RFC 3030 section 2). */
    public static ContentLines plain(OctetSink sink, int outOctets) {
        return new ContentLines(false, false, sink, outOctets);
    }

    /**
     * For BDAT after BODY=BINARYMIME: behind the header section there are no lines, only octets, none of which is changed or means anything (RFC 3030
     * section 3). Such content never goes out by DATA.
     */
    public static ContentLines binary(OctetSink sink, int outOctets) {
        return new ContentLines(false, true, sink, outOctets);
    }

    /** Takes the next octet. True when it completed the CRLF.CRLF that ends DATA. */
    boolean take(int octet) {
        if (isRaw()) {
            eightBit |= octet > 127;
            emit(octet);
            return false;
        }
        if (octet == '\n') {
            return afterCr ? endLine() : bareLineFeed();
        }
        if (afterCr) {
            note(ContentFlaw.BARE_CR);
            ordinary('\r');
        }
        afterCr = octet == '\r';
        if (!afterCr) {
            ordinary(octet);
        }
        return false;
    }

    /**
     * Takes octets from the middle of a line for as long as nothing special is among them, which is most of any content; the rest is for
     * {@link #take}. Returns how many.
     */
    int takeRun(byte[] octets, int from, int to) {
        if (isRaw()) {
            for (int i = from; i < to && !eightBit; i++) {
                eightBit = octets[i] < 0;
            }
            emit(octets, from, to - from);
            return to - from;
        }
        if (afterCr || wireLength == 0) {
            return 0;
        }
        int end = from;
        int bits = 0;
        while (end < to && octets[end] != '\n' && octets[end] != '\r' && octets[end] != 0) {
            bits |= octets[end++];
        }
        int length = end - from;
        eightBit |= bits < 0;
        wireLength += length;
        lineLength += length;
        emit(octets, from, length);
        if (inHeader) {
            headerOctets = size;
        }
        return length;
    }

    /** The content is complete. What it ended with, if no CRLF, is judged and handed on. */
    void end() {
        if (afterCr) {
            note(ContentFlaw.BARE_CR);
        }
        longestLine = Math.max(longestLine, lineLength);
        drain();
    }

    private boolean endLine() {
        afterCr = false;
        if (isLoneDot()) {
            if (!crlfBefore) {
                note(ContentFlaw.ODD_DOT_LINE);
            } else if (dotted) {
                return true;
            }
        }
        newLine(true);
        return false;
    }

    private boolean bareLineFeed() {
        bareLineFeeds++;
        if (isLoneDot()) {
            note(ContentFlaw.ODD_DOT_LINE);
        }
        newLine(false);
        return false;
    }

    private boolean isRaw() {
        return binary && !inHeader;
    }

    private boolean isLoneDot() {
        return wireLength == 1 && dotFirst;
    }

    private void newLine(boolean crlf) {
        emit('\r');
        emit('\n');
        // The empty line that ends the header section counts to neither.
        inHeader &= lineLength > 0;
        if (inHeader) {
            headerOctets = size;
        }
        longestLine = Math.max(longestLine, lineLength);
        lineLength = 0;
        wireLength = 0;
        dotFirst = false;
        crlfBefore = crlf;
    }

    private void ordinary(int octet) {
        if (octet == 0) {
            note(ContentFlaw.NUL);
        }
        if (wireLength++ == 0 && octet == '.') {
            dotFirst = true;
            if (dotted && crlfBefore) {
                return;
            }
        }
        eightBit |= octet > 127;
        lineLength++;
        emit(octet);
        if (inHeader) {
            headerOctets = size;
        }
    }

    private void emit(int octet) {
        out[outLength++] = (byte) octet;
        size++;
        if (outLength == out.length) {
            drain();
        }
    }

    private void emit(byte[] octets, int from, int length) {
        int left = length;
        while (left > 0) {
            int count = Math.min(left, out.length - outLength);
            System.arraycopy(octets, from + length - left, out, outLength, count);
            outLength += count;
            left -= count;
            if (outLength == out.length) {
                drain();
            }
        }
        size += length;
    }

    private void drain() {
        if (outLength > 0) {
            sink.write(out, outLength);
            outLength = 0;
        }
    }

    private void note(ContentFlaw found) {
        if (flaw == ContentFlaw.NONE) {
            flaw = found;
        }
    }

    /** The first flaw found so far. */
    public ContentFlaw flaw() {
        return flaw;
    }

    /** Octets of content so far. */
    public long size() {
        return size;
    }

    /** Octets of the header section so far. */
    public long headerOctets() {
        return headerOctets;
    }

    /** How many bare LF were made CRLF. */
    public long bareLineFeeds() {
        return bareLineFeeds;
    }

    /** The longest line so far, without its ending. */
    public int longestLineOctets() {
        return Math.max(longestLine, lineLength);
    }

    /** Whether any octet had its high bit set. */
    public boolean eightBit() {
        return eightBit;
    }
}

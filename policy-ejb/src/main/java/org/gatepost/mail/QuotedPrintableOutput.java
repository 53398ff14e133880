package org.gatepost.mail;

import java.io.IOException;
import java.io.OutputStream;

/** Writes octets in quoted-printable (RFC 2045 section 6.7): CRLF stays a line break, any other CR or LF is encoded. */
final class QuotedPrintableOutput extends OutputStream {

    private static final int LINE_MAX = 76;
    private static final byte[] SOFT_BREAK = {'=', '\r', '\n'};
    private static final byte[] HARD_BREAK = {'\r', '\n'};
    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};
    private static final int NONE = -1;

    private final OutputStream out;
    private int column;
    /** A space or tab, which is encoded where a line ends behind it. */
    private int blank = NONE;
    private boolean carriageReturn;

    QuotedPrintableOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
        int octet = value & 0xff;
        if (carriageReturn) {
            carriageReturn = false;
            if (octet == '\n') {
                blank(true);
                out.write(HARD_BREAK);
                column = 0;
                return;
            }
            blank(false);
            encoded('\r');
        }
        switch (octet) {
            case '\r' -> carriageReturn = true;
            case ' ', '\t' -> {
                blank(false);
                blank = octet;
            }
            default -> {
                blank(false);
                if (octet > ' ' && octet < 127 && octet != '=') {
                    room(1);
                    out.write(octet);
                } else {
                    encoded(octet);
                }
            }
        }
    }

    /** Writes what was held back. What goes on behind is not ours. */
    void end() throws IOException {
        if (carriageReturn) {
            blank(false);
            encoded('\r');
            carriageReturn = false;
        }
        blank(true);
    }

    private void blank(boolean atEndOfLine) throws IOException {
        if (blank != NONE) {
            if (atEndOfLine) {
                encoded(blank);
            } else {
                room(1);
                out.write(blank);
            }
            blank = NONE;
        }
    }

    private void encoded(int octet) throws IOException {
        room(3);
        out.write('=');
        out.write(DIGITS[octet >> 4]);
        out.write(DIGITS[octet & 15]);
    }

    private void room(int octets) throws IOException {
        if (column + octets >= LINE_MAX) {
            out.write(SOFT_BREAK);
            column = 0;
        }
        column += octets;
    }
}

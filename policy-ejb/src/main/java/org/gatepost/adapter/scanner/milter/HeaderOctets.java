package org.gatepost.adapter.scanner.milter;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

import org.gatepost.mail.MessageHeader;

/**
 * The fields of a content one by one, octet for octet as they stand there, and then the body. Lines that are no fields are passed over, as
 * {@link MessageHeader} does. Used by one thread; who opened the content closes it.
 */
final class HeaderOctets {

    private final BufferedInputStream in;
    private int fields;
    private boolean separated;

    /**
     * One field.
     *
     * @param name as it is written
     * @param value after the colon, with its leading space and its folding, whose lines end in LF alone as filters expect; without the last line's end
     */
    record Field(String name, byte[] value) {
        /** The value without the white space before it. */
        byte[] valueWithoutSpace() {
            int start = 0;
            while (start < value.length && (value[start] == ' ' || value[start] == '\t')) {
                start++;
            }
            return Arrays.copyOfRange(value, start, value.length);
        }
    }

    HeaderOctets(InputStream content) {
        in = new BufferedInputStream(content);
    }

    /** The next field; empty where the header section ended. */
    Optional<Field> next() throws IOException {
        while (true) {
            byte[] octets = unfoldedLine();
            if (octets.length == 0) {
                return Optional.empty();
            }
            int colon = colon(octets);
            if (colon > 0) {
                if (++fields > MessageHeader.FIELDS_MAX) {
                    throw new CannotLook("more than " + MessageHeader.FIELDS_MAX + " header fields");
                }
                return Optional.of(field(octets, colon));
            }
        }
    }

    /** Whether an empty line ended the header section, and not the content. */
    boolean isSeparated() {
        return separated;
    }

    /** What follows the header section. */
    InputStream body() {
        return in;
    }

    /** A line with its continuation lines, each ended by LF; no octets for the empty line, and where the content ends. */
    private byte[] unfoldedLine() throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        line(octets);
        if (octets.size() == 1 && octets.toByteArray()[0] == '\n') {
            separated = true;
            return new byte[0];
        }
        while (octets.size() > 0 && continues()) {
            line(octets);
        }
        return octets.toByteArray();
    }

    private void line(ByteArrayOutputStream octets) throws IOException {
        boolean carriageReturn = false;
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            if (octet == 0) {
                throw new CannotLook("a NUL in the header");
            }
            if (carriageReturn && octet != '\n') {
                octets.write('\r');
            }
            carriageReturn = octet == '\r';
            if (!carriageReturn) {
                octets.write(octet);
            }
            if (octets.size() > Packets.DATA_OCTETS_MAX) {
                throw new CannotLook("a header field of more than " + Packets.DATA_OCTETS_MAX + " octets");
            }
            if (octet == '\n') {
                return;
            }
        }
    }

    private boolean continues() throws IOException {
        in.mark(1);
        int octet = in.read();
        in.reset();
        return octet == ' ' || octet == '\t';
    }

    /** Where the name ends; -1 where these octets are no field. */
    private static int colon(byte[] octets) {
        boolean ended = false;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == ':') {
                return i;
            }
            boolean space = octets[i] == ' ' || octets[i] == '\t';
            if (!space && (ended || octets[i] <= ' ' || octets[i] == 127)) {
                return -1;
            }
            ended = ended || space;
        }
        return -1;
    }

    private static Field field(byte[] octets, int colon) {
        int end = octets[octets.length - 1] == '\n' ? octets.length - 1 : octets.length;
        String name = new String(octets, 0, colon, StandardCharsets.US_ASCII).stripTrailing();
        return new Field(name, Arrays.copyOfRange(octets, colon + 1, end));
    }
}

package org.gatepost.smtp.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

import org.gatepost.smtp.protocol.IpAddress;

/**
 * Reads a PROXY header, version 1 or 2, and not one octet beyond it: what follows may be a handshake. Gives up at the first octet that cannot be part of
 * one. Pure but for the stream, whose timeouts and end are its {@link IOException}s.
 */
public final class ProxyReader {

    /** Longest header of version 1, its CRLF included (section 2.1). */
    public static final int LINE_OCTETS_MAX = 107;
    /** Most octets behind the length of version 2: addresses and extensions. */
    public static final int BLOCK_OCTETS_MAX = 4_096;
    /** Most extensions of version 2; the specification knows a dozen. */
    public static final int EXTENSIONS_MAX = 64;

    /** Section 2.2.2: the type of the one extension that is read. */
    private static final int CHECKSUM = 0x03;
    private static final int CHECKSUM_OCTETS = 4;
    private static final int EXTENSION_HEAD_OCTETS = 3;

    private static final byte[] LINE_START = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final Pattern LINE = Pattern.compile("PROXY (TCP4|TCP6) ([0-9A-Fa-f:.]+) ([0-9A-Fa-f:.]+) (0|[1-9][0-9]{0,4}) (0|[1-9][0-9]{0,4})");
    private static final Pattern UNKNOWN = Pattern.compile("PROXY UNKNOWN( .*)?");
    private static final int PORT_MAX = 65_535;

    private ProxyReader() {
    }

    /** The header that comes next. */
    public static ProxyHeader read(InputStream in) throws IOException {
        int first = one(in);
        if (first == LINE_START[0]) {
            return startsWith(in, LINE_START) ? line(in) : new ProxyHeader.Malformed("no PROXY header");
        }
        if (first == SIGNATURE[0]) {
            return startsWith(in, SIGNATURE) ? block(in) : new ProxyHeader.Malformed("no PROXY header");
        }
        return new ProxyHeader.Malformed(first < 0 ? "closed before a PROXY header" : "no PROXY header");
    }

    private static int one(InputStream in) throws IOException {
        byte[] one = new byte[1];
        return in.read(one, 0, 1) < 1 ? -1 : one[0] & 255;
    }

    /** Whether the rest of the beginning comes; its first octet has been read. */
    private static boolean startsWith(InputStream in, byte[] beginning) throws IOException {
        for (int i = 1; i < beginning.length; i++) {
            if (one(in) != beginning[i]) {
                return false;
            }
        }
        return true;
    }

    private static ProxyHeader line(InputStream in) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        octets.writeBytes(LINE_START);
        for (int octet = one(in), before = 0;; before = octet, octet = one(in)) {
            if (octet < 0) {
                return new ProxyHeader.Malformed("closed inside a PROXY header");
            }
            octets.write(octet);
            if (octet == '\n' && before == '\r') {
                return said(octets.toString(StandardCharsets.ISO_8859_1).substring(0, octets.size() - 2));
            }
            if (octets.size() == LINE_OCTETS_MAX || octet == '\n') {
                return new ProxyHeader.Malformed("a PROXY header that does not end");
            }
        }
    }

    private static ProxyHeader said(String line) {
        if (UNKNOWN.matcher(line).matches()) {
            return new ProxyHeader.Own();
        }
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return new ProxyHeader.Malformed("a PROXY header of another form");
        }
        boolean v4 = matcher.group(1).equals("TCP4");
        Optional<IpAddress> client = address(matcher.group(2), v4);
        Optional<IpAddress> server = address(matcher.group(3), v4);
        int clientPort = Integer.parseInt(matcher.group(4));
        int serverPort = Integer.parseInt(matcher.group(5));
        if (client.isEmpty() || server.isEmpty() || clientPort > PORT_MAX || serverPort > PORT_MAX) {
            return new ProxyHeader.Malformed("a PROXY header with a wrong address or port");
        }
        return new ProxyHeader.Client(client.get(), clientPort, server.get(), serverPort);
    }

    private static Optional<IpAddress> address(String text, boolean v4) {
        if (v4 == text.indexOf(':') >= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(IpAddress.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What follows the signature (section 2.2): version and command, family and transport, length, and so many octets. */
    private static ProxyHeader block(InputStream in) throws IOException {
        byte[] head = new byte[4];
        if (!fill(in, head)) {
            return new ProxyHeader.Malformed("closed inside a PROXY header");
        }
        int length = number(head, 2);
        int command = head[0] & 255;
        if (command != 0x20 && command != 0x21) {
            return new ProxyHeader.Malformed("a PROXY header of another version or command");
        }
        if (length > BLOCK_OCTETS_MAX) {
            return new ProxyHeader.Malformed("a PROXY header of " + length + " octets, " + BLOCK_OCTETS_MAX + " may be");
        }
        byte[] block = new byte[length];
        if (!fill(in, block)) {
            return new ProxyHeader.Malformed("closed inside a PROXY header");
        }
        // LOCAL: whatever stands there is to be ignored.
        return command == 0x20 ? new ProxyHeader.Own() : addresses(head, block);
    }

    private static boolean fill(InputStream in, byte[] octets) throws IOException {
        for (int have = 0; have < octets.length;) {
            int count = in.read(octets, have, octets.length - have);
            if (count < 0) {
                return false;
            }
            have += count;
        }
        return true;
    }

    private static ProxyHeader addresses(byte[] head, byte[] block) {
        int family = head[1] & 255;
        if (family == 0) {
            return new ProxyHeader.Own();
        }
        if (family != 0x11 && family != 0x21) {
            return new ProxyHeader.Malformed("a PROXY header of a family that is not TCP over IPv4 or IPv6");
        }
        int octets = family == 0x11 ? 4 : 16;
        if (block.length < 2 * octets + 4) {
            return new ProxyHeader.Malformed("a PROXY header without room for its addresses");
        }
        Optional<String> fault = fault(head, block, 2 * octets + 4);
        if (fault.isPresent()) {
            return new ProxyHeader.Malformed(fault.get());
        }
        return new ProxyHeader.Client(IpAddress.of(Arrays.copyOfRange(block, 0, octets)), number(block, 2 * octets),
                IpAddress.of(Arrays.copyOfRange(block, octets, 2 * octets)), number(block, 2 * octets + 2));
    }

    /** What is wrong with the extensions: they fill the block to its end, and a checksum among them is that of the whole header (section 2.2.3). */
    private static Optional<String> fault(byte[] head, byte[] block, int begin) {
        int at = begin;
        for (int count = 0; at < block.length; count++) {
            if (count == EXTENSIONS_MAX || block.length - at < EXTENSION_HEAD_OCTETS || block.length - at - EXTENSION_HEAD_OCTETS < number(block, at + 1)) {
                return Optional.of("a PROXY header with extensions that are too many, or do not fit");
            }
            int length = number(block, at + 1);
            int value = at + EXTENSION_HEAD_OCTETS;
            if (block[at] == CHECKSUM && (length != CHECKSUM_OCTETS || !isChecksum(head, block, value))) {
                return Optional.of("a PROXY header whose checksum is another");
            }
            at = value + length;
        }
        return Optional.empty();
    }

    /** CRC32C over signature, head and block, with zeros where it stands itself. */
    private static boolean isChecksum(byte[] head, byte[] block, int at) {
        CRC32C sum = new CRC32C();
        sum.update(SIGNATURE);
        sum.update(head);
        sum.update(block, 0, at);
        sum.update(new byte[CHECKSUM_OCTETS]);
        sum.update(block, at + CHECKSUM_OCTETS, block.length - at - CHECKSUM_OCTETS);
        long told = (long) number(block, at) << 16 | number(block, at + 2);
        return sum.getValue() == told;
    }

    private static int number(byte[] block, int at) {
        return (block[at] & 255) << 8 | block[at + 1] & 255;
    }
}

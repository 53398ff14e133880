package org.gatepost.smtp.protocol;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * An IPv4 or IPv6 address: a literal, never a name and never a look-up. An IPv4-mapped IPv6 address is the IPv4 address it means.
 */
public final class IpAddress {

    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,2}");

    private final byte[] octets;

    private IpAddress(byte[] octets) {
        this.octets = octets;
    }

    /** From 4 or 16 octets in network order. */
    public static IpAddress of(byte[] octets) {
        if (octets.length == 16 && isMapped(octets)) {
            return new IpAddress(Arrays.copyOfRange(octets, 12, 16));
        }
        if (octets.length != 4 && octets.length != 16) {
            throw new IllegalArgumentException("an address has 4 or 16 octets, not " + octets.length);
        }
        return new IpAddress(octets.clone());
    }

    /** Reads a dotted quad or an IPv6 literal (RFC 4291 section 2.2, without zone); anything else is an {@link IllegalArgumentException}. */
    public static IpAddress parse(String text) {
        return of(text.indexOf(':') < 0 ? parseV4(text) : parseV6(text));
    }

    public boolean isV4() {
        return octets.length == 4;
    }

    /** A copy, in network order. */
    public byte[] octets() {
        return octets.clone();
    }

    public boolean isLoopback() {
        if (isV4()) {
            return octets[0] == 127;
        }
        return octets[15] == 1 && Arrays.equals(octets, 0, 15, new byte[15], 0, 15);
    }

    /** As an address literal of RFC 5321 section 4.1.3: {@code [192.0.2.1]} or {@code [IPv6:2001:db8::1]}. */
    public String literal() {
        return isV4() ? "[" + this + "]" : "[IPv6:" + this + "]";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress address && Arrays.equals(octets, address.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** Dotted quad, or IPv6 in the form of RFC 5952. */
    @Override
    public String toString() {
        return isV4() ? quad(0) : v6Text();
    }

    private String quad(int from) {
        return (octets[from] & 255) + "." + (octets[from + 1] & 255) + "." + (octets[from + 2] & 255) + "." + (octets[from + 3] & 255);
    }

    private String v6Text() {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (octets[2 * i] & 255) << 8 | octets[2 * i + 1] & 255;
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                out.append("::");
                i += length - 1;
                continue;
            }
            if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') {
                out.append(':');
            }
            out.append(Integer.toHexString(groups[i]));
        }
        return out.toString();
    }

    private static boolean isMapped(byte[] octets) {
        return Arrays.equals(octets, 0, 10, new byte[10], 0, 10) && octets[10] == -1 && octets[11] == -1;
    }

    private static byte[] parseV4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("not an address: " + text);
        }
        byte[] out = new byte[4];
        for (int i = 0; i < 4; i++) {
            if (!DECIMAL.matcher(parts[i]).matches() || Integer.parseInt(parts[i]) > 255) {
                throw new IllegalArgumentException("not an address: " + text);
            }
            out[i] = (byte) Integer.parseInt(parts[i]);
        }
        return out;
    }

    private static byte[] parseV6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            byte[] whole = v6Groups(text, text);
            if (whole.length != 16) {
                throw new IllegalArgumentException("not an address: " + text);
            }
            return whole;
        }
        // A dotted quad may stand only at the very end.
        if (text.lastIndexOf('.', gap) >= 0) {
            throw new IllegalArgumentException("not an address: " + text);
        }
        byte[] head = v6Groups(text.substring(0, gap), text);
        byte[] tail = v6Groups(text.substring(gap + 2), text);
        if (head.length + tail.length > 14) {
            throw new IllegalArgumentException("not an address: " + text);
        }
        byte[] out = Arrays.copyOf(head, 16);
        System.arraycopy(tail, 0, out, 16 - tail.length, tail.length);
        return out;
    }

    private static byte[] v6Groups(String part, String whole) {
        if (part.isEmpty()) {
            return new byte[0];
        }
        StringBuilder hex = new StringBuilder();
        String[] groups = part.split(":", -1);
        for (int i = 0; i < groups.length; i++) {
            if (i == groups.length - 1 && groups[i].indexOf('.') >= 0) {
                hex.append(HexFormat.of().formatHex(parseV4(groups[i])));
            } else if (groups[i].matches("[0-9A-Fa-f]{1,4}")) {
                hex.append("0000", groups[i].length(), 4).append(groups[i]);
            } else {
                throw new IllegalArgumentException("not an address: " + whole);
            }
        }
        return HexFormat.of().parseHex(hex);
    }
}

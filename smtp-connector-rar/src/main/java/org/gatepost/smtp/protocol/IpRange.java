package org.gatepost.smtp.protocol;

/**
 * An address, or all that begin with the same bits. Immutable.
 *
 * @param bits how many of the beginning count: 0 to 32, or 128 of IPv6
 */
public record IpRange(IpAddress beginning, int bits) {

    public IpRange {
        if (bits < 0 || bits > beginning.octets().length * 8) {
            throw new IllegalArgumentException("not a number of bits of " + beginning + ": " + bits);
        }
    }

    /** Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32} or an address alone; anything else is an {@link IllegalArgumentException} that says so. */
    public static IpRange parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            IpAddress only = IpAddress.parse(text);
            return new IpRange(only, only.octets().length * 8);
        }
        if (!text.substring(slash + 1).matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("not address/bits: " + text);
        }
        return new IpRange(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    /** All addresses that begin with the same bits as this one; its other bits are zero. */
    public static IpRange around(IpAddress address, int bits) {
        byte[] octets = address.octets();
        for (int bit = bits; bit < octets.length * 8; bit++) {
            octets[bit / 8] &= (byte) ~(1 << 7 - bit % 8);
        }
        return new IpRange(IpAddress.of(octets), bits);
    }

    /** Whether an address begins so; one of the other family never does. */
    public boolean contains(IpAddress address) {
        byte[] one = beginning.octets();
        byte[] other = address.octets();
        if (one.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            if (((one[bit / 8] ^ other[bit / 8]) >> 7 - bit % 8 & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return beginning + "/" + bits;
    }
}

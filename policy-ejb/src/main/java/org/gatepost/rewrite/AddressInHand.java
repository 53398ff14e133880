package org.gatepost.rewrite;

/**
 * An address, taken apart at the host that is rewritten: the first of a source route, or what is to the right of the at sign; without one, what is left of
 * an exclamation mark or right of a percent sign.
 *
 * @param user all that is not the host
 * @param host empty where there is none
 */
record AddressInHand(String user, String host, Place place) {

    /** Where the host stands. */
    enum Place { AT, ROUTE, BANG, PERCENT }

    static AddressInHand of(String address) {
        int routeEnd = firstHopEnd(address);
        if (routeEnd > 0) {
            return new AddressInHand(address.substring(routeEnd + 1), address.substring(1, routeEnd), Place.ROUTE);
        }
        int at = address.lastIndexOf('@');
        if (at >= 0) {
            return new AddressInHand(address.substring(0, at), address.substring(at + 1), Place.AT);
        }
        int bang = address.indexOf('!');
        if (bang >= 0) {
            return new AddressInHand(address.substring(bang + 1), address.substring(0, bang), Place.BANG);
        }
        int percent = address.lastIndexOf('%');
        return percent < 0 ? new AddressInHand(address, "", Place.AT) : new AddressInHand(address.substring(0, percent), address.substring(percent + 1), Place.PERCENT);
    }

    /** Where the first host of a source route ends (RFC 5321 section 4.1.2); -1 where there is none. Address literals have colons of their own. */
    private static int firstHopEnd(String address) {
        if (!address.startsWith("@")) {
            return -1;
        }
        int depth = 0;
        for (int i = 1; i < address.length(); i++) {
            char c = address.charAt(i);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (depth == 0 && (c == ',' || c == ':')) {
                return i;
            }
        }
        return -1;
    }

    /** The address with another user and host in their place. */
    String with(String newUser, String newHost) {
        if (place == Place.ROUTE) {
            return "@" + newHost + (newUser.startsWith("@") ? "," : ":") + newUser;
        }
        return newUser + "@" + newHost;
    }

    /** The same, by way of another host. */
    String with(String newUser, String newHost, String by) {
        String address = with(newUser, newHost);
        return "@" + by + (address.startsWith("@") ? "," : ":") + address;
    }
}

package org.gatepost.workbench.supervisor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** IP addresses as settings give them: literals only, so that no name is ever looked up. */
final class Addresses {

    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:.]+");

    private Addresses() {
    }

    /** Without the brackets an IPv6 address may be written in. */
    static String bare(String text) {
        return text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    }

    static boolean isLiteral(String text) {
        String address = bare(text);
        if (!IPV4.matcher(address).matches() && !IPV6.matcher(address).matches()) {
            return false;
        }
        try {
            InetAddress.getByName(address);
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    static boolean isLoopback(String literal) {
        return parse(literal).isLoopbackAddress();
    }

    /** {@code address:port}, an IPv6 address in brackets. */
    static String withPort(String literal, int port) {
        String address = bare(literal);
        return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
    }

    /** Where to knock for something bound to this address: loopback for one bound to every address. */
    static InetSocketAddress reachable(String literal, int port) {
        InetAddress address = parse(literal);
        if (!address.isAnyLocalAddress()) {
            return new InetSocketAddress(address, port);
        }
        return new InetSocketAddress(parse(address.getAddress().length == 4 ? "127.0.0.1" : "::1"), port);
    }

    /**
     * Makes sure that nobody else listens there, so that the reason stands in our one line and not in a server's log.
     *
     * @throws StartRefused if somebody does, or the address is not this machine's
     */
    static void requireFree(String literal, int port, String setting) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(parse(literal), port));
        } catch (IOException e) {
            throw new StartRefused(withPort(literal, port) + " (" + setting + ") cannot be had: " + e.getMessage(), e);
        }
    }

    private static InetAddress parse(String literal) {
        try {
            return InetAddress.getByName(bare(literal));
        } catch (UnknownHostException e) {
            throw new StartRefused("not an IP address: " + literal, e);
        }
    }
}

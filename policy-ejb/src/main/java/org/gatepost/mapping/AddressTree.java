package org.gatepost.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.IpRange;

/** Which entries have a range that an address lies in, found in as many steps as the address has bits. Built by one thread, then read by any. */
final class AddressTree {

    private final Node v4 = new Node();
    private final Node v6 = new Node();
    private boolean empty = true;

    private static final class Node {
        private Node zero;
        private Node one;
        private final List<Integer> entries = new ArrayList<>(0);
    }

    void add(IpRange range, int entry) {
        byte[] octets = range.beginning().octets();
        Node node = root(range.beginning());
        for (int bit = 0; bit < range.bits(); bit++) {
            if (isOne(octets, bit)) {
                node.one = node.one == null ? new Node() : node.one;
                node = node.one;
            } else {
                node.zero = node.zero == null ? new Node() : node.zero;
                node = node.zero;
            }
        }
        node.entries.add(entry);
        empty = false;
    }

    boolean isEmpty() {
        return empty;
    }

    void find(IpAddress address, IntConsumer found) {
        byte[] octets = address.octets();
        Node node = root(address);
        for (int bit = 0; node != null; bit++) {
            node.entries.forEach(found::accept);
            if (bit == octets.length * 8) {
                return;
            }
            node = isOne(octets, bit) ? node.one : node.zero;
        }
    }

    private Node root(IpAddress address) {
        return address.isV4() ? v4 : v6;
    }

    private static boolean isOne(byte[] octets, int bit) {
        return (octets[bit / 8] >> 7 - bit % 8 & 1) != 0;
    }
}

package org.gatepost.gate;

import java.util.Arrays;
import java.util.List;

import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.IpRange;

/** Addresses whose word about others is believed. Empty as shipped, loopback too. Immutable. */
public record TrustList(List<IpRange> ranges) {

    /** Nobody. */
    public static final TrustList NOBODY = new TrustList(List.of());

    public TrustList {
        ranges = List.copyOf(ranges);
    }

    /** Reads addresses and {@code address/bits}, separated by white space or commas; an {@link IllegalArgumentException} names the one that is wrong. */
    public static TrustList parse(String text) {
        return new TrustList(Arrays.stream(text.strip().split("[,\\s]+")).filter(word -> !word.isEmpty()).map(IpRange::parse).toList());
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    public boolean contains(IpAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }
}

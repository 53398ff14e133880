package org.gatepost.workbench.bench.large;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What a sink has taken: the digest of each numbered message, and how many others. Safe for use by many threads. */
final class Arrivals {

    private final Map<Integer, String> digests = new ConcurrentHashMap<>();
    private final AtomicInteger again = new AtomicInteger();
    private final AtomicInteger others = new AtomicInteger();

    /** A whole content has come. */
    void add(ContentDigest content) {
        if (content.number().isEmpty()) {
            others.incrementAndGet();
        } else if (digests.putIfAbsent(content.number().getAsInt(), content.value()) != null) {
            again.incrementAndGet();
        }
    }

    /** Digests by message number; of one that came more than once, the first. */
    Map<Integer, String> digests() {
        return Map.copyOf(digests);
    }

    /** Numbered messages that came when they had come before. */
    int again() {
        return again.get();
    }

    /** Messages without a number. */
    int others() {
        return others.get();
    }
}

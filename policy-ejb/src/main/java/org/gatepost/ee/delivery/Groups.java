package org.gatepost.ee.delivery;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The groups this node's mail goes to: domains with the same mail exchangers are one, for it is the hosts that a pace is for. Safe for use by many
 * threads.
 */
final class Groups {

    /** What is known of one nobody used for so long is forgotten. */
    static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    private final Map<Group, GroupPace> paces = new ConcurrentHashMap<>();

    /**
     * Hosts that take the same mail.
     *
     * @param hosts all mail exchangers of a domain, or a fixed next hop
     */
    record Group(Set<String> hosts, int port) {
        Group {
            hosts = Set.copyOf(hosts);
        }
    }

    GroupPace paceOf(Group group, long nowNanos) {
        return paces.computeIfAbsent(group, unknown -> new GroupPace(nowNanos));
    }

    void forgetUnused(long nowNanos) {
        paces.values().removeIf(pace -> nowNanos - pace.usedNanos() > FORGOTTEN_AFTER.toNanos());
    }

    int known() {
        return paces.size();
    }
}

package org.gatepost.ee.store;

import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

import org.gatepost.gate.PolicySnapshot;
import org.gatepost.mail.ChannelName;
import org.gatepost.trace.Alarms;

/** Looks whether filters bring back what they were given, and raises an alarm where one does not or cannot be reached. For one thread. */
public final class FilterWatch {

    /** Attempts after which a filter that takes nothing is worth an alarm. */
    static final int ATTEMPTS = 3;

    private final AwayRows away;
    private final Alarms alarms;
    private final Set<ChannelName> known = new HashSet<>();
    /** The policy whose filters, and those that mail is still with, are known. */
    private OptionalLong seen = OptionalLong.empty();

    public FilterWatch(AwayRows away, Alarms alarms) {
        this.away = away;
        this.alarms = alarms;
    }

    /** Where policy has no filter, and had none while mail went to it, the queue is asked once for each policy and no more. */
    public void look(PolicySnapshot policy) {
        if (seen.isEmpty() || seen.getAsLong() != policy.version()) {
            policy.channels().values().forEach(channel -> channel.keywords().transport().hop().detour().ifPresent(known::add));
            // A filter that policy names no longer, perhaps since before this start, may have mail of ours all the same.
            known.addAll(away.filters());
            seen = OptionalLong.of(policy.version());
        }
        for (ChannelName filter : known) {
            Duration wait = policy.channels().getOrDefault(filter, policy.channel(PolicySnapshot.REMOTE_DELIVERY)).keywords().transport().hop().awayMax();
            int late = away.overdue(filter, wait);
            if (late > 0) {
                alarms.raise("hop-silent:" + filter, late + " copies went by channel " + filter + " and did not come back within " + wait + ": they are held.");
            } else if (!away.hasLost(filter)) {
                alarms.clear("hop-silent:" + filter);
            }
            if (away.isBehind(filter, ATTEMPTS)) {
                alarms.raise("hop-down:" + filter, "Mail waits for the filter of channel " + filter + ", which has not taken it " + ATTEMPTS + " times or more.");
            } else {
                alarms.clear("hop-down:" + filter);
            }
        }
    }
}

package org.gatepost.verify;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.gatepost.mail.ChannelName;
import org.gatepost.trace.Alarms;

/** An alarm for each channel, which ends by itself when its cause has not been seen for a while. Safe for use by many threads. */
final class FadingAlarm {

    private final String prefix;
    private final Duration quiet;
    private final Alarms alarms;
    private final InstantSource steadyClock;
    private final Map<ChannelName, Instant> seen = new HashMap<>();
    private final Set<ChannelName> known = new HashSet<>();

    /**
     * @param prefix of its keys, before the channel's name
     * @param quiet how long the cause has not been seen when it ends
     * @param steadyClock says how long something lasts
     */
    FadingAlarm(String prefix, Duration quiet, Alarms alarms, InstantSource steadyClock) {
        this.prefix = prefix;
        this.quiet = quiet;
        this.alarms = alarms;
        this.steadyClock = steadyClock;
    }

    synchronized void raise(ChannelName channel, String text) {
        seen.put(channel, steadyClock.instant());
        alarms.raise(prefix + channel, text);
    }

    /** Ends what has been quiet, and once for each of these channels what an earlier life of this node may have left. */
    synchronized void look(Collection<ChannelName> channels) {
        for (ChannelName channel : channels) {
            if (known.add(channel) && !seen.containsKey(channel)) {
                alarms.clear(prefix + channel);
            }
        }
        Instant now = steadyClock.instant();
        seen.entrySet().removeIf(each -> {
            boolean over = !each.getValue().plus(quiet).isAfter(now);
            if (over) {
                alarms.clear(prefix + each.getKey());
            }
            return over;
        });
    }
}

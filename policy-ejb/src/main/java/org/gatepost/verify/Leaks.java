package org.gatepost.verify;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import org.gatepost.channel.Channel;
import org.gatepost.channel.NextHop;
import org.gatepost.mail.ChannelName;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.trace.Alarms;

/**
 * Recipients that were refused for good after we had answered 250 for them: each is a report to a sender, who may be a forged one. Counted for every channel since
 * this node started; of channels that verify recipients each raises the alarm {@code leak:CHANNEL}, which ends after {@link #QUIET} without one. Safe for use
 * by many threads.
 */
public final class Leaks {

    /** How long a channel has had no leak when its alarm ends. */
    public static final Duration QUIET = Duration.ofHours(1);

    private final FadingAlarm alarm;
    private final Map<ChannelName, LongAdder> recipients = new ConcurrentHashMap<>();

    /** @param steadyClock says how long something lasts */
    public Leaks(Alarms alarms, InstantSource steadyClock) {
        this.alarm = new FadingAlarm("leak:", QUIET, alarms, steadyClock);
    }

    /** So many recipients of one message were, the last of them with this reply. */
    public void refused(Channel channel, NextHop hop, int count, Reply reply) {
        recipients.computeIfAbsent(channel.name(), name -> new LongAdder()).add(count);
        if (channel.keywords().transport().verify().asks()) {
            alarm.raise(channel.name(), "Channel " + channel.name() + " took mail that its next hop " + hop + " then refused for good: " + reply);
        }
    }

    /** How many there were, by channel. */
    public Map<ChannelName, Long> total() {
        Map<ChannelName, Long> total = new HashMap<>();
        recipients.forEach((channel, count) -> total.put(channel, count.sum()));
        return total;
    }

    /** Ends the alarms of channels that have had none for long enough. Called now and then, with the channels of the policy. */
    public void look(Collection<ChannelName> channels) {
        alarm.look(channels);
    }
}

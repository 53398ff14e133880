package org.gatepost.queue;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import org.gatepost.mail.ChannelName;

/**
 * What has gone through each channel since this node started, in messages, recipients and octets. Counted in memory, where it costs acceptance and
 * delivery no row and no lock; for use by many threads.
 */
public final class ChannelCounters {

    private final Map<Key, Sum> sums = new ConcurrentHashMap<>();

    /** What a channel does with mail. What is stored in it is in the queue, and counted there. */
    public enum What {
        /** An entry for it came into the queue. */
        RECEIVED,
        /** It gave recipients' copies to a next hop. */
        DELIVERED,
        /** A message entered by it: from a client, or made by ourselves. */
        SUBMITTED
    }

    /** Which counter. */
    public record Key(ChannelName channel, What what) {
    }

    /** How much. */
    public record Amount(long messages, long recipients, long octets) {

        public static final Amount NOTHING = new Amount(0, 0, 0);

        public Amount plus(Amount more) {
            return new Amount(messages + more.messages, recipients + more.recipients, octets + more.octets);
        }

        public Amount minus(Amount less) {
            return new Amount(messages - less.messages, recipients - less.recipients, octets - less.octets);
        }
    }

    private record Sum(LongAdder messages, LongAdder recipients, LongAdder octets) {
        Sum() {
            this(new LongAdder(), new LongAdder(), new LongAdder());
        }

        void add(long copies, long size) {
            messages.increment();
            recipients.add(copies);
            octets.add(size);
        }

        Amount amount() {
            return new Amount(messages.sum(), recipients.sum(), octets.sum());
        }
    }

    /** A message became ours, with the reports stored beside it. */
    public void accepted(NewMessage message) {
        long octets = message.message().contentOctets();
        long copies = 0;
        for (QueueEntry entry : message.entries()) {
            sum(entry.route().channel(), What.RECEIVED).add(entry.recipients().size(), octets);
            copies += entry.recipients().size();
        }
        sum(message.message().origin().sourceChannel(), What.SUBMITTED).add(copies, octets);
        message.reports().forEach(this::accepted);
    }

    /** What came of an attempt was written, with its reports. */
    public void settled(Settlement settlement) {
        long sent = settlement.states().values().stream().filter(RecipientState.Sent.class::isInstance).count();
        if (sent > 0) {
            sum(settlement.entry().entry().route().channel(), What.DELIVERED).add(sent, settlement.entry().message().contentOctets());
        }
        settlement.reports().forEach(this::accepted);
    }

    /** All there was so far. */
    public Map<Key, Amount> total() {
        Map<Key, Amount> total = new HashMap<>();
        sums.forEach((key, sum) -> total.put(key, sum.amount()));
        return total;
    }

    private Sum sum(ChannelName channel, What what) {
        return sums.computeIfAbsent(new Key(channel, what), key -> new Sum());
    }
}

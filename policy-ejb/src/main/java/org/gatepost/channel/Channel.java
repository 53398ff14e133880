package org.gatepost.channel;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.gatepost.mail.ChannelName;
import org.gatepost.smtp.protocol.BareLineFeed;

/**
 * A channel: policy for mail that enters by it (source channel) or leaves by it (destination channel). Immutable.
 *
 * @param sourceOctetsMax greatest message that may enter by it (keyword {@code sourceblocklimit})
 * @param octetsMax greatest message that may leave by it (keyword {@code blocklimit})
 * @param recipientsMax recipients in a transaction that enters by it (keyword {@code recipientlimit})
 * @param headerOctetsMax greatest header section of what enters by it (keyword {@code headerlimit})
 * @param bareLineFeed keyword {@code barelinefeed}
 * @param rejectsLongLines keyword {@code rejectsmtplonglines}: lines over 998 octets are refused
 * @param nextHop where mail that leaves by it goes; empty for a channel that is a source only
 * @param backoff waiting times between attempts, at least one; the last repeats
 * @param notices ages, rising, at which the sender is told of a delay; at the last the message is returned; at least one
 * @param jobsMax concurrent connections of a node to one destination (keyword {@code maxjobs})
 * @param keywords all other keywords
 */
public record Channel(ChannelName name, OptionalLong sourceOctetsMax, OptionalLong octetsMax, int recipientsMax, int headerOctetsMax,
        BareLineFeed bareLineFeed, boolean rejectsLongLines, Optional<NextHop> nextHop, List<Duration> backoff, List<Duration> notices, int jobsMax,
        ChannelKeywords keywords) {

    public Channel {
        backoff = List.copyOf(backoff);
        notices = List.copyOf(notices);
        if (backoff.isEmpty() || notices.isEmpty()) {
            throw new IllegalArgumentException("channel " + name + " needs at least one backoff time and one notice age");
        }
        if (!notices.stream().sorted().toList().equals(notices)) {
            throw new IllegalArgumentException("channel " + name + ": the ages of notices rise");
        }
    }

    /** A channel that says no more than this. */
    public Channel(ChannelName name, OptionalLong sourceOctetsMax, OptionalLong octetsMax, int recipientsMax, int headerOctetsMax, BareLineFeed bareLineFeed,
            boolean rejectsLongLines, Optional<NextHop> nextHop, List<Duration> backoff, List<Duration> notices, int jobsMax) {
        this(name, sourceOctetsMax, octetsMax, recipientsMax, headerOctetsMax, bareLineFeed, rejectsLongLines, nextHop, backoff, notices, jobsMax,
                ChannelKeywords.DEFAULT);
    }

    /** The same, leading to that one host: by the channel's protocol and port, and by SMTP where it leads to the hosts of domains. */
    public Channel toHost(String host) {
        Optional<NextHop> there = nextHop.map(hop -> new NextHop(hop.isMx() ? NextHop.Protocol.SMTP : hop.protocol(), host, hop.port()));
        return new Channel(name, sourceOctetsMax, octetsMax, recipientsMax, headerOctetsMax, bareLineFeed, rejectsLongLines, there, backoff, notices, jobsMax, keywords);
    }

    /** The age at which what still waits is returned. */
    public Duration returnAge() {
        return notices.getLast();
    }
}

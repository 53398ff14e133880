package org.gatepost.gate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import org.gatepost.channel.Channel;
import org.gatepost.channel.ConnectionKeywords.Switching;
import org.gatepost.channel.QueueKeywords.Pool;
import org.gatepost.conversion.ConversionEntries;
import org.gatepost.mail.ChannelName;
import org.gatepost.mapping.MappingTables;
import org.gatepost.rewrite.RewriteRules;
import org.gatepost.scan.ScanRule;
import org.gatepost.scan.ScannerPolicy;
import org.gatepost.sieve.ScriptLevel;

/**
 * One version of policy, compiled: immutable, complete, and checked. A mail transaction is judged by one snapshot from its beginning to its end.
 *
 * @param version the row of policy_version it was made from
 * @param listeners by name
 * @param channels by name; every listener's source channel is among them
 * @param scanners those that have an address
 * @param mappings those that do not exist are not asked
 * @param names what is asked of DNS; every list a channel names is among its lists
 * @param scripts Sieve scripts of domains, channels and the system
 * @param rewriting what becomes of addresses before the directory is asked; where there are no rules, nothing
 * @param throttles tables of counters; every one a channel names is among them
 * @param conversions what is done with parts of messages where the table CONVERSIONS says so
 */
public record PolicySnapshot(long version, Map<String, ListenerPolicy> listeners, Map<ChannelName, Channel> channels, List<ScannerPolicy> scanners,
        MappingTables mappings, NamePolicy names, ScriptPolicy scripts, RewriteRules rewriting, ThrottlePolicy throttles, ConversionEntries conversions) {

    /** The destination channel of local mailboxes. */
    public static final ChannelName LOCAL_DELIVERY = new ChannelName("tcp_lmtpcs");
    /** The destination channel of everybody else. */
    public static final ChannelName REMOTE_DELIVERY = new ChannelName("tcp_local");

    /** Where what scripts throw away is kept for a while, where policy has it. */
    public static final ChannelName FILTER_DISCARD = new ChannelName("filter_discard");

    /** The source channel of clients whose addresses are ours. */
    public static final ChannelName INTERNAL = new ChannelName("tcp_intranet");

    public PolicySnapshot {
        listeners = Map.copyOf(listeners);
        channels = Map.copyOf(channels);
        scanners = List.copyOf(scanners);
        for (ListenerPolicy listener : listeners.values()) {
            if (!channels.containsKey(listener.sourceChannel())) {
                throw new IllegalArgumentException("listener " + listener.name() + " names the source channel " + listener.sourceChannel() + ", which is not defined");
            }
        }
        if (channels.containsKey(REMOTE_DELIVERY) && channels.get(REMOTE_DELIVERY).keywords().transport().forwarding().relayDestination()) {
            throw new IllegalArgumentException("channel " + REMOTE_DELIVERY + ": relaydestination would take everybody's mail for everybody");
        }
        Map<String, Pool> pools = new HashMap<>();
        channels.values().forEach(channel -> OnTrial.check(channel, names, throttles));
        FilterDetour.check(channels);
        for (Channel channel : channels.values()) {
            channel.keywords().transport().queue().pool().ifPresent(pool -> {
                if (!pools.computeIfAbsent(pool.name(), name -> pool).equals(pool)) {
                    throw new IllegalArgumentException("channel " + channel.name() + ": another channel says another number of jobs for the pool " + pool.name());
                }
            });
            requireTarget(channels, channel, "saslswitchchannel", channel.keywords().service().authentication().switchesTo());
            requireTarget(channels, channel, "tlsswitchchannel", channel.keywords().service().connection().tlsSwitchChannel());
            requireTarget(channels, channel, "switchchannel", Optional.of(INTERNAL).filter(name -> channel.keywords().service().connection().switchesByAddress()));
            if (channel.keywords().service().connection().switchesByAddress() && channels.get(INTERNAL).keywords().service().connection().switching() == Switching.NEVER) {
                throw new IllegalArgumentException("channel " + channel.name() + ": switchchannel leads to " + INTERNAL + ", which says noswitchchannel");
            }
            throttles.require(channel);
            for (String list : channel.keywords().service().names().dnsLists()) {
                if (!names.lists().containsKey(list)) {
                    throw new IllegalArgumentException("channel " + channel.name() + ": dnslists names " + list + ", which is not defined");
                }
            }
        }
        for (ScriptPolicy.Owner owner : scripts.filters().keySet()) {
            if ((owner.level() == ScriptLevel.SOURCE_CHANNEL || owner.level() == ScriptLevel.DESTINATION_CHANNEL) && !channels.containsKey(new ChannelName(owner.name()))) {
                throw new IllegalArgumentException("sieve_filter " + owner + ": the channel is not defined");
            }
        }
        for (ScanRule rule : scripts.rules().values()) {
            for (ChannelName name : rule.destinationChannels()) {
                if (!channels.containsKey(name)) {
                    throw new IllegalArgumentException("scan_rule " + rule.engine() + ": destination_channels names " + name + ", which is not defined");
                }
            }
        }
        for (ChannelName name : List.of(LOCAL_DELIVERY, REMOTE_DELIVERY)) {
            if (!channels.containsKey(name) || channels.get(name).nextHop().isEmpty()) {
                throw new IllegalArgumentException("channel " + name + " must be defined, with a destination");
            }
        }
    }

    /** One without rewrite rules and throttles. */
    public PolicySnapshot(long version, Map<String, ListenerPolicy> listeners, Map<ChannelName, Channel> channels, List<ScannerPolicy> scanners, MappingTables mappings,
            NamePolicy names, ScriptPolicy scripts) {
        this(version, listeners, channels, scanners, mappings, names, scripts, RewriteRules.NONE, ThrottlePolicy.NONE, ConversionEntries.NONE);
    }

    /** The same policy with these rewrite rules. */
    public PolicySnapshot rewriting(RewriteRules rules) {
        return new PolicySnapshot(version, listeners, channels, scanners, mappings, names, scripts, rules, throttles, conversions);
    }

    /** The same policy with these tables of counters. */
    public PolicySnapshot throttling(ThrottlePolicy tables) {
        return new PolicySnapshot(version, listeners, channels, scanners, mappings, names, scripts, rewriting, tables, conversions);
    }

    /** The same policy with these entries. */
    public PolicySnapshot converting(ConversionEntries entries) {
        return new PolicySnapshot(version, listeners, channels, scanners, mappings, names, scripts, rewriting, throttles, entries);
    }

    /** One without mapping tables, whose channels ask no lists. */
    public PolicySnapshot(long version, Map<String, ListenerPolicy> listeners, Map<ChannelName, Channel> channels, List<ScannerPolicy> scanners) {
        this(version, listeners, channels, scanners, MappingTables.NONE, NamePolicy.NONE, ScriptPolicy.NONE);
    }

    /** One without scripts. */
    public PolicySnapshot(long version, Map<String, ListenerPolicy> listeners, Map<ChannelName, Channel> channels, List<ScannerPolicy> scanners, MappingTables mappings,
            NamePolicy names) {
        this(version, listeners, channels, scanners, mappings, names, ScriptPolicy.NONE);
    }

    private static void requireTarget(Map<ChannelName, Channel> channels, Channel channel, String keyword, Optional<ChannelName> target) {
        if (target.isPresent() && !channels.containsKey(target.get())) {
            throw new IllegalArgumentException("channel " + channel.name() + ": " + keyword + " names " + target.get() + ", which is not defined");
        }
    }

    /** What is not meant in earnest, in the words of the channels that say so, by the channel's name. */
    public SortedMap<String, List<String>> onTrial() {
        SortedMap<String, List<String>> tried = new TreeMap<>();
        channels.values().forEach(channel -> tried.put(channel.name().value(), channel.keywords().service().trial().words()));
        tried.values().removeIf(List::isEmpty);
        return tried;
    }

    public Channel channel(ChannelName name) {
        Channel channel = channels.get(name);
        if (channel == null) {
            throw new IllegalArgumentException("no channel " + name + " in policy version " + version);
        }
        return channel;
    }
}

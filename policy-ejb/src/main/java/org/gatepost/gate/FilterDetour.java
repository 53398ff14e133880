package org.gatepost.gate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.gatepost.channel.Channel;
import org.gatepost.channel.HopKeywords;
import org.gatepost.channel.NextHop;
import org.gatepost.mail.ChannelName;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.Quarantine;
import org.gatepost.queue.QueuedRecipient;
import org.gatepost.queue.RecipientState;
import org.gatepost.queue.Route;
import org.gatepost.scan.Awaited;
import org.gatepost.stage.SessionFacts;

/**
 * The way accepted copies take where their source channel says {@code aliasdetourhost}: to a filter first, which is that channel's next hop. By then they are
 * looked up, expanded and routed, and none of that is done again.
 */
final class FilterDetour {

    private final Optional<Channel> filter;

    private FilterDetour(Optional<Channel> filter) {
        this.filter = filter;
    }

    static FilterDetour of(SessionFacts facts) {
        return new FilterDetour(keywords(facts.require(GateFacts.SOURCE_CHANNEL)).detour().map(facts.require(GateFacts.POLICY)::channel));
    }

    /**
     * Copies that would travel together, by the ways they take. What waits for an engine goes through the filter when the engine has answered, and what is in
     * quarantine when it is released: its recipient may do that, who has not looked for what the filter looks for. What is held by another rule goes nowhere,
     * and when it is released somebody has looked at it.
     */
    Map<Route, List<QueuedRecipient>> ways(Route onward, List<QueuedRecipient> together) {
        return filter.isEmpty() ? Map.of(onward, together) : together.stream()
                .collect(Collectors.groupingBy(copy -> goes(copy.state()) ? Route.through(filter.get().name(), onward) : onward, LinkedHashMap::new, Collectors.toList()));
    }

    private static boolean goes(RecipientState state) {
        return !(state instanceof RecipientState.Held held) || held.by().equals(Awaited.RULE) || Quarantine.holds(held.by());
    }

    /** The edits, and such as remove what only the filter may say. */
    HeaderEdits withoutVerdicts(HeaderEdits edits, JudgedMessage judged) {
        if (filter.isEmpty()) {
            return edits;
        }
        List<String> names = keywords(filter.get()).fields();
        List<HeaderEdits.Patch> patches = judged.header().fields().stream().filter(field -> names.contains(field.name()))
                .map(field -> new HeaderEdits.Patch(field.at(), field.length(), "")).toList();
        return edits.and(new HeaderEdits(patches));
    }

    /** @throws IllegalArgumentException where a channel sends mail to a filter that is none, or from which nothing would come back */
    static void check(Map<ChannelName, Channel> channels) {
        for (Channel channel : channels.values()) {
            HopKeywords keywords = keywords(channel);
            keywords.detour().ifPresent(name -> {
                requireFilter(channels, channel, "aliasdetourhost", name);
                if (channels.values().stream().noneMatch(each -> keywords(each).returnsOf().equals(Optional.of(name)))) {
                    throw new IllegalArgumentException("channel " + channel.name() + ": aliasdetourhost names " + name + ", and no channel says hopreturn " + name);
                }
            });
            keywords.returnsOf().ifPresent(name -> requireFilter(channels, channel, "hopreturn", name));
            if (keywords.detour().isPresent() && keywords.returnsOf().isPresent()) {
                throw new IllegalArgumentException("channel " + channel.name() + ": what comes back by hopreturn is not sent to a filter again (aliasdetourhost)");
            }
        }
    }

    private static void requireFilter(Map<ChannelName, Channel> channels, Channel channel, String keyword, ChannelName name) {
        if (!channels.containsKey(name)) {
            throw new IllegalArgumentException("channel " + channel.name() + ": " + keyword + " names " + name + ", which is not defined");
        }
        if (channels.get(name).nextHop().filter(hop -> !hop.isMx()).isEmpty()) {
            throw new IllegalArgumentException("channel " + channel.name() + ": " + keyword + " names " + name + ", which has no fixed destination (" + NextHop.Protocol.SMTP + " or "
                    + NextHop.Protocol.LMTP + ")");
        }
    }

    private static HopKeywords keywords(Channel channel) {
        return channel.keywords().transport().hop();
    }
}

package org.gatepost.gate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.gatepost.channel.Channel;
import org.gatepost.channel.ThrottleKeywords;
import org.gatepost.throttle.ThrottleTable;
import org.gatepost.throttle.ThrottleTable.Kind;

/**
 * What a policy says of how often something may happen. Immutable.
 *
 * @param tables by name
 * @param ofUsers those that count the recipients of each user who authenticates; all of them are of throttling
 */
public record ThrottlePolicy(Map<String, ThrottleTable> tables, List<ThrottleTable> ofUsers) {

    /** Everything as often as anybody likes. */
    public static final ThrottlePolicy NONE = new ThrottlePolicy(Map.of(), List.of());

    public ThrottlePolicy {
        tables = Map.copyOf(tables);
        ofUsers = List.copyOf(ofUsers);
        for (ThrottleTable table : ofUsers) {
            require(table.name() + ": counts recipients", table.name(), Kind.Throttle.class, tables);
        }
    }

    /** Requires that a channel names tables that there are, and that fit. */
    void require(Channel channel) {
        ThrottleKeywords keywords = channel.keywords().service().throttles();
        keywords.connections().ifPresent(name -> require("channel " + channel.name() + ": connectionthrottle names " + name, name, Kind.Throttle.class, tables));
        keywords.greylisting().ifPresent(name -> require("channel " + channel.name() + ": greylisting names " + name, name, Kind.Greylisting.class, tables));
    }

    /** The names of tables that speak for themselves against somebody in that channel. */
    Set<String> objecting(Channel channel) {
        ThrottleKeywords keywords = channel.keywords().service().throttles();
        return Stream.concat(ofUsers.stream().map(ThrottleTable::name), Stream.of(keywords.connections(), keywords.greylisting()).flatMap(Optional::stream)).collect(Collectors.toSet());
    }

    private static void require(String by, String name, Class<? extends Kind> kind, Map<String, ThrottleTable> tables) {
        ThrottleTable table = tables.get(name);
        if (table == null) {
            throw new IllegalArgumentException(by + ", which is not defined");
        }
        if (!kind.isInstance(table.kind())) {
            throw new IllegalArgumentException(by + "; it is no table of type " + kind.getSimpleName().toLowerCase(Locale.ROOT));
        }
    }

    /** The table of that name; none where a session is in a channel of another policy. */
    Optional<ThrottleTable> table(Optional<String> name) {
        return name.map(tables::get);
    }
}

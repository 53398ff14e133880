package org.gatepost.gate;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.gatepost.mail.ChannelName;
import org.gatepost.scan.ScanRule;
import org.gatepost.sieve.ScriptLevel;
import org.gatepost.sieve.language.SieveScript;
import org.gatepost.smtp.protocol.Mailbox;

/**
 * The Sieve scripts of one version of policy: of domains, channels and the system, and what verdicts of engines are turned into. Immutable.
 *
 * @param filters by level and name; that of the system has no name
 * @param rules of engines, by the engine's name
 */
public record ScriptPolicy(Map<Owner, Filter> filters, Map<String, ScanRule> rules) {

    /** No script at all: nothing is asked. */
    public static final ScriptPolicy NONE = new ScriptPolicy(Map.of(), Map.of());

    private static final Set<ScriptLevel> LEVELS = EnumSet.of(ScriptLevel.DOMAIN, ScriptLevel.SOURCE_CHANNEL, ScriptLevel.DESTINATION_CHANNEL, ScriptLevel.SYSTEM);

    /** Whose script it is: the name of a domain or channel, in lower case; empty for the system. */
    public record Owner(ScriptLevel level, String name) {
        /** The system itself. */
        public static final Owner SYSTEM = new Owner(ScriptLevel.SYSTEM, "");

        public Owner {
            if (!LEVELS.contains(level) || (level == ScriptLevel.SYSTEM) != name.isEmpty()) {
                throw new IllegalArgumentException("not a domain, a channel or the system: " + level + " " + name);
            }
        }

        /** As it stands in traces: {@code domain example.com}. */
        @Override
        public String toString() {
            return switch (level) {
                case DOMAIN -> "domain " + name;
                case SOURCE_CHANNEL -> "source " + name;
                case DESTINATION_CHANNEL -> "destination " + name;
                default -> "system";
            };
        }
    }

    /**
     * What an owner has.
     *
     * @param journal where capture without an address copies to
     */
    public record Filter(SieveScript script, Optional<Mailbox> journal) {
    }

    public ScriptPolicy {
        filters = Map.copyOf(filters);
        rules = Map.copyOf(rules);
    }

    /** One more owner's. */
    public ScriptPolicy with(Owner owner, Filter filter) {
        Map<Owner, Filter> more = new HashMap<>(filters);
        more.put(owner, filter);
        return new ScriptPolicy(more, rules);
    }

    /** One more engine's. */
    public ScriptPolicy with(ScanRule rule) {
        Map<String, ScanRule> more = new HashMap<>(rules);
        more.put(rule.engine(), rule);
        return new ScriptPolicy(filters, more);
    }

    /** What holds for an engine. */
    ScanRule rule(String engine) {
        ScanRule rule = rules.get(engine);
        return rule == null ? ScanRule.none(engine) : rule;
    }

    /** Reads {@code system}, {@code domain NAME}, {@code source NAME} or {@code destination NAME}. */
    public static Owner owner(String text) {
        int space = text.indexOf(' ');
        String name = space < 0 ? "" : text.substring(space + 1);
        return switch (space < 0 ? text : text.substring(0, space)) {
            case "system" -> new Owner(ScriptLevel.SYSTEM, name);
            case "domain" -> new Owner(ScriptLevel.DOMAIN, name);
            case "source" -> new Owner(ScriptLevel.SOURCE_CHANNEL, new ChannelName(name).value());
            case "destination" -> new Owner(ScriptLevel.DESTINATION_CHANNEL, new ChannelName(name).value());
            default -> throw new IllegalArgumentException("not system, domain NAME, source CHANNEL or destination CHANNEL: " + text);
        };
    }

    /** Whose scripts a copy is subject to, as far as they have any: its domain's where it is local, both channels', the system's. */
    List<Owner> concerning(Optional<String> domain, ChannelName source, ChannelName destination) {
        if (filters.isEmpty()) {
            return List.of();
        }
        List<Owner> all = new ArrayList<>(4);
        domain.ifPresent(name -> all.add(new Owner(ScriptLevel.DOMAIN, name)));
        all.add(new Owner(ScriptLevel.SOURCE_CHANNEL, source.value()));
        all.add(new Owner(ScriptLevel.DESTINATION_CHANNEL, destination.value()));
        all.add(Owner.SYSTEM);
        all.removeIf(owner -> !filters.containsKey(owner));
        return all;
    }

    /** Where a domain's mail is copied by capture: its own journal, else the system's. */
    Optional<Mailbox> journal(Optional<String> domain) {
        return domain.flatMap(name -> Optional.ofNullable(filters.get(new Owner(ScriptLevel.DOMAIN, name)))).flatMap(Filter::journal)
                .or(() -> Optional.ofNullable(filters.get(Owner.SYSTEM)).flatMap(Filter::journal));
    }
}

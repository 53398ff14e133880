package org.gatepost.rewrite;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.gatepost.mail.ChannelName;
import org.gatepost.mapping.Lookups;

/** The rules of a policy by their patterns, and the channels their host names belong to. Immutable. */
public final class RewriteRules {

    private final Map<String, List<RewriteRule>> byPattern = new HashMap<>();
    private final ChannelHosts channels;

    /** No rules at all. */
    public static final RewriteRules NONE = new RewriteRules(List.of(), ChannelHosts.OFFICIAL_ALONE);

    RewriteRules(List<RewriteRule> rules, ChannelHosts channels) {
        rules.forEach(rule -> byPattern.computeIfAbsent(rule.pattern(), none -> new ArrayList<>()).add(rule));
        this.channels = channels;
    }

    private RewriteRules(Map<String, List<RewriteRule>> rules, ChannelHosts channels) {
        rules.forEach((pattern, all) -> byPattern.put(pattern, List.copyOf(all)));
        this.channels = channels;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return byPattern.isEmpty();
    }

    /** These rules and others, which come behind them where the pattern is the same. */
    public RewriteRules and(RewriteRules others) {
        Map<String, List<RewriteRule>> all = new HashMap<>(byPattern);
        others.byPattern.forEach((pattern, rules) -> all.merge(pattern, rules, (first, more) -> Stream.concat(first.stream(), more.stream()).toList()));
        Map<String, ChannelName> hosts = new HashMap<>(others.channels.channels());
        hosts.putAll(channels.channels());
        return new RewriteRules(all, new ChannelHosts(hosts));
    }

    /** The same rules, whose results go to the channels of these hosts. */
    public RewriteRules among(ChannelHosts hosts) {
        return new RewriteRules(byPattern, hosts);
    }

    /** Rules that lead, whatever the address is, to a host no channel has: a sentence for each, in the order of their lines. */
    public List<String> leadingNowhere() {
        return byPattern.values().stream().flatMap(List::stream).filter(rule -> rule.fixedHost().filter(host -> channels.of(host).isEmpty()).isPresent())
                .sorted(Comparator.comparingInt(RewriteRule::line)).map(rule -> "line " + rule.line() + ": no channel has the host " + rule.fixedHost().orElseThrow()).toList();
    }

    /** What rules ask and nobody answers, as {@link Lookups#answers()} names it: a sentence for each, in the order of their lines. */
    public List<String> unanswered(Set<String> answered) {
        return byPattern.values().stream().flatMap(List::stream).sorted(Comparator.comparingInt(RewriteRule::line)).flatMap(rule -> rule.template().stream()
                .flatMap(part -> asked(part).stream()).filter(form -> !answered.contains(form)).map(form -> "line " + rule.line() + ": nothing answers " + form)).toList();
    }

    private static Optional<String> asked(RewritePart part) {
        if (part instanceof RewritePart.Call call) {
            return Optional.of("$[" + Lookups.name(call.library(), call.routine()) + "]");
        }
        return part instanceof RewritePart.Url ? Optional.of("$]url[") : part instanceof RewritePart.General ? Optional.of("${text}") : Optional.empty();
    }

    /** Those with this pattern, in the order of the file. */
    List<RewriteRule> of(String tag, String pattern) {
        return byPattern.getOrDefault((tag.isEmpty() ? pattern : tag + "|" + pattern).toLowerCase(Locale.ROOT), List.of());
    }

    public ChannelHosts channels() {
        return channels;
    }
}

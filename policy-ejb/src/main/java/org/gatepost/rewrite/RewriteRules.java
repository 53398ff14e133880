package org.gatepost.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The rules of a policy by their patterns, and the channels their host names belong to. Immutable. */
public final class RewriteRules {

    private final Map<String, List<RewriteRule>> byPattern = new HashMap<>();
    private final ChannelHosts channels;

    RewriteRules(List<RewriteRule> rules, ChannelHosts channels) {
        rules.forEach(rule -> byPattern.computeIfAbsent(rule.pattern(), none -> new ArrayList<>()).add(rule));
        this.channels = channels;
    }

    /** Those with this pattern, in the order of the file. */
    List<RewriteRule> of(String tag, String pattern) {
        return byPattern.getOrDefault((tag.isEmpty() ? pattern : tag + "|" + pattern).toLowerCase(Locale.ROOT), List.of());
    }

    public ChannelHosts channels() {
        return channels;
    }
}

package org.gatepost.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.gatepost.mail.ChannelName;
import org.gatepost.mapping.Mappings;
import org.gatepost.rewrite.Rewriting.RuleUsed;

/**
 * Rewrites addresses. The rules for a host are tried from the most specific pattern to the least ({@link HostPattern}), those with the same pattern in the order of
 * the file; the first that applies is used. If it names no channel, what it made is rewritten again. Safe for use by many threads.
 */
public final class Rewriter {

    /** Rules used for one address, before they count as a circle. */
    public static final int ROUNDS_MAX = 100;
    /** Characters of an address. */
    public static final int ADDRESS_MAX = 1024;

    private static final String NO_CHANNEL = "unknown host or domain";

    private final RewriteRules rules;
    private final Mappings mappings;
    private final LocalDomains domains;

    public Rewriter(RewriteRules rules, Mappings mappings, LocalDomains domains) {
        this.rules = rules;
        this.mappings = mappings;
        this.domains = domains;
    }

    public Rewriting rewrite(RewriteRequest request) {
        return new Way(request).go();
    }

    /** One address's way through the rules. For one thread, once. */
    private final class Way {

        private final RewriteRequest request;
        private final List<RuleUsed> used = new ArrayList<>();
        private String address;
        private String tag = "";
        private String errorText = NO_CHANNEL;

        private Way(RewriteRequest request) {
            this.request = request;
            this.address = request.address();
        }

        private Rewriting go() {
            while (used.size() <= ROUNDS_MAX) {
                if (address.length() > ADDRESS_MAX) {
                    return new Rewriting.Unavailable("an address of more than " + ADDRESS_MAX + " characters", used);
                }
                Optional<Rewriting> end = round(AddressInHand.of(address));
                if (end.isPresent()) {
                    return end.get();
                }
            }
            return new Rewriting.Unavailable("the rules go in a circle", used);
        }

        /** The answer; none where it goes round again. */
        private Optional<Rewriting> round(AddressInHand inHand) {
            if (inHand.host().isEmpty()) {
                return Optional.of(new Rewriting.Refused("an address without a host", used));
            }
            for (HostPattern pattern : patterns(inHand)) {
                for (RewriteRule rule : rules.of(tag, pattern.pattern())) {
                    switch (new RuleRun(rule, pattern, inHand, request, mappings, domains).run()) {
                        case RuleRun.Outcome.DoesNotApply() -> { }
                        case RuleRun.Outcome.Undecided(String why) -> {
                            return Optional.of(new Rewriting.Unavailable("line " + rule.line() + ": " + why, used));
                        }
                        case RuleRun.Outcome.Applied applied -> {
                            return use(rule, inHand, applied);
                        }
                    }
                }
            }
            return Optional.of(new Rewriting.Refused(errorText, used));
        }

        private List<HostPattern> patterns(AddressInHand inHand) {
            List<HostPattern> patterns = HostPattern.of(inHand.host());
            switch (inHand.place()) {
                case PERCENT -> patterns.add(HostPattern.open(HostPattern.PERCENT, inHand.host()));
                case BANG -> patterns.add(HostPattern.open(HostPattern.BANG, inHand.host()));
                case AT, ROUTE -> { }
            }
            return patterns;
        }

        private Optional<Rewriting> use(RewriteRule rule, AddressInHand inHand, RuleRun.Outcome.Applied applied) {
            tag = applied.tag().orElse(tag);
            errorText = applied.errorText().orElse(errorText);
            Optional<String> host = applied.channelHost();
            if (rule.isErrorAlone()) {
                host = Optional.of(inHand.host());
            } else {
                address = applied.by().isPresent() ? inHand.with(applied.user(), applied.host(), applied.by().get()) : inHand.with(applied.user(), applied.host());
            }
            used.add(new RuleUsed(rule.line(), rule.source(), address));
            return host.map(this::routed);
        }

        private Rewriting routed(String host) {
            Optional<ChannelName> channel = rules.channels().of(host);
            return channel.isPresent() ? new Rewriting.Routed(address, channel.get(), host, used) : new Rewriting.Refused(errorText, used);
        }
    }
}

package org.gatepost.channel;

import java.util.Map;
import java.util.function.BiFunction;

/**
 * What a channel says of mail that is on its way to somebody else, and of addresses that are rewritten. Immutable.
 *
 * @param relayDestination keywords {@code relaydestination}, {@code norelaydestination}: whether mail from anybody is taken for recipients that rewrite rules lead to it
 * @param rewritesSender keywords {@code rewritesender}, {@code norewritesender}, of a source channel: whether rewrite rules are used on reverse-paths
 * @param rewritesHeader keywords {@code rewriteheader}, {@code norewriteheader}, of a source channel: whether they are on the addresses in header fields
 * @param srs whose reverse-paths become ours where it goes on
 */
public record ForwardingKeywords(boolean relayDestination, boolean rewritesSender, boolean rewritesHeader, Srs srs) {

    /**
     * The Sender Rewriting Scheme; a reverse-path is rewritten where all three hold.
     *
     * @param source keywords {@code sourcesrs}, {@code nosourcesrs}: it entered by such a channel
     * @param destination keywords {@code destinationsrs}, {@code nodestinationsrs}: it leaves by such a channel
     * @param address keywords {@code addresssrs}, {@code noaddresssrs}: mail to its sender would leave by such a channel
     */
    public record Srs(boolean source, boolean destination, boolean address) {

        /** None. */
        public static final Srs NONE = new Srs(false, false, false);
    }

    /** Of a channel that says nothing: nobody's mail is relayed, and nothing is rewritten but recipients. */
    public static final ForwardingKeywords DEFAULT = new ForwardingKeywords(false, false, false, Srs.NONE);

    static final Map<String, KeywordRow<ForwardingKeywords>> ROWS = Map.ofEntries(
            KeywordRow.word("relaydestination", keywords -> keywords.relaying(true)),
            KeywordRow.word("norelaydestination", keywords -> keywords.relaying(false)),
            KeywordRow.word("rewritesender", keywords -> keywords.withSender(true)),
            KeywordRow.word("norewritesender", keywords -> keywords.withSender(false)),
            KeywordRow.word("rewriteheader", keywords -> keywords.withHeader(true)),
            KeywordRow.word("norewriteheader", keywords -> keywords.withHeader(false)),
            srs("sourcesrs", true, (srs, on) -> new Srs(on, srs.destination, srs.address)),
            srs("nosourcesrs", false, (srs, on) -> new Srs(on, srs.destination, srs.address)),
            srs("destinationsrs", true, (srs, on) -> new Srs(srs.source, on, srs.address)),
            srs("nodestinationsrs", false, (srs, on) -> new Srs(srs.source, on, srs.address)),
            srs("addresssrs", true, (srs, on) -> new Srs(srs.source, srs.destination, on)),
            srs("noaddresssrs", false, (srs, on) -> new Srs(srs.source, srs.destination, on)));

    private static Map.Entry<String, KeywordRow<ForwardingKeywords>> srs(String name, boolean on, BiFunction<Srs, Boolean, Srs> change) {
        return KeywordRow.word(name, keywords -> new ForwardingKeywords(keywords.relayDestination, keywords.rewritesSender, keywords.rewritesHeader, change.apply(keywords.srs, on)));
    }

    private ForwardingKeywords relaying(boolean relays) {
        return new ForwardingKeywords(relays, rewritesSender, rewritesHeader, srs);
    }

    private ForwardingKeywords withSender(boolean rewrites) {
        return new ForwardingKeywords(relayDestination, rewrites, rewritesHeader, srs);
    }

    private ForwardingKeywords withHeader(boolean rewrites) {
        return new ForwardingKeywords(relayDestination, rewritesSender, rewrites, srs);
    }
}

package org.gatepost.channel;

import java.util.Map;

/**
 * What a channel says of mail that is on its way to somebody else, and of addresses that are rewritten. Immutable.
 *
 * @param relayDestination keywords {@code relaydestination}, {@code norelaydestination}: whether mail from anybody is taken for recipients that rewrite rules lead to it
 * @param rewritesSender keywords {@code rewritesender}, {@code norewritesender}, of a source channel: whether rewrite rules are used on reverse-paths
 * @param rewritesHeader keywords {@code rewriteheader}, {@code norewriteheader}, of a source channel: whether they are on the addresses in header fields
 */
public record ForwardingKeywords(boolean relayDestination, boolean rewritesSender, boolean rewritesHeader) {

    /** Of a channel that says nothing: nobody's mail is relayed, and nothing is rewritten but recipients. */
    public static final ForwardingKeywords DEFAULT = new ForwardingKeywords(false, false, false);

    static final Map<String, KeywordRow<ForwardingKeywords>> ROWS = Map.ofEntries(
            KeywordRow.word("relaydestination", keywords -> keywords.relaying(true)),
            KeywordRow.word("norelaydestination", keywords -> keywords.relaying(false)),
            KeywordRow.word("rewritesender", keywords -> keywords.withSender(true)),
            KeywordRow.word("norewritesender", keywords -> keywords.withSender(false)),
            KeywordRow.word("rewriteheader", keywords -> keywords.withHeader(true)),
            KeywordRow.word("norewriteheader", keywords -> keywords.withHeader(false)));

    private ForwardingKeywords relaying(boolean relays) {
        return new ForwardingKeywords(relays, rewritesSender, rewritesHeader);
    }

    private ForwardingKeywords withSender(boolean rewrites) {
        return new ForwardingKeywords(relayDestination, rewrites, rewritesHeader);
    }

    private ForwardingKeywords withHeader(boolean rewrites) {
        return new ForwardingKeywords(relayDestination, rewritesSender, rewrites);
    }
}

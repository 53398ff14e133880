package org.gatepost.channel;

import java.util.Map;

/**
 * What a channel says about the way mail takes that leaves by it. Immutable.
 *
 * @param tls keywords {@code notlsclient}, {@code maytlsclient}, {@code musttlsclient}
 */
public record TransportKeywords(Need tls) {

    /** Of a channel that says nothing. */
    public static final TransportKeywords DEFAULT = new TransportKeywords(Need.NO);

    static final Map<String, KeywordRow<TransportKeywords>> ROWS = Map.ofEntries(
            KeywordRow.word("notlsclient", keywords -> new TransportKeywords(Need.NO)),
            KeywordRow.word("maytlsclient", keywords -> new TransportKeywords(Need.MAY)),
            KeywordRow.word("musttlsclient", keywords -> new TransportKeywords(Need.MUST)));
}

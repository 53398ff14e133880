package org.gatepost.channel;

import java.util.Map;

import org.gatepost.mail.NoSolicit;

/**
 * What a channel says about the way mail takes that leaves by it. Immutable.
 *
 * @param tls keywords {@code notlsclient}, {@code maytlsclient}, {@code musttlsclient}
 * @param noSolicit keyword {@code destinationnosolicit}: refused at RCPT, or where the content says so (RFC 3865)
 */
public record TransportKeywords(Need tls, NoSolicit noSolicit) {

    /** Of a channel that says nothing. */
    public static final TransportKeywords DEFAULT = new TransportKeywords(Need.NO, NoSolicit.NONE);

    static final Map<String, KeywordRow<TransportKeywords>> ROWS = Map.ofEntries(
            KeywordRow.word("notlsclient", keywords -> new TransportKeywords(Need.NO, keywords.noSolicit)),
            KeywordRow.word("maytlsclient", keywords -> new TransportKeywords(Need.MAY, keywords.noSolicit)),
            KeywordRow.word("musttlsclient", keywords -> new TransportKeywords(Need.MUST, keywords.noSolicit)),
            KeywordRow.list("destinationnosolicit", ExtensionKeywords.CLASSES_MAX,
                    (keywords, classes) -> new TransportKeywords(keywords.tls, new NoSolicit(classes))));
}

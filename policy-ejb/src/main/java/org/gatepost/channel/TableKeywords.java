package org.gatepost.channel;

import java.util.Map;

/**
 * What a channel adds to what the recipients' access tables are asked. Immutable.
 *
 * @param originalRecipient keywords {@code accessorcpt}, {@code noaccessorcpt}: a field with the original recipient (RFC 3461 section 4.2), or the recipient as it was given
 * @param counts keywords {@code accesscounts}, {@code noaccesscounts}: a last field with the recipients taken so far, and with those presented
 */
public record TableKeywords(boolean originalRecipient, boolean counts) {

    /** Of a channel that says nothing. */
    public static final TableKeywords DEFAULT = new TableKeywords(false, false);

    static final Map<String, KeywordRow<TableKeywords>> ROWS = Map.ofEntries(
            KeywordRow.word("accessorcpt", keywords -> new TableKeywords(true, keywords.counts)),
            KeywordRow.word("noaccessorcpt", keywords -> new TableKeywords(false, keywords.counts)),
            KeywordRow.word("accesscounts", keywords -> new TableKeywords(keywords.originalRecipient, true)),
            KeywordRow.word("noaccesscounts", keywords -> new TableKeywords(keywords.originalRecipient, false)));
}

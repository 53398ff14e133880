package org.gatepost.channel;

import java.util.Map;

/**
 * What a channel says about the SMTP service its clients get: of mail that enters by it. Immutable.
 *
 * @param tls keywords {@code notlsserver}, {@code maytlsserver}, {@code musttlsserver}
 * @param sasl keywords {@code nosaslserver}, {@code maysaslserver}, {@code mustsaslserver}
 */
public record ServiceKeywords(Need tls, Need sasl) {

    /** Of a channel that says nothing. */
    public static final ServiceKeywords DEFAULT = new ServiceKeywords(Need.NO, Need.NO);

    static final Map<String, KeywordRow<ServiceKeywords>> ROWS = Map.ofEntries(
            KeywordRow.word("notlsserver", keywords -> keywords.withTls(Need.NO)),
            KeywordRow.word("maytlsserver", keywords -> keywords.withTls(Need.MAY)),
            KeywordRow.word("musttlsserver", keywords -> keywords.withTls(Need.MUST)),
            KeywordRow.word("nosaslserver", keywords -> keywords.withSasl(Need.NO)),
            KeywordRow.word("maysaslserver", keywords -> keywords.withSasl(Need.MAY)),
            KeywordRow.word("mustsaslserver", keywords -> keywords.withSasl(Need.MUST)));

    private ServiceKeywords withTls(Need need) {
        return new ServiceKeywords(need, sasl);
    }

    private ServiceKeywords withSasl(Need need) {
        return new ServiceKeywords(tls, need);
    }
}

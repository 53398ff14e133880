package org.gatepost.channel;

import java.util.HashMap;
import java.util.Map;

/**
 * What a channel says about the way mail takes that leaves by it. Immutable.
 *
 * @param tls keywords {@code notlsclient}, {@code maytlsclient}, {@code musttlsclient}
 * @param queue how it waits, and who is told
 * @param remote how next hops are reached and spoken with
 */
public record TransportKeywords(Need tls, QueueKeywords queue, RemoteKeywords remote) {

    /** Of a channel that says nothing. */
    public static final TransportKeywords DEFAULT = new TransportKeywords(Need.NO, QueueKeywords.DEFAULT, RemoteKeywords.DEFAULT);

    static final Map<String, KeywordRow<TransportKeywords>> ROWS = rows();

    private static Map<String, KeywordRow<TransportKeywords>> rows() {
        Map<String, KeywordRow<TransportKeywords>> rows = new HashMap<>(Map.ofEntries(
                KeywordRow.word("notlsclient", keywords -> keywords.withTls(Need.NO)),
                KeywordRow.word("maytlsclient", keywords -> keywords.withTls(Need.MAY)),
                KeywordRow.word("musttlsclient", keywords -> keywords.withTls(Need.MUST))));
        QueueKeywords.ROWS.forEach((name, row) -> rows.put(name, new KeywordRow<>(row.argumentsMin(), row.argumentsMax(),
                (keywords, arguments) -> new TransportKeywords(keywords.tls(), row.effect().apply(keywords.queue(), arguments), keywords.remote()))));
        RemoteKeywords.ROWS.forEach((name, row) -> rows.put(name, new KeywordRow<>(row.argumentsMin(), row.argumentsMax(),
                (keywords, arguments) -> new TransportKeywords(keywords.tls(), keywords.queue(), row.effect().apply(keywords.remote(), arguments)))));
        return Map.copyOf(rows);
    }

    private TransportKeywords withTls(Need need) {
        return new TransportKeywords(need, queue, remote);
    }
}

package org.gatepost.channel;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a channel says about the way mail takes that leaves by it. Immutable.
 *
 * @param tls keywords {@code notlsclient}, {@code maytlsclient}, {@code musttlsclient}
 * @param queue how it waits, and who is told
 */
public record TransportKeywords(Need tls, QueueKeywords queue) {

    /** Of a channel that says nothing. */
    public static final TransportKeywords DEFAULT = new TransportKeywords(Need.NO, QueueKeywords.DEFAULT);

    static final Map<String, KeywordRow<TransportKeywords>> ROWS = Stream.concat(Stream.of(
            KeywordRow.<TransportKeywords>word("notlsclient", keywords -> keywords.withTls(Need.NO)),
            KeywordRow.<TransportKeywords>word("maytlsclient", keywords -> keywords.withTls(Need.MAY)),
            KeywordRow.<TransportKeywords>word("musttlsclient", keywords -> keywords.withTls(Need.MUST))),
            QueueKeywords.ROWS.entrySet().stream().map(row -> Map.entry(row.getKey(), ofQueue(row.getValue()))))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private static KeywordRow<TransportKeywords> ofQueue(KeywordRow<QueueKeywords> row) {
        return new KeywordRow<>(row.argumentsMin(), row.argumentsMax(),
                (TransportKeywords keywords, List<String> arguments) -> keywords.withQueue(row.effect().apply(keywords.queue(), arguments)));
    }

    private TransportKeywords withTls(Need need) {
        return new TransportKeywords(need, queue);
    }

    private TransportKeywords withQueue(QueueKeywords keywords) {
        return new TransportKeywords(tls, keywords);
    }
}

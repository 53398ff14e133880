package org.gatepost.channel;

import java.util.Map;

import org.gatepost.mail.ChannelName;

/**
 * What a channel says about the SMTP service its clients get: of mail that enters by it. Immutable.
 *
 * @param tls keywords {@code notlsserver}, {@code maytlsserver}, {@code musttlsserver}
 * @param sasl keywords {@code nosaslserver}, {@code maysaslserver}, {@code mustsaslserver}
 * @param connection what else it says of their connections
 */
public record ServiceKeywords(Need tls, Need sasl, ConnectionKeywords connection) {

    /** Of a channel that says nothing. */
    public static final ServiceKeywords DEFAULT = new ServiceKeywords(Need.NO, Need.NO, ConnectionKeywords.DEFAULT);

    static final Map<String, KeywordRow<ServiceKeywords>> ROWS = Map.ofEntries(
            KeywordRow.word("notlsserver", keywords -> keywords.withTls(Need.NO)),
            KeywordRow.word("maytlsserver", keywords -> keywords.withTls(Need.MAY)),
            KeywordRow.word("musttlsserver", keywords -> keywords.withTls(Need.MUST)),
            KeywordRow.value("tlsswitchchannel", (keywords, name) -> keywords.with(keywords.connection.switchingTo(new ChannelName(name)))),
            KeywordRow.word("askclientcert", keywords -> keywords.with(keywords.connection.asking(true))),
            KeywordRow.word("noclientcert", keywords -> keywords.with(keywords.connection.asking(false))),
            KeywordRow.word("xclientlogin", keywords -> keywords.with(keywords.connection.takingLogins(true))),
            KeywordRow.word("noxclientlogin", keywords -> keywords.with(keywords.connection.takingLogins(false))),
            KeywordRow.word("nosaslserver", keywords -> keywords.withSasl(Need.NO)),
            KeywordRow.word("maysaslserver", keywords -> keywords.withSasl(Need.MAY)),
            KeywordRow.word("mustsaslserver", keywords -> keywords.withSasl(Need.MUST)));

    private ServiceKeywords withTls(Need need) {
        return new ServiceKeywords(need, sasl, connection);
    }

    private ServiceKeywords with(ConnectionKeywords others) {
        return new ServiceKeywords(tls, sasl, others);
    }

    private ServiceKeywords withSasl(Need need) {
        return new ServiceKeywords(tls, need, connection);
    }
}

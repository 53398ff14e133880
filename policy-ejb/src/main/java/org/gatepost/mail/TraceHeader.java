package org.gatepost.mail;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.gatepost.smtp.protocol.ForwardPath;

/** Our Received field (RFC 5321 section 4.4): who brought the message, by which protocol, when and under which id. */
public final class TraceHeader {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int NAME_OCTETS_MAX = 255;

    private TraceHeader() {
    }

    /**
     * The whole field, folded, with its CRLF.
     *
     * @param clientName the name of the client's address, where it leads back to it; else empty
     * @param utf8 whether the transaction declared SMTPUTF8
     * @param presented the forward-paths the client gave; named in the field only when there is one, so that nobody learns of another recipient
     */
    public static String received(Origin.Client client, String clientName, boolean utf8, String hostname, QueueId id, List<ForwardPath> presented, Instant at) {
        String name = clientName.isEmpty() ? "" : printable(clientName) + " ";
        return field("from " + printable(client.hello().name()) + " (" + name + client.address().literal() + ")\r\n\t", client, utf8, hostname, id, presented, at);
    }

    /** The same without a word about where the client is: of a user's own message, on a channel that wants it so. */
    public static String receivedFromUser(Origin.Client client, boolean utf8, String hostname, QueueId id, List<ForwardPath> presented, Instant at) {
        return field("", client, utf8, hostname, id, presented, at);
    }

    /** As Date fields have it, in UTC. */
    public static String date(Instant at) {
        return DATE.format(at);
    }

    private static String field(String from, Origin.Client client, boolean utf8, String hostname, QueueId id, List<ForwardPath> presented, Instant at) {
        StringBuilder field = new StringBuilder("Received: ").append(from).append("by ").append(hostname).append(" with ").append(transmissionType(client, utf8))
                .append("\r\n\tid ").append(id);
        if (presented.size() == 1) {
            field.append("\r\n\tfor ").append(presented.getFirst());
        }
        return field.append(";\r\n\t").append(DATE.format(at)).append("\r\n").toString();
    }

    /** SMTP, ESMTP, ESMTPS, ESMTPA or ESMTPSA (RFC 3848); UTF8SMTP, UTF8SMTPS and so on after SMTPUTF8 (RFC 6531 section 4.3). */
    static String transmissionType(Origin.Client client, boolean utf8) {
        Optional<String> base = Optional.of(utf8 ? "UTF8SMTP" : "ESMTP").filter(any -> client.hello().extended());
        return base.map(esmtp -> esmtp + (client.tls().isPresent() ? "S" : "") + (client.identity().isPresent() ? "A" : "")).orElse("SMTP");
    }

    /** A greeting is the client's own word: what cannot stand in a header field, or would end the token, becomes a question mark. */
    private static String printable(String hello) {
        StringBuilder name = new StringBuilder();
        hello.chars().limit(NAME_OCTETS_MAX)
                .forEach(c -> name.append(c < 127 && (Character.isLetterOrDigit(c) || ".-_:[]".indexOf(c) >= 0) ? (char) c : '?'));
        return name.isEmpty() ? "unknown" : name.toString();
    }
}

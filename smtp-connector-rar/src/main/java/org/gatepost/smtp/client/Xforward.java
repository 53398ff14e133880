package org.gatepost.smtp.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whose message it is, for a next hop behind us that judges by it: Postfix's XFORWARD, which names the client it came from. To be told to nobody who is a
 * stranger to us.
 *
 * @param address the client's, as text
 * @param port 0 where it is not known
 * @param extended whether it said EHLO
 * @param queueId ours
 * @param identified whether it said who it is: then the message is from inside
 */
public record Xforward(String address, int port, String hello, boolean extended, String queueId, boolean identified) {

    private static final String UNAVAILABLE = "[UNAVAILABLE]";
    /** A greater value is as good as none: a command line has 512 octets, and all others together have under 200. */
    private static final int VALUE_OCTETS_MAX = 255;

    /** The command, with what the next hop takes of it; empty where that is nothing. */
    Optional<String> command(Set<String> taken) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("ADDR", address.indexOf(':') < 0 ? address : "IPV6:" + address);
        attributes.put("PORT", port == 0 ? "" : String.valueOf(port));
        attributes.put("NAME", "");
        attributes.put("PROTO", extended ? "ESMTP" : "SMTP");
        attributes.put("HELO", hello);
        attributes.put("IDENT", queueId);
        attributes.put("SOURCE", identified ? "LOCAL" : "REMOTE");
        attributes.keySet().retainAll(taken);
        return attributes.isEmpty() ? Optional.empty() : Optional.of(attributes.entrySet().stream().map(each -> ' ' + each.getKey() + '=' + value(each.getValue()))
                .collect(Collectors.joining("", "XFORWARD", "\r\n")));
    }

    private static String value(String text) {
        String encoded = CommandWriter.xtext(text);
        return encoded.isEmpty() || encoded.length() > VALUE_OCTETS_MAX ? UNAVAILABLE : encoded;
    }
}

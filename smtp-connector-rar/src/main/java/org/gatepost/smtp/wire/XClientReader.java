package org.gatepost.smtp.wire;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.gatepost.smtp.protocol.Command;
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.ServiceOffer;
import org.gatepost.smtp.protocol.XClientAttributes;

/** Reads the attributes of XCLIENT, as Postfix defines it: {@code name=xtext}, separated by spaces. Pure, and no text makes it throw. */
final class XClientReader {

    private static final Set<String> UNAVAILABLE = Set.of("[UNAVAILABLE]", "[TEMPUNAVAIL]");
    private static final int VALUE_OCTETS_MAX = 255;
    private static final int PORT_MAX = 65_535;
    private static final Pattern NAME = Pattern.compile("[!-~]+");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    private XClientReader() {
    }

    /** Reads them; 501 names the first that cannot be read. */
    static Parsed read(String arguments, ServiceOffer offer) {
        Set<String> offered = Set.of(offer.extensions().getOrDefault(Extension.XCLIENT, "").split(" "));
        Map<String, String> values = new HashMap<>();
        for (String word : arguments.split(" +")) {
            int equals = word.indexOf('=');
            String attribute = word.substring(0, Math.max(0, equals)).toUpperCase(Locale.ROOT);
            if (!offered.contains(attribute)) {
                return Parsed.wrong(Replies.badArguments("XCLIENT attribute=value ..."));
            }
            Optional<String> value = Xtext.decode(word.substring(equals + 1));
            if (value.isEmpty() || value.get().isEmpty() || value.get().length() > VALUE_OCTETS_MAX || values.containsKey(attribute)
                    || !isUnavailable(value.get()) && !isGood(attribute, value.get())) {
                return Parsed.wrong(Replies.badParameter(attribute));
            }
            values.put(attribute, value.get());
        }
        values.values().removeIf(XClientReader::isUnavailable);
        return Parsed.of(new Command.XClient(new XClientAttributes(of(values, "NAME"), of(values, "ADDR").flatMap(XClientReader::address),
                of(values, "PORT").map(Integer::valueOf), of(values, "PROTO").map("ESMTP"::equalsIgnoreCase), of(values, "HELO"), of(values, "LOGIN"),
                of(values, "DESTADDR").flatMap(XClientReader::address), of(values, "DESTPORT").map(Integer::valueOf))));
    }

    private static boolean isUnavailable(String value) {
        return UNAVAILABLE.contains(value.toUpperCase(Locale.ROOT));
    }

    private static Optional<String> of(Map<String, String> values, String attribute) {
        return Optional.ofNullable(values.get(attribute));
    }

    private static boolean isGood(String attribute, String value) {
        return switch (attribute) {
            case "ADDR", "DESTADDR" -> address(value).isPresent();
            case "PORT", "DESTPORT" -> PORT.matcher(value).matches() && Integer.parseInt(value) <= PORT_MAX;
            case "PROTO" -> value.equalsIgnoreCase("SMTP") || value.equalsIgnoreCase("ESMTP");
            default -> NAME.matcher(value).matches();
        };
    }

    /** Dotted quad, or IPv6 with or without {@code IPV6:} before it. */
    private static Optional<IpAddress> address(String value) {
        try {
            return Optional.of(IpAddress.parse(value.regionMatches(true, 0, "IPV6:", 0, 5) ? value.substring(5) : value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

package org.gatepost.sieve.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whom to write to, and what (RFC 6068).
 *
 * @param to recipients
 * @param cc recipients of copies
 * @param fields other header fields that may be set, in their order
 */
public record MailtoUri(List<MailAddress> to, List<MailAddress> cc, Optional<String> subject, Optional<String> body, List<HeaderField> fields) {

    private static final int RECIPIENTS_MAX = 8;

    public MailtoUri {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        fields = List.copyOf(fields);
    }

    /** Why that is not a URI by which somebody can be written to, if so. */
    public static Optional<String> problem(String uri) {
        try {
            parse(uri);
            return Optional.empty();
        } catch (IllegalArgumentException bad) {
            return Optional.of(bad.getMessage());
        }
    }

    /** @throws IllegalArgumentException with what is wrong with it */
    public static MailtoUri parse(String uri) {
        int colon = uri.indexOf(':');
        if (colon < 1 || !uri.substring(0, colon).matches("[A-Za-z][A-Za-z0-9+.-]*")) {
            throw new IllegalArgumentException("the notification method '" + shown(uri) + "' is no URI");
        }
        if (!uri.substring(0, colon).equalsIgnoreCase("mailto")) {
            throw new IllegalArgumentException("the notification method '" + uri.substring(0, colon) + "' is not known");
        }
        int question = uri.indexOf('?', colon);
        String path = uri.substring(colon + 1, question < 0 ? uri.length() : question);
        List<MailAddress> to = new ArrayList<>(addresses(decoded(path, "recipient")));
        List<MailAddress> cc = new ArrayList<>();
        Optional<String> subject = Optional.empty();
        Optional<String> body = Optional.empty();
        List<HeaderField> fields = new ArrayList<>();
        if (question >= 0 && question + 1 < uri.length()) {
            for (String pair : uri.substring(question + 1).split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException("the mailto URI has a header field without value: '" + shown(pair) + "'");
                }
                String name = decoded(pair.substring(0, equals), "header field name");
                String value = decoded(pair.substring(equals + 1), "header field value");
                if (!HeaderField.isName(name) && !name.isEmpty()) {
                    throw new IllegalArgumentException("the mailto URI has the invalid header field name '" + shown(name) + "'");
                }
                switch (name.toLowerCase(Locale.ROOT)) {
                    case "to" -> to.addAll(addresses(value));
                    case "cc", "bcc" -> cc.addAll(addresses(value));
                    case "subject" -> subject = subject.or(() -> Optional.of(oneLine(value)));
                    case "body" -> body = body.or(() -> Optional.of(value));
                    // RFC 5436 2.3: what says who sent it and what became of it is not the script's to say.
                    case "from", "date", "message-id", "received", "auto-submitted", "return-path", "sender", "resent-from", "resent-to", "x-sieve",
                         "content-type", "content-transfer-encoding", "mime-version", "importance", "x-priority", "in-reply-to", "references" -> {
                    }
                    default -> fields.add(new HeaderField(name, " " + oneLine(value), -1, 0));
                }
            }
        }
        if (to.isEmpty() && cc.isEmpty()) {
            throw new IllegalArgumentException("the mailto URI names no recipient");
        }
        if (to.size() + cc.size() > RECIPIENTS_MAX) {
            throw new IllegalArgumentException("the mailto URI names more than " + RECIPIENTS_MAX + " recipients");
        }
        return new MailtoUri(to, cc, subject, body, fields);
    }

    private static List<MailAddress> addresses(String list) {
        if (list.isBlank()) {
            return List.of();
        }
        AddressScanner scanner = new AddressScanner(list);
        List<MailAddress> found = scanner.list();
        if (scanner.mistakes() > 0 || scanner.groups() > 0) {
            throw new IllegalArgumentException("the mailto URI has the invalid recipient '" + shown(list) + "'");
        }
        return found;
    }

    private static String oneLine(String value) {
        return value.replaceAll("[\\r\\n]+", " ");
    }

    private static String shown(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }

    private static String decoded(String text, String what) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[octets.length];
        int length = 0;
        for (int i = 0; i < octets.length; i++) {
            int c = octets[i] & 0xff;
            if (c == '%') {
                int high = i + 2 < octets.length ? Character.digit(octets[i + 1], 16) : -1;
                int low = i + 2 < octets.length ? Character.digit(octets[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new IllegalArgumentException("the mailto URI has an invalid % encoding in a " + what);
                }
                out[length++] = (byte) (high * 16 + low);
                i += 2;
            } else if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~!$'()*+,:@/".indexOf(c) >= 0)) {
                out[length++] = (byte) c;
            } else {
                throw new IllegalArgumentException("the mailto URI has the invalid character '" + (char) c + "' in a " + what);
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }
}

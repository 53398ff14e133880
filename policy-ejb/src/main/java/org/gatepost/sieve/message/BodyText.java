package org.gatepost.sieve.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the test "body" compares (RFC 5173 section 5). */
public final class BodyText {

    private BodyText() {
    }

    /** What parts of that type hold: for a multipart what is around its parts, for a message its header. */
    public static List<String> ofType(MimePart root, String contentType) {
        String wanted = contentType.toLowerCase(Locale.ROOT);
        int slash = wanted.indexOf('/');
        // 5.2: such a type matches nothing.
        if (slash == 0 || slash > 0 && (slash == wanted.length() - 1 || wanted.indexOf('/', slash + 1) > 0)) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        for (MimePart part : root.all()) {
            boolean matches = wanted.isEmpty() || (slash < 0 ? part.type().type().equals(wanted)
                    : part.type().is(wanted.substring(0, slash), wanted.substring(slash + 1)));
            if (matches) {
                add(part, found);
            }
        }
        return found;
    }

    private static void add(MimePart part, List<String> into) {
        if (part.type().isMultipart()) {
            into.add(part.prologue());
            into.add(part.epilogue());
        } else if (part.isContainer()) {
            part.children().stream().findFirst().ifPresent(message -> into.add(message.headerText()));
        } else {
            into.add(part.text());
        }
    }

    /** What a person would read. */
    public static List<String> readable(MimePart root) {
        List<String> found = new ArrayList<>();
        for (MimePart part : root.all()) {
            if (part.type().type().equals("text") && part.type().subtype().equals("html") || part.type().is("application", "xhtml+xml")) {
                found.add(withoutMarkup(part.text()));
            } else if (part.type().type().equals("text")) {
                found.add(part.text());
            }
        }
        return found;
    }

    /** The text of a part for {@code extracttext}; empty where it has none. */
    public static String ofPart(MimePart part) {
        return part.type().is("text", "html") || part.type().is("application", "xhtml+xml") ? withoutMarkup(part.text())
                : part.type().type().equals("text") ? part.text() : "";
    }

    /** Tags, comments, scripts and styles are left out, the commonest character references replaced. */
    static String withoutMarkup(String html) {
        StringBuilder text = new StringBuilder(html.length());
        String lower = html.toLowerCase(Locale.ROOT);
        if (lower.length() != html.length()) {
            lower = html;
        }
        int at = 0;
        while (at < html.length()) {
            char c = html.charAt(at);
            if (c == '<') {
                at = behindTag(lower, at);
            } else if (c == '&') {
                at = reference(html, at, text);
            } else {
                text.append(c);
                at++;
            }
        }
        return text.toString();
    }

    private static int behindTag(String html, int at) {
        if (html.startsWith("<!--", at)) {
            return behind(html, "-->", at);
        }
        for (String unread : List.of("script", "style", "head")) {
            int nameEnd = at + 1 + unread.length();
            if (html.startsWith(unread, at + 1) && nameEnd < html.length() && !Character.isLetterOrDigit(html.charAt(nameEnd))) {
                int end = html.indexOf("</" + unread, at);
                return end < 0 ? html.length() : behind(html, ">", end);
            }
        }
        return behind(html, ">", at);
    }

    private static int behind(String html, String mark, int from) {
        int found = html.indexOf(mark, from);
        return found < 0 ? html.length() : found + mark.length();
    }

    private static int reference(String html, int at, StringBuilder into) {
        int end = html.indexOf(';', at);
        String replacement = end < 0 || end - at > 10 ? null : switch (html.substring(at + 1, end).toLowerCase(Locale.ROOT)) {
            case "amp" -> "&";
            case "lt" -> "<";
            case "gt" -> ">";
            case "quot" -> "\"";
            case "apos" -> "'";
            case "nbsp" -> " ";
            default -> numeric(html.substring(at + 1, end));
        };
        into.append(replacement == null ? "&" : replacement);
        return replacement == null ? at + 1 : end + 1;
    }

    private static String numeric(String name) {
        if (!name.startsWith("#") || name.length() < 2) {
            return null;
        }
        boolean hex = name.charAt(1) == 'x' || name.charAt(1) == 'X';
        try {
            int point = Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
            return Character.isValidCodePoint(point) ? Character.toString(point) : null;
        } catch (NumberFormatException none) {
            return null;
        }
    }
}

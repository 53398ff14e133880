package org.gatepost.admin.quarantine;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.gatepost.ee.admin.OwnQuarantine.Page;
import org.gatepost.ee.admin.OwnQuarantine.Standing;

/** The page in HTML. What a sender wrote is text in it and never markup. Stateless. */
final class ReleasePage {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final String STYLE = "body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}dt{font-weight:600}dd{margin:0 0 .5rem;overflow-wrap:anywhere}"
            + "button{font:inherit;padding:.5rem 1rem}";

    private ReleasePage() {
    }

    /** The page for a copy that may be released. */
    static String of(Page page, String token, String nonce) {
        return page.standing() == Standing.KEPT ? document("Release this message?", "<dl>" + fact("Arrived", page.arrived().map(TIME::format).orElse("")) + fact("For", page.recipient())
                + fact("From", page.sender()) + fact("Subject", page.subject()) + fact("Kept back because", page.why()) + "</dl>"
                + "<form method=\"post\" action=\"/quarantine/release\"><input type=\"hidden\" name=\"t\" value=\"" + escaped(token) + "\"><button id=\"release\">Release</button></form>"
                + "<p>It looks like spam: be careful with links and attachments in it.</p>", nonce) : of(page.standing(), nonce);
    }

    /** The page that only says something. */
    static String of(Standing standing, String nonce) {
        return document(switch (standing) {
            case KEPT -> "It is still kept back";
            case RELEASED -> "Released";
            case GONE -> "Not in quarantine any more";
            case EXPIRED -> "This link is too old";
            case FOREIGN -> "No such link";
            case BUSY -> "Not now";
        }, "<p>" + switch (standing) {
            case KEPT -> "Nothing was changed.";
            case RELEASED -> "The message is on its way to your mailbox.";
            case GONE -> "This message was released before, or it is deleted.";
            case EXPIRED -> "Ask your postmaster, who can still release the message.";
            case FOREIGN -> "Links in messages about quarantine are long: see that it was copied whole.";
            case BUSY -> "It cannot be released at this moment. Try again in a minute.";
        } + "</p>", nonce);
    }

    /** Too many requests. */
    static String tooMany(String nonce) {
        return document("Too many requests", "<p>Try again in a minute.</p>", nonce);
    }

    private static String fact(String name, String value) {
        return "<dt>" + name + "</dt><dd><bdi>" + escaped(value) + "</bdi></dd>";
    }

    private static String document(String title, String content, String nonce) {
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title + "</title><meta name=\"viewport\" content=\"width=device-width\">"
                + "<meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex\"><link rel=\"icon\" href=\"data:,\"><style nonce=\"" + nonce + "\">" + STYLE
                + "</style></head>\n<body><main><h1 id=\"said\">" + title + "</h1>\n" + content + "\n</main></body></html>\n";
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }
}

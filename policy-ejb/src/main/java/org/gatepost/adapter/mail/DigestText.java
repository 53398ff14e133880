package org.gatepost.adapter.mail;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.gatepost.mail.VisibleText;
import org.gatepost.quarantine.Digest;

/**
 * The words of a digest, plain and in HTML. Half of them were written by senders of spam: what they wrote begins no line, is no markup, changes no direction
 * of writing and is no link. For one digest.
 */
final class DigestText {

    /** Octets of a sender or subject that are shown. */
    static final int WORDS_OCTETS_MAX = 200;

    private final Digest digest;
    private final DateTimeFormatter time;

    DigestText(Digest digest, ZoneId zone) {
        this.digest = digest;
        time = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm zzz", Locale.ENGLISH).withZone(zone);
    }

    String subject() {
        long all = digest.copies().size() + digest.more();
        return all == 1 ? "1 message was kept back as spam" : all + " messages were kept back as spam";
    }

    String plain() {
        StringBuilder text = new StringBuilder("Mail for " + shown(digest.to().address()) + " was kept back because it looks like spam. Nobody gets it, and it is"
                + " deleted after some time.\r\nWhat you want after all you can release: follow its link and press the button there.\r\n");
        int number = 0;
        for (Digest.Line copy : digest.copies()) {
            text.append("\r\n").append(++number).append(". ").append(time.format(copy.arrived())).append("\r\n   From: ").append(shown(copy.sender()))
                    .append("\r\n   Subject: ").append(shown(copy.subject())).append("\r\n   Why: ").append(shown(copy.why()))
                    .append("\r\n   Release: ").append(copy.link()).append("\r\n");
        }
        return text.append(end().isEmpty() ? "" : "\r\n" + end() + "\r\n").append("\r\nThe links are good until ").append(time.format(digest.linksUntil()))
                .append(", each for its message alone. Whoever has one can use it: do not pass this message on.\r\n").toString();
    }

    String html() {
        StringBuilder text = new StringBuilder("<!DOCTYPE html>\r\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>").append(subject())
                .append("</title></head>\r\n<body>\r\n<p>Mail for ").append(marked(digest.to().address()))
                .append(" was kept back because it looks like spam. Nobody gets it, and it is deleted after some time. What you want after all you can release: follow its link")
                .append(" and press the button there.</p>\r\n<table cellpadding=\"6\">\r\n<tr><th align=\"left\">Arrived</th><th align=\"left\">From</th>")
                .append("<th align=\"left\">Subject</th><th align=\"left\">Why</th><th></th></tr>\r\n");
        for (Digest.Line copy : digest.copies()) {
            text.append("<tr><td>").append(time.format(copy.arrived())).append("</td><td>").append(marked(copy.sender())).append("</td><td>").append(marked(copy.subject()))
                    .append("</td><td>").append(marked(copy.why())).append("</td><td><a rel=\"noreferrer\" href=\"").append(escaped(copy.link()))
                    .append("\">Release</a></td></tr>\r\n");
        }
        return text.append("</table>\r\n").append(end().isEmpty() ? "" : "<p>" + end() + "</p>\r\n").append("<p>The links are good until ")
                .append(time.format(digest.linksUntil())).append(", each for its message alone. Whoever has one can use it: do not pass this message on.</p>\r\n</body></html>\r\n")
                .toString();
    }

    private String end() {
        return digest.more() == 0 ? "" : digest.more() + " more " + (digest.more() == 1 ? "is" : "are") + " kept back; the next of these messages tells of them.";
    }

    /** A mail program makes links of what looks like an address of the web. */
    private static String shown(String text) {
        return VisibleText.of(text, WORDS_OCTETS_MAX).replace("://", ": //").replaceAll("(?i)www\\.", "www .");
    }

    private static String marked(String text) {
        return "<bdi>" + escaped(shown(text)) + "</bdi>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }
}

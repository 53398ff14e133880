package org.gatepost.sieve.reply;

import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.gatepost.sieve.message.EncodedWords;

/** Writes header and body of a message. Whatever comes in, a field stays one field. Not thread-safe. */
final class Draft {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);
    private static final int LINE = 76;

    private final StringBuilder text = new StringBuilder();

    Draft(Stamp stamp) {
        field("X-Sieve", "Gatepost Sieve");
        field("Message-ID", '<' + stamp.messageId() + '>');
        field("Date", DATE.format(stamp.date()));
    }

    /** A field of tokens and addresses; folded at spaces where it is long. */
    Draft field(String name, String value) {
        StringBuilder line = new StringBuilder(name).append(':');
        int column = line.length();
        for (String word : oneLine(value).split(" ")) {
            if (column + 1 + word.length() > LINE && column > name.length() + 1) {
                line.append("\r\n");
                column = 0;
            }
            line.append(' ').append(word);
            column += 1 + word.length();
        }
        text.append(line).append("\r\n");
        return this;
    }

    /** A field of free text, as encoded words where it is not ASCII (RFC 2047). */
    Draft phrase(String name, String value) {
        return field(name, EncodedWords.of(oneLine(value)));
    }

    /** A field of one address, its name in encoded words where it is not ASCII. */
    Draft address(String name, String value) {
        String line = oneLine(value);
        int bracket = line.lastIndexOf('<');
        return bracket <= 0 ? field(name, line) : field(name, EncodedWords.of(line.substring(0, bracket).strip()) + ' ' + line.substring(bracket));
    }

    private static String oneLine(String value) {
        return value.replaceAll("[\\x00-\\x1f\\x7f]+", " ").strip();
    }

    /** Header and a body of plain text. */
    String withText(String body) {
        field("MIME-Version", "1.0");
        field("Content-Type", "text/plain; charset=utf-8");
        field("Content-Transfer-Encoding", StandardCharsets.US_ASCII.newEncoder().canEncode(body) ? "7bit" : "8bit");
        return text + "\r\n" + lines(body);
    }

    /** Header and a body that brings its own MIME fields; they may speak of nothing else (RFC 5230 4.4). */
    String withMime(String entity) {
        field("MIME-Version", "1.0");
        String whole = lines(entity);
        int end = whole.startsWith("\r\n") ? 0 : whole.indexOf("\r\n\r\n");
        String head = end < 0 ? whole : whole.substring(0, end);
        boolean kept = false;
        for (String line : head.split("\r\n")) {
            kept = line.startsWith(" ") || line.startsWith("\t") ? kept : line.regionMatches(true, 0, "Content-", 0, 8);
            if (kept) {
                text.append(line).append("\r\n");
            }
        }
        return text + "\r\n" + (end < 0 ? "" : whole.substring(end == 0 ? 2 : end + 4));
    }

    static String lines(String body) {
        String lines = body.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
        return lines.isEmpty() || lines.endsWith("\r\n") ? lines : lines + "\r\n";
    }
}

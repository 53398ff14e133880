package org.gatepost.sieve.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.TextPart;
import org.gatepost.sieve.message.HeaderRewrite.Edit;

/**
 * The changes scripts make to bodies (RFC 5703 sections 5 and 6), as patches of the content as received: nothing of it is held in memory, and what is not
 * replaced stays octet for octet. Texts that are put there are 7-bit. Stateless.
 */
public final class BodyRewrite {

    private BodyRewrite() {
    }

    /**
     * What an enclosing message needs to know.
     *
     * @param id unlike any other: of its boundary and its Message-ID
     * @param date as a header field writes it
     * @param encoding what the octets of the copy are, as Content-Transfer-Encoding names it (RFC 2045 section 6.2)
     */
    public record Outer(String id, String hostname, String date, Encoding encoding) {

        /** What can stand in a content that is not encoded. */
        public enum Encoding { SEVEN_BIT, EIGHT_BIT, BINARY }
    }

    /** Whether something but the header is changed. */
    public static boolean isAny(List<Edit> edits) {
        return edits.stream().anyMatch(edit -> edit instanceof Edit.Replaced || edit instanceof Edit.Enclosed);
    }

    /** The edits that count, with those of the header that follow from another body for the whole message: what was said of a body that is gone counts no more. */
    public static List<Edit> settled(List<Edit> edits, List<HeaderField> fields) {
        List<Edit> all = new ArrayList<>(edits.stream().filter(edit -> !(edit instanceof Edit.Replaced) && !(edit instanceof Edit.Enclosed)).toList());
        List<Edit> bodies = new ArrayList<>();
        for (Edit edit : edits) {
            switch (edit) {
                case Edit.Replaced replaced -> {
                    bodies.removeIf(before -> replaced.part().isEmpty() || before instanceof Edit.Replaced other && isWithin(other.part(), replaced.part()));
                    if (bodies.stream().noneMatch(before -> before instanceof Edit.Replaced other && isWithin(replaced.part(), other.part()))) {
                        bodies.add(replaced);
                    }
                }
                case Edit.Enclosed enclosed -> bodies.add(enclosed);
                case Edit.Added added -> { }
                case Edit.Removed removed -> { }
            }
        }
        bodies.stream().filter(body -> body instanceof Edit.Replaced replaced && replaced.part().isEmpty()).findFirst().ifPresent(whole -> header((Edit.Replaced) whole, fields, all));
        all.addAll(bodies);
        return all;
    }

    private static boolean isWithin(List<Integer> part, List<Integer> other) {
        return part.size() >= other.size() && part.subList(0, other.size()).equals(other);
    }

    private static void header(Edit.Replaced whole, List<HeaderField> fields, List<Edit> into) {
        fields.stream().filter(field -> field.name().toLowerCase(Locale.ROOT).startsWith("content-") || field.named("MIME-Version")).forEach(field -> into.add(new Edit.Removed(field)));
        whole.subject().ifPresent(subject -> instead("Subject", subject, fields, into));
        whole.from().ifPresent(from -> instead("From", from, fields, into));
    }

    /** Another value, and the field that keeps the one it had. */
    private static void instead(String name, String value, List<HeaderField> fields, List<Edit> into) {
        into.removeIf(edit -> edit instanceof Edit.Added && edit.name().equalsIgnoreCase(name));
        fields.stream().filter(field -> field.named(name)).forEach(field -> {
            if (into.stream().noneMatch(edit -> edit instanceof Edit.Removed removed && removed.field() == field)) {
                into.add(new Edit.Removed(field));
            }
            into.add(new Edit.Added("Original-" + name, field.raw().strip(), true));
        });
        into.add(new Edit.Added(name, oneLine(value), false));
    }

    /**
     * All of the edits as patches.
     *
     * @param edits as {@link #settled} gives them
     * @param message its header, how many octets it has, and where its parts stand; each that is replaced has a place
     */
    public static HeaderEdits patches(List<Edit> edits, SieveMessage message, Outer outer) {
        List<HeaderEdits.Patch> patches = new ArrayList<>();
        StringBuilder before = new StringBuilder();
        StringBuilder behind = new StringBuilder();
        int number = 0;
        for (Edit edit : edits) {
            switch (edit) {
                case Edit.Replaced replaced when replaced.part().isEmpty() -> patches.add(new HeaderEdits.Patch(message.headerOctets(),
                        Math.toIntExact(message.size() - message.headerOctets()), "MIME-Version: 1.0\r\n" + ended(entity(replaced.mime(), replaced.text()))));
                case Edit.Replaced replaced -> {
                    PartPlace place = message.place(replaced.part()).orElseThrow(() -> new IllegalStateException("part " + replaced.part() + " has no place"));
                    patches.add(new HeaderEdits.Patch(place.at(), Math.toIntExact(place.end() - place.at()), entity(replaced.mime(), replaced.text())));
                }
                case Edit.Enclosed enclosed -> {
                    String boundary = "=_" + outer.id() + "_" + number;
                    before.insert(0, beginning(enclosed, message.fields(), boundary, outer, number++));
                    behind.append("\r\n--").append(boundary).append("--\r\n");
                }
                case Edit.Added added -> { }
                case Edit.Removed removed -> { }
            }
        }
        if (!before.isEmpty()) {
            patches.add(new HeaderEdits.Patch(0, 0, before.toString()));
            patches.add(new HeaderEdits.Patch(message.size(), 0, behind.toString()));
        }
        return new HeaderEdits(patches).and(HeaderRewrite.patches(edits, message.headerOctets()));
    }

    private static String beginning(Edit.Enclosed enclosed, List<HeaderField> fields, String boundary, Outer outer, int number) {
        String encoding = switch (outer.encoding()) {
            case SEVEN_BIT -> "";
            case EIGHT_BIT -> "Content-Transfer-Encoding: 8bit\r\n";
            case BINARY -> "Content-Transfer-Encoding: binary\r\n";
        };
        StringBuilder text = new StringBuilder("Date: " + outer.date() + "\r\nMessage-ID: <" + outer.id() + "." + number + "@" + outer.hostname() + ">\r\n");
        List<String> copied = new ArrayList<>(List.of("From", "To", "Cc"));
        enclosed.headers().stream().filter(name -> copied.stream().noneMatch(name::equalsIgnoreCase) && isFree(name)).forEach(copied::add);
        copied.forEach(name -> fields.stream().filter(field -> field.named(name)).forEach(field -> text.append(field.name()).append(':').append(field.raw()).append("\r\n")));
        Optional<String> subject = enclosed.subject().map(value -> " " + EncodedWords.of(oneLine(value)).replace("?= =?", "?=\r\n =?"))
                .or(() -> fields.stream().filter(field -> field.named("Subject")).findFirst().map(HeaderField::raw));
        subject.ifPresent(value -> text.append("Subject:").append(value).append("\r\n"));
        return text.append("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"").append(boundary).append("\"\r\n").append(encoding).append("\r\n--").append(boundary)
                .append("\r\n").append(entity(false, enclosed.text())).append("\r\n--").append(boundary).append("\r\nContent-Type: message/rfc822\r\n").append(encoding)
                .append("\r\n").toString();
    }

    /** Fields the enclosing message has by itself. */
    private static boolean isFree(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !lower.startsWith("content-") && !List.of("date", "message-id", "mime-version", "subject").contains(lower);
    }

    /** A part with its header: of plain text, or as the script wrote it. */
    private static String entity(boolean mime, String text) {
        return mime ? TextPart.lines(text) : TextPart.of(text);
    }

    private static String ended(String text) {
        return text.endsWith("\r\n") ? text : text + "\r\n";
    }

    private static String oneLine(String value) {
        return value.replaceAll("[\\x00-\\x1f\\x7f]+", " ").strip();
    }
}

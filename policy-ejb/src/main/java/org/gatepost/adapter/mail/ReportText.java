package org.gatepost.adapter.mail;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.gatepost.dsn.DsnReport;
import org.gatepost.dsn.DsnReport.Action;
import org.gatepost.dsn.DsnReport.PerRecipient;
import org.gatepost.smtp.protocol.EnhancedStatus;

/**
 * The part for people in one language, as a file of sections says it. Immutable.
 *
 * <p>A section begins with its name in brackets on a line of its own; before the first one stand remarks. In the text stand for: {@code %R} the
 * recipients with what became of them, {@code %C} the age of the message, {@code %L} how long it is tried yet, {@code %F} how long in all, {@code %M} our
 * host, {@code %I} our reference, {@code %N} the number of further recipients, {@code %A} a recipient's address, {@code %T} its next hop, {@code %E} its
 * status, {@code %D} until when it is tried, {@code %%} a per cent sign.
 */
final class ReportText {

    /** A file of texts is no larger: 64 KiB. */
    static final int OCTETS_MAX = 64 << 10;
    /** A line of a text has no more characters, as sun-mta's had: 78. */
    static final int LINE_CHARACTERS_MAX = 78;

    private static final EnhancedStatus EXPIRED = EnhancedStatus.of("4.4.7");
    private static final DateTimeFormatter UNTIL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern PLACE = Pattern.compile("%(.?)", Pattern.DOTALL);
    private static final String PLACES = "RCLFMINATED%";
    private static final List<String> UNITS = List.of("minute", "minutes", "hour", "hours", "day", "days");
    private static final List<String> SECTIONS = Stream.of(
            Stream.of(Action.values()).flatMap(action -> Stream.of("subject-", "opening-", "recipient-").map(part -> part + word(action))),
            Stream.of("subject-more", "body", "returned-full", "returned-headers", "recipient-expired", "answered", "unanswered", "status", "until"),
            UNITS.stream()).flatMap(Function.identity()).toList();

    private final String language;
    private final Map<String, String> sections;

    private ReportText(String language, Map<String, String> sections) {
        this.language = language;
        this.sections = sections;
    }

    /**
     * Reads a file's text.
     *
     * @throws IllegalArgumentException with one line that says what is wrong with it
     */
    static ReportText parse(String language, String text) {
        Map<String, StringBuilder> read = new LinkedHashMap<>();
        String current = "";
        for (String line : text.lines().toList()) {
            if (line.matches("\\[[a-z-]+\\]\\s*")) {
                current = line.substring(1, line.indexOf(']'));
                if (read.put(current, new StringBuilder()) != null) {
                    throw new IllegalArgumentException("section [" + current + "] is there twice");
                }
            } else if (!current.isEmpty()) {
                check(current, line);
                read.get(current).append(line.stripTrailing()).append('\n');
            }
        }
        Map<String, String> sections = read.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().toString().strip()));
        for (String name : SECTIONS) {
            if (sections.getOrDefault(name, "").isEmpty()) {
                throw new IllegalArgumentException("section [" + name + "] is missing or empty");
            }
        }
        sections.keySet().stream().filter(name -> !SECTIONS.contains(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("there is no section [" + name + "]");
        });
        return new ReportText(language, Map.copyOf(sections));
    }

    private static void check(String section, String line) {
        if (line.length() > LINE_CHARACTERS_MAX) {
            throw new IllegalArgumentException("section [" + section + "]: a line has more than " + LINE_CHARACTERS_MAX + " characters");
        }
        if (line.chars().anyMatch(c -> c == 0xFFFD || c < ' ' && c != '\t')) {
            throw new IllegalArgumentException("section [" + section + "]: not UTF-8, or a control character");
        }
        Matcher place = PLACE.matcher(line);
        while (place.find()) {
            // The story is made of the other sections.
            boolean whole = place.group(1).equals("R") && !section.equals("body");
            if (place.group(1).isEmpty() || PLACES.indexOf(place.group(1)) < 0 || whole) {
                throw new IllegalArgumentException("section [" + section + "]: %" + place.group(1) + " stands for nothing here");
            }
        }
    }

    /** As Content-Language names it. */
    String language() {
        return language;
    }

    /** As the file has it. */
    String section(String name) {
        return sections.get(name);
    }

    String subject(DsnReport report) {
        int more = report.recipients().size() - 1;
        String subject = filled("subject-" + word(report.action()), report, Optional.of(report.recipients().getFirst()));
        return (more == 0 ? subject : subject + " " + filled("subject-more", report, Optional.empty())).replaceAll("\\s+", " ");
    }

    /** The whole text, lines ended by CRLF. */
    String body(DsnReport report) {
        return String.join("\r\n", filled("body", report, Optional.empty()).lines().toList()) + "\r\n";
    }

    private String filled(String section, DsnReport report, Optional<PerRecipient> recipient) {
        return PLACE.matcher(sections.get(section)).replaceAll(place -> Matcher.quoteReplacement(value(place.group(1).charAt(0), report, recipient)));
    }

    private String value(char place, DsnReport report, Optional<PerRecipient> recipient) {
        return switch (place) {
            case 'R' -> recipient.isPresent() ? "" : story(report);
            case 'C' -> time(report.age());
            case 'L' -> time(report.left());
            case 'F' -> time(report.age().plus(report.left()));
            case 'M' -> report.reportingMta();
            case 'I' -> report.about().toString();
            case 'N' -> String.valueOf(report.recipients().size() - 1);
            case 'A' -> recipient.map(each -> Fields.visible(each.finalRecipient().address())).orElse("");
            case 'T' -> recipient.flatMap(PerRecipient::remoteMta).map(Fields::visible).orElse("?");
            case 'E' -> recipient.map(each -> each.status().toString()).orElse("");
            case 'D' -> recipient.flatMap(PerRecipient::willRetryUntil).map(UNTIL::format).orElse("");
            default -> "%";
        };
    }

    /** What happened: the opening, a paragraph for each recipient, and what is returned. */
    private String story(DsnReport report) {
        String returned = switch (report.returns()) {
            case FULL -> "returned-full";
            case HDRS -> "returned-headers";
        };
        return filled("opening-" + word(report.action()), report, Optional.empty()) + "\n\n"
                + report.recipients().stream().map(recipient -> sentence(report, recipient)).collect(Collectors.joining("\n\n")) + "\n\n"
                + filled(returned, report, Optional.empty());
    }

    private String sentence(DsnReport report, PerRecipient recipient) {
        boolean expired = recipient.action() == Action.FAILED && recipient.status().equals(EXPIRED);
        StringBuilder text = new StringBuilder(said(expired ? "recipient-expired" : "recipient-" + word(recipient.action()), report, recipient));
        boolean bad = recipient.action() == Action.FAILED || recipient.action() == Action.DELAYED;
        if (bad && recipient.diagnostic().isPresent()) {
            text.append('\n').append(said("answered", report, recipient)).append("\n    ").append(recipient.diagnostic().get().code()).append(' ')
                    .append(recipient.status()).append(' ')
                    .append(String.join("\n    ", recipient.diagnostic().get().lines().stream().filter(line -> !line.isBlank()).map(Fields::visible).toList()));
        } else if (bad) {
            text.append('\n').append(said(recipient.action() == Action.DELAYED || expired ? "unanswered" : "status", report, recipient));
        }
        recipient.willRetryUntil().ifPresent(until -> text.append('\n').append(said("until", report, recipient)));
        return text.toString();
    }

    private String said(String section, DsnReport report, PerRecipient recipient) {
        return filled(section, report, Optional.of(recipient));
    }

    /** The largest unit that says it without much loss: minutes to two hours, hours to two days, then days. */
    private String time(Duration time) {
        long minutes = Math.max(0, time.toMinutes());
        if (minutes < 120) {
            return counted(minutes, "minute");
        }
        return time.toHours() < 48 ? counted(time.toHours(), "hour") : counted(time.toDays(), "day");
    }

    private String counted(long count, String unit) {
        return count + " " + sections.get(count == 1 ? unit : unit + "s");
    }

    private static String word(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }
}

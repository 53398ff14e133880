package org.gatepost.mail;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How much a message hurries (RFC 2156's Priority field): which of a channel's times it is tried by. */
public enum Priority {
    URGENT, NORMAL, NONURGENT;

    private static final String MARK = "priority:";

    /** What a message's marks say; normal where they say nothing. */
    public static Priority ofMarks(Set<String> marks) {
        return Arrays.stream(values()).filter(priority -> marks.contains(MARK + priority.word())).findFirst().orElse(NORMAL);
    }

    /** What its header section says: Priority, else Importance (RFC 4021), else X-Priority; of several fields of a name the first. */
    public static Priority ofHeader(MessageHeader header) {
        return first(header, "priority").flatMap(Priority::ofPriority).or(() -> first(header, "importance").flatMap(Priority::ofImportance))
                .or(() -> first(header, "x-priority").flatMap(Priority::ofNumber)).orElse(NORMAL);
    }

    /** The mark that stays with the message; none for a normal one. */
    public Optional<String> mark() {
        return this == NORMAL ? Optional.empty() : Optional.of(MARK + word());
    }

    /** As keywords of channels begin. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Optional<String> first(MessageHeader header, String name) {
        return header.all(name).stream().findFirst().map(field -> field.value().strip().toLowerCase(Locale.ROOT));
    }

    private static Optional<Priority> ofPriority(String value) {
        return switch (value) {
            case "urgent" -> Optional.of(URGENT);
            case "normal" -> Optional.of(NORMAL);
            case "non-urgent" -> Optional.of(NONURGENT);
            default -> Optional.empty();
        };
    }

    private static Optional<Priority> ofImportance(String value) {
        return switch (value) {
            case "high" -> Optional.of(URGENT);
            case "normal" -> Optional.of(NORMAL);
            case "low" -> Optional.of(NONURGENT);
            default -> Optional.empty();
        };
    }

    private static Optional<Priority> ofNumber(String value) {
        return switch (value.isEmpty() ? ' ' : value.charAt(0)) {
            case '1', '2' -> Optional.of(URGENT);
            case '3' -> Optional.of(NORMAL);
            case '4', '5' -> Optional.of(NONURGENT);
            default -> Optional.empty();
        };
    }
}

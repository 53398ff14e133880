package org.gatepost.adapter.grid;

import java.time.Instant;
import java.util.Optional;

import org.gatepost.throttle.Greylisted;
import org.gatepost.throttle.LedgerEntry;
import org.gatepost.throttle.Meter;

/** An entry as a text of the JDK's own type, which every member of a grid can keep and compare. Moments are milliseconds since 1970. */
final class EntryText {

    private static final String METER = "meter";
    private static final String GREYLISTED = "greylisted";
    private static final String STORED = "stored ";

    private EntryText() {
    }

    static String of(LedgerEntry entry) {
        return switch (entry) {
            case Meter meter -> String.join(" ", METER, Double.toString(meter.used()), millis(meter.at()), Boolean.toString(meter.over()), millis(meter.expires()));
            case Greylisted known -> String.join(" ", GREYLISTED, millis(known.first()), Boolean.toString(known.passed()), millis(known.expires()));
            case LedgerEntry.Stored(String value) -> STORED + value;
        };
    }

    /** The entry; nothing for a text that a node of another version wrote and we cannot read, so that it begins anew. */
    static Optional<LedgerEntry> read(String text) {
        if (text.startsWith(STORED)) {
            return Optional.of(new LedgerEntry.Stored(text.substring(STORED.length())));
        }
        String[] words = text.split(" ");
        try {
            if (words.length == 5 && words[0].equals(METER)) {
                return Optional.of(new Meter(Double.parseDouble(words[1]), moment(words[2]), Boolean.parseBoolean(words[3]), moment(words[4])));
            }
            if (words.length == 4 && words[0].equals(GREYLISTED)) {
                return Optional.of(new Greylisted(moment(words[1]), Boolean.parseBoolean(words[2]), moment(words[3])));
            }
        } catch (NumberFormatException e) {
            // of another version, like the rest
        }
        return Optional.empty();
    }

    private static String millis(Instant moment) {
        return Long.toString(moment.toEpochMilli());
    }

    private static Instant moment(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }
}

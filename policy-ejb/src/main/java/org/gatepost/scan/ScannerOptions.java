package org.gatepost.scan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What policy says to one kind of engine alone: {@code name=value}, one a line; lines that are blank or begin with {@code #} say nothing. What the names
 * mean is the adapter's.
 */
public record ScannerOptions(Map<String, String> values) {

    public static final ScannerOptions NONE = new ScannerOptions(Map.of());

    public ScannerOptions {
        values = Map.copyOf(values);
    }

    /** Reads them; {@link IllegalArgumentException} with one clear line where something is wrong. */
    public static ScannerOptions parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        text.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).forEach(line -> {
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("not name=value: '" + line + "'");
            }
            String name = line.substring(0, equals).strip();
            if (values.put(name, line.substring(equals + 1).strip()) != null) {
                throw new IllegalArgumentException(name + " stands there twice");
            }
        });
        return new ScannerOptions(values);
    }

    /** These options, if none has a name the engine does not know. */
    public ScannerOptions only(String... names) {
        for (String name : values.keySet()) {
            if (!Set.of(names).contains(name)) {
                throw new IllegalArgumentException("no option of this engine: '" + name + "'");
            }
        }
        return this;
    }

    /** All others. */
    ScannerOptions without(String name) {
        Map<String, String> others = new LinkedHashMap<>(values);
        others.remove(name);
        return new ScannerOptions(others);
    }

    /** The names alone: a value may be a password. */
    @Override
    public String toString() {
        return "ScannerOptions" + values.keySet();
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    /** A whole number between two bounds. */
    public long number(String name, long otherwise, long min, long max) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        if (value.get().matches("[0-9]{1,18}")) {
            long number = Long.parseLong(value.get());
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw new IllegalArgumentException(name + " is not a number from " + min + " to " + max + ": '" + value.get() + "'");
    }

    /** One of several words; the first of them where the option is not there. */
    public String word(String name, String... words) {
        String value = text(name).orElse(words[0]);
        for (String word : words) {
            if (word.equals(value)) {
                return word;
            }
        }
        throw new IllegalArgumentException(name + " is not one of " + String.join(", ", words) + ": '" + value + "'");
    }
}

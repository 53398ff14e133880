package org.gatepost.conversion;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The entries of a policy version, in order: of a part, the first that covers it counts. Immutable. */
public record ConversionEntries(List<ConversionEntry> entries) {

    /** Nothing is converted. */
    public static final ConversionEntries NONE = new ConversionEntries(List.of());

    public ConversionEntries {
        entries = List.copyOf(entries);
    }

    /** These and others behind them. */
    public ConversionEntries and(ConversionEntries others) {
        return new ConversionEntries(Stream.concat(entries.stream(), others.entries.stream()).toList());
    }

    Optional<ConversionEntry> first(PartTraits part) {
        return entries.stream().filter(entry -> entry.covers(part)).findFirst();
    }
}

package org.gatepost.ee.store;

import java.util.List;
import java.util.function.Consumer;

import org.gatepost.conversion.ConversionEntries;
import org.gatepost.conversion.ConversionReader;
import org.gatepost.conversion.ConversionReading;
import org.gatepost.mapping.SyntaxError;

/** What rows of conversion_rules mean. */
final class ConversionRows {

    private ConversionRows() {
    }

    /** The entries of all rows, in order. What is wrong is told, a line each, and left out. */
    static ConversionEntries read(List<ConversionRulesRow> rows, Consumer<String> wrong) {
        ConversionEntries entries = ConversionEntries.NONE;
        for (ConversionRulesRow row : rows) {
            switch (ConversionReader.read(row.getName(), row.getEntries())) {
                case ConversionReading.Read(ConversionEntries read) -> entries = entries.and(read);
                case ConversionReading.Rejected(List<SyntaxError> errors) -> errors.forEach(error -> wrong.accept("conversion_rules " + row.getName() + ": entries: " + error));
            }
        }
        return entries;
    }
}

package org.gatepost.conversion;

import java.util.Locale;
import java.util.Map;

import org.gatepost.mail.Glob;

/**
 * Which parts something is done with, and what.
 *
 * @param rule the row and line it stands in, for the trace
 * @param conditions patterns in lower case, {@code *} for any characters; all of them have to fit
 */
public record ConversionEntry(String rule, Map<Condition, String> conditions, ConversionAction action) {

    /** What a pattern is held against. */
    public enum Condition {
        IN_CHANNEL, OUT_CHANNEL, IN_TYPE, IN_SUBTYPE, IN_DISPOSITION, IN_NAME, TAG;

        /** As it is written: {@code in-channel}. */
        String keyword() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public ConversionEntry {
        conditions = Map.copyOf(conditions);
    }

    /** Whether it is for such a part. */
    boolean covers(PartTraits part) {
        return conditions.entrySet().stream().allMatch(condition -> part.of(condition.getKey()).stream().anyMatch(text -> Glob.matches(condition.getValue(), text)));
    }
}

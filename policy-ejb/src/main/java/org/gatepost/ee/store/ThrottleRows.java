package org.gatepost.ee.store;

import java.time.Duration;

import org.gatepost.throttle.Greylisted;
import org.gatepost.throttle.Quota;
import org.gatepost.throttle.ThrottleTable;
import org.gatepost.throttle.ThrottleTable.KeyForm;
import org.gatepost.throttle.ThrottleTable.Kind;

/** What rows of throttle_table mean. */
final class ThrottleRows {

    private ThrottleRows() {
    }

    /** @throws IllegalArgumentException with one line that says what is wrong with the row */
    static ThrottleTable table(ThrottleTableRow row) {
        return new ThrottleTable(row.getName(), kind(row), keys(row), row.getMaxEntries(), row.isFailOpen());
    }

    private static Kind kind(ThrottleTableRow row) {
        return switch (row.getType()) {
            case "throttle" -> new Kind.Throttle(new Quota(row.getQuota(), Duration.ofSeconds(row.getQuotaTime()), row.isPenalize()));
            case "simple" -> new Kind.Simple();
            case "greylisting" -> new Kind.Greylisting(new Greylisted.Times(Duration.ofSeconds(row.getBlockTime()), Duration.ofSeconds(row.getResubmitTime()),
                    Duration.ofSeconds(row.getInactivityTime())));
            default -> throw new IllegalArgumentException("type: not one of throttle, simple and greylisting: '" + row.getType() + "'");
        };
    }

    private static KeyForm keys(ThrottleTableRow row) {
        return switch (row.getDataType()) {
            case "address" -> KeyForm.NETWORK;
            case "string" -> row.isNocase() ? KeyForm.WITHOUT_CASE : KeyForm.AS_WRITTEN;
            default -> throw new IllegalArgumentException("data_type: neither string nor address: '" + row.getDataType() + "'");
        };
    }

    /** @throws IllegalArgumentException likewise */
    static boolean countsRecipients(ThrottleTableRow row) {
        return switch (row.getCounts()) {
            case "recipients" -> true;
            case "questions" -> false;
            default -> throw new IllegalArgumentException("counts: neither questions nor recipients: '" + row.getCounts() + "'");
        };
    }
}

package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

import org.gatepost.dsn.Backscatter;

/** Reports that were held for review and that nobody looked at: they age out, and the trace says so. */
public final class ReviewRows {

    private ReviewRows() {
    }

    /** Discards those older than so many days, up to a thousand; how many entries. */
    public static int ageOut(Connection connection, String node, int days) throws SQLException {
        return AgedCopies.ageOut(connection, node, Backscatter.RULE, Duration.ofDays(days), Optional.of("nobody reviewed the report for " + days + " days"));
    }
}

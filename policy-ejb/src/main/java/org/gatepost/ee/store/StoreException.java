package org.gatepost.ee.store;

import java.sql.BatchUpdateException;
import java.sql.SQLException;

import jakarta.ejb.ApplicationException;

import org.postgresql.util.PSQLException;

/** The database refused or could not be reached. Rolls back, and crosses the container as it is. Its message holds no values of any row. */
@ApplicationException(rollback = true)
public class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Wraps what the driver said. */
    public static StoreException of(SQLException cause) {
        return new StoreException(summary(cause), withoutValues(cause));
    }

    /** True where the rows themselves were refused (SQLSTATE classes 22, 23 and 54): trying the same again will not help. */
    public boolean isAboutRows() {
        return getCause() instanceof SQLException said && said.getSQLState() != null && said.getSQLState().matches("(22|23|54).*");
    }

    /** What the database said, in one line. The driver's own text of a failed batch quotes every value, content included, and must not be logged. */
    public static String summary(SQLException thrown) {
        Throwable said = withoutValues(thrown);
        if (said instanceof PSQLException postgres && postgres.getServerErrorMessage() != null) {
            return postgres.getSQLState() + " " + postgres.getServerErrorMessage().getMessage();
        }
        return said instanceof BatchUpdateException ? "a batch failed, " + thrown.getSQLState() : said.getMessage();
    }

    private static Throwable withoutValues(SQLException thrown) {
        Throwable said = thrown;
        while (said instanceof BatchUpdateException && said.getCause() != null) {
            said = said.getCause();
        }
        return said;
    }
}

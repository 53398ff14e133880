package org.gatepost.ee.store;

import java.sql.SQLException;

import jakarta.ejb.ApplicationException;

/** The database refused or could not be reached. Rolls back, and crosses the container as it is. */
@ApplicationException(rollback = true)
public class StoreException extends RuntimeException {

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Wraps what the driver said, in its words. */
    public static StoreException of(SQLException cause) {
        return new StoreException(cause.getMessage(), cause);
    }
}

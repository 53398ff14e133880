package org.gatepost.ee.admin;

import jakarta.ejb.ApplicationException;

/** The database could not be asked, or did not do what it was asked; nothing was changed. The message is a sentence for the desk. */
@ApplicationException(rollback = true)
public class DeskUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DeskUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}

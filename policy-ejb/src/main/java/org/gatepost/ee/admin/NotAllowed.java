package org.gatepost.ee.admin;

import jakarta.ejb.ApplicationException;

/** The caller's role does not include what was asked; nothing was done. */
@ApplicationException(rollback = true)
public class NotAllowed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotAllowed(String message) {
        super(message);
    }
}

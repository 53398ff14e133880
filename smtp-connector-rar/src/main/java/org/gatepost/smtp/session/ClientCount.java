package org.gatepost.smtp.session;

import org.gatepost.smtp.protocol.IpAddress;

/** Knows how many sessions each client address has open. Called by the session's thread. */
@FunctionalInterface
public interface ClientCount {

    /** This session is that client's from now on: returns how many that client has open, this one included. */
    int belongsTo(IpAddress client);
}

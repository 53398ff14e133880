package org.gatepost.smtp.session;

import java.time.InstantSource;

import org.gatepost.smtp.spool.SpoolDirectory;

/**
 * What all sessions of a port share.
 *
 * @param clock says when something happened; the machine may set it at any time
 * @param steadyClock says how long something lasts, see {@link SteadyClock}; every limit goes by it
 */
public record SessionSettings(String hostname, SpoolDirectory spool, InstantSource clock, InstantSource steadyClock) {
}

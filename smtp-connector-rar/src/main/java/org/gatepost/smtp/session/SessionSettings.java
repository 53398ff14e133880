package org.gatepost.smtp.session;

import java.time.Duration;
import java.time.InstantSource;

import org.gatepost.smtp.spool.SpoolDirectory;

/**
 * What all sessions of a port share.
 *
 * @param clock says when something happened; the machine may set it at any time
 * @param steadyClock says how long something lasts, see {@link SteadyClock}; every limit goes by it
 * @param load what they hold together
 * @param pace how fast their contents must come
 * @param handshake how long a TLS handshake, and a PROXY header, may take
 */
public record SessionSettings(String hostname, SpoolDirectory spool, InstantSource clock, InstantSource steadyClock, PortLoad load, ContentPace pace,
        Duration handshake) {

    /** Half a minute. */
    public static final Duration HANDSHAKE_DEFAULT = Duration.ofSeconds(30);

    /** With the handshake's limit of a fresh start. */
    public SessionSettings(String hostname, SpoolDirectory spool, InstantSource clock, InstantSource steadyClock, PortLoad load, ContentPace pace) {
        this(hostname, spool, clock, steadyClock, load, pace, HANDSHAKE_DEFAULT);
    }

    /** With the limits of a fresh start. */
    public SessionSettings(String hostname, SpoolDirectory spool, InstantSource clock, InstantSource steadyClock) {
        this(hostname, spool, clock, steadyClock, new PortLoad(PortLoad.CONTENTS_DEFAULT, PortLoad.RECIPIENTS_DEFAULT, PortLoad.ENCRYPTED_DEFAULT), ContentPace.DEFAULT);
    }
}

package org.gatepost.smtp.session;

import java.time.InstantSource;

import org.gatepost.smtp.spool.SpoolDirectory;

/** What all sessions of a port share. */
public record SessionSettings(String hostname, SpoolDirectory spool, InstantSource clock) {
}

package org.gatepost.channel;

/** What a channel's clients get for ETRN (RFC 1985). */
public enum TurnPolicy {
    /** Keyword {@code allowetrn}: honoured, and the reply names the channel. */
    ALLOW,
    /** Keyword {@code silentetrn}: honoured, and nothing is named. */
    SILENT,
    /** Keyword {@code domainetrn}: the same, for domains only, not for queues. */
    DOMAIN,
    /** Keyword {@code blocketrn}: refused. */
    BLOCK,
    /** Keyword {@code disableetrn}: neither offered nor known. */
    DISABLE
}

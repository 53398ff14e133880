package org.gatepost.adapter.scanner.milter;

import org.gatepost.scan.ScannerOptions;

/**
 * What policy lets one filter do besides changing header fields and keeping a message back.
 *
 * @param bodyOctetsMax the largest body it may put in the place of the one that was received, its lines ended by CRLF
 */
record Permits(Permit body, Permit envelope, int bodyOctetsMax) {

    /** The default of {@code body_octets_max}. It is kept with the edits of each copy that has it, and not with the content. */
    static final int BODY_OCTETS_DEFAULT = 256 * 1024;
    /** The most that can be said there. */
    static final int BODY_OCTETS_MAX = 1024 * 1024;

    private static final int ALWAYS = Terms.ADD_FIELDS | Terms.CHANGE_FIELDS | Terms.QUARANTINE;
    private static final int ENVELOPE = Terms.ADD_RECIPIENTS | Terms.ADD_RECIPIENTS_WITH_PARAMETERS | Terms.DELETE_RECIPIENTS | Terms.CHANGE_SENDER;

    /** How far it goes. */
    enum Permit {
        /** Not offered: a filter that does it all the same has left the protocol. */
        REFUSED,
        /** Offered to filters that do not work without; what they then want is told of and not done. */
        OFFERED,
        /** Done. */
        ALLOWED
    }

    /** Reads {@code body}, {@code envelope}: {@code refused}, {@code offered} or {@code allowed}; and {@code body_octets_max}. */
    static Permits of(ScannerOptions options) {
        options.only("body", "envelope", "body_octets_max", Keeping.CONNECTIONS, Keeping.SECONDS);
        return new Permits(permit(options, "body"), permit(options, "envelope"), (int) options.number("body_octets_max", BODY_OCTETS_DEFAULT, 1, BODY_OCTETS_MAX));
    }

    private static Permit permit(ScannerOptions options, String name) {
        return switch (options.word(name, "refused", "offered", "allowed")) {
            case "allowed" -> Permit.ALLOWED;
            case "offered" -> Permit.OFFERED;
            default -> Permit.REFUSED;
        };
    }

    /** The actions offered in the negotiation. */
    int actions() {
        return ALWAYS | (body == Permit.REFUSED ? 0 : Terms.REPLACE_BODY) | (envelope == Permit.REFUSED ? 0 : ENVELOPE);
    }
}

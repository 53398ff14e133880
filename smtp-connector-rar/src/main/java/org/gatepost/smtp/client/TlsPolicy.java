package org.gatepost.smtp.client;

/** How a connection to a next hop is protected before mail goes over it (RFC 3207). */
public sealed interface TlsPolicy {

    /** STARTTLS is not used, whatever is offered. */
    TlsPolicy NONE = new None();
    /** Where it is offered, with whoever answers; where it fails, the caller may go without (RFC 7435). */
    TlsPolicy OPPORTUNISTIC = new Opportunistic();

    /** In the clear. */
    record None() implements TlsPolicy {
    }

    /** Encrypted where it can be. */
    record Opportunistic() implements TlsPolicy {
    }

    /** Nothing goes over a connection that is not encrypted, with the one {@code trust} says. */
    record Required(PeerTrust trust) implements TlsPolicy {
    }
}

package org.gatepost.mailauth;

/** Whether mail to a reverse-path could be delivered, as far as DNS tells. */
public sealed interface SenderDomain {

    /** Somebody takes its mail. */
    record TakesMail() implements SenderDomain {
    }

    /** It says itself that nobody does (RFC 7505). */
    record NullExchanger() implements SenderDomain {
    }

    /** It does not exist, or has neither mail exchanger nor address. */
    record Nowhere(String why) implements SenderDomain {
    }

    /** Nobody can say now. */
    record Unavailable(String why) implements SenderDomain {
    }
}

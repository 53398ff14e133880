package org.gatepost.mailauth;

import java.util.List;

/** The name of a client's address, and whether it leads back to it (forward-confirmed reverse DNS; {@code iprev} of RFC 8601 section 3). */
public sealed interface ClientName {

    /** A name that leads back to the address: the client's own. */
    record Confirmed(String name) implements ClientName {
    }

    /** Names that lead elsewhere: anybody can give an address any name. */
    record Unconfirmed(List<String> names) implements ClientName {
        public Unconfirmed {
            names = List.copyOf(names);
        }
    }

    /** It has none. */
    record Nameless() implements ClientName {
    }

    /** Nobody can say now. */
    record Unavailable(String why) implements ClientName {
    }

    /** As one word or two for the trace. */
    default String text() {
        return switch (this) {
            case Confirmed(String name) -> name;
            case Unconfirmed(List<String> names) -> "unconfirmed " + names.getFirst();
            case Nameless() -> "none";
            case Unavailable(String why) -> "unavailable";
        };
    }
}

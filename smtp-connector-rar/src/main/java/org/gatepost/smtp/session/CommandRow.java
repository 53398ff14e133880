package org.gatepost.smtp.session;

import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.ServiceOffer;
import org.gatepost.smtp.wire.Parsed;

/**
 * One row of the command table.
 *
 * @param verb in upper case
 * @param places where it may be given
 * @param endsGroup whether it must be the last of a pipelined group (RFC 2920 section 3.1)
 * @param beforeTls whether it is taken in the clear where TLS is needed (RFC 3207 section 4)
 * @param extension what must be offered for it to be known; empty for a command that always is
 * @param syntax as HELP shows it, without parameters
 * @param check reads the arguments
 */
public record CommandRow(String verb, Set<Place> places, boolean endsGroup, boolean beforeTls, Optional<Extension> extension, String syntax,
        BiFunction<String, ServiceOffer, Parsed> check) {

    public CommandRow {
        places = Set.copyOf(places);
    }

    /** A command that is always known. */
    CommandRow(String verb, Set<Place> places, boolean endsGroup, String syntax, BiFunction<String, ServiceOffer, Parsed> check) {
        this(verb, places, endsGroup, false, Optional.empty(), syntax, check);
    }

    /** One that is known where an extension is offered. */
    CommandRow(String verb, Set<Place> places, boolean endsGroup, Extension extension, String syntax, BiFunction<String, ServiceOffer, Parsed> check) {
        this(verb, places, endsGroup, false, Optional.of(extension), syntax, check);
    }

    /** The same, and taken before TLS as well. */
    CommandRow alsoBeforeTls() {
        return new CommandRow(verb, places, endsGroup, true, extension, syntax, check);
    }

    /** Whether a client who is offered this knows it. */
    boolean isOffered(ServiceOffer offer) {
        return extension.isEmpty() || offer.has(extension.get());
    }
}

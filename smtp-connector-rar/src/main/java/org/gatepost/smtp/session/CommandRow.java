package org.gatepost.smtp.session;

import java.util.Set;
import java.util.function.Function;

import org.gatepost.smtp.wire.Parsed;

/**
 * One row of the command table.
 *
 * @param verb in upper case
 * @param places where it may be given
 * @param endsGroup whether it must be the last of a pipelined group (RFC 2920 section 3.1)
 * @param syntax as HELP shows it
 * @param check reads the arguments
 */
public record CommandRow(String verb, Set<Place> places, boolean endsGroup, String syntax, Function<String, Parsed> check) {

    public CommandRow {
        places = Set.copyOf(places);
    }
}

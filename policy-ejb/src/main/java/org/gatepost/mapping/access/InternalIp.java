package org.gatepost.mapping.access;

import org.gatepost.mapping.Flags;
import org.gatepost.mapping.MappingAnswer;
import org.gatepost.mapping.Mappings;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.stage.Match;

/** INTERNAL_IP: whether an address is one of our own. Nobody is where there is no such table. */
public final class InternalIp {

    public static final String TABLE = "INTERNAL_IP";

    private InternalIp() {
    }

    /** Found: it is internal. */
    public static Match<IpAddress> ask(Mappings mappings, IpAddress address) {
        return switch (mappings.ask(TABLE, address.toString(), Flags.NONE)) {
            case MappingAnswer.Mapped(String output, Flags flags) -> flags.has('Y') ? new Match.Found<>(address) : new Match.NotFound<>();
            case MappingAnswer.NoMatch() -> new Match.NotFound<>();
            case MappingAnswer.Unavailable(String why) -> new Match.Unavailable<>(why);
        };
    }
}

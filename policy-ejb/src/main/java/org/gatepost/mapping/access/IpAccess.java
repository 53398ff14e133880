package org.gatepost.mapping.access;

import org.gatepost.mail.ChannelName;
import org.gatepost.mapping.Flags;
import org.gatepost.mapping.MappingAnswer;
import org.gatepost.mapping.Mappings;
import org.gatepost.smtp.protocol.IpAddress;

/** IP_ACCESS, asked before an address of a next hop is connected to. */
public final class IpAccess {

    public static final String TABLE = "IP_ACCESS";

    private IpAccess() {
    }

    /** What is to become of the address. */
    public sealed interface Answer {

        record Connect(IpAddress address) implements Answer {
        }

        /** Not this one: the next. */
        record Skip() implements Answer {
        }

        /** The recipients fail for good. */
        record Fail(String text) implements Answer {
        }

        /** Nobody can tell: later. */
        record Undecided(String why) implements Answer {
        }
    }

    /**
     * What the table says.
     *
     * @param count how many addresses the host has
     * @param current which of them this is, from 1
     */
    public static Answer ask(Mappings mappings, ChannelName channel, int count, int current, IpAddress address, String host) {
        return switch (mappings.ask(TABLE, ProbeText.of(channel, count, current, address, host), Flags.NONE)) {
            case MappingAnswer.NoMatch() -> new Answer.Connect(address);
            case MappingAnswer.Unavailable(String why) -> new Answer.Undecided(why);
            case MappingAnswer.Mapped(String output, Flags flags) -> read(output, flags, address);
        };
    }

    private static Answer read(String output, Flags flags, IpAddress address) {
        if (flags.has('N')) {
            return new Answer.Fail(output);
        }
        if (flags.has('I')) {
            return new Answer.Skip();
        }
        if (!flags.has('A')) {
            return new Answer.Connect(address);
        }
        try {
            return new Answer.Connect(IpAddress.parse(output.strip()));
        } catch (IllegalArgumentException e) {
            return new Answer.Undecided(TABLE + ": " + e.getMessage());
        }
    }
}

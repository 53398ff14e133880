package org.gatepost.mapping.access;

import java.util.Locale;

import org.gatepost.mail.ChannelName;
import org.gatepost.mapping.Flags;
import org.gatepost.mapping.MappingAnswer;
import org.gatepost.mapping.Mappings;

/** CONVERSIONS, asked whether a message is converted on its way from one channel to another: {@code IN-CHAN=src;OUT-CHAN=dst;CONVERT}. */
public final class Conversions {

    public static final String TABLE = "CONVERSIONS";

    /** What it says. */
    public enum Answer {
        YES, NO,
        /** Something else, or nothing that could be found out. */
        UNDECIDED
    }

    private Conversions() {
    }

    /** No match is no; a flag counts for nothing. */
    public static Answer ask(Mappings mappings, ChannelName source, ChannelName destination) {
        return switch (mappings.ask(TABLE, "IN-CHAN=" + source + ";OUT-CHAN=" + destination + ";CONVERT", Flags.NONE)) {
            case MappingAnswer.Mapped(String output, Flags flags) -> switch (output.strip().toLowerCase(Locale.ROOT)) {
                case "yes" -> Answer.YES;
                case "no" -> Answer.NO;
                default -> Answer.UNDECIDED;
            };
            case MappingAnswer.NoMatch none -> Answer.NO;
            case MappingAnswer.Unavailable unavailable -> Answer.UNDECIDED;
        };
    }
}

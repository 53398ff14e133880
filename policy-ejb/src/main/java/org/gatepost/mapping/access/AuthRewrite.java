package org.gatepost.mapping.access;

import java.util.Optional;

import org.gatepost.mail.ChannelName;
import org.gatepost.mapping.Flags;
import org.gatepost.mapping.MappingAnswer;
import org.gatepost.mapping.Mappings;

/** AUTH_REWRITE: what the addresses of a message become on channels with {@code authrewrite}, given who authenticated. */
public final class AuthRewrite {

    public static final String TABLE = "AUTH_REWRITE";
    private static final String REFUSED = "invalid originator address used";

    private AuthRewrite() {
    }

    /**
     * The addresses a message has.
     *
     * @param authenticated the address of who authenticated; empty where nobody did
     */
    public record Originators(String mailFrom, String sender, String from, String authenticated) {
    }

    /** What is to be changed. */
    public sealed interface Answer {

        /** These in place of what there is, where they are named. */
        record Changes(Optional<String> mailFrom, Optional<String> sender, Optional<String> from) implements Answer {
        }

        record Refuses(String text) implements Answer {
        }

        record Undecided(String why) implements Answer {
        }
    }

    /** @param channel in front of the probe, where the channel's keyword wants it */
    public static Answer ask(Mappings mappings, Originators addresses, Optional<ChannelName> channel) {
        String probe = channel.map(name -> ProbeText.of(name) + "|").orElse("") + ProbeText.of(addresses.mailFrom(), addresses.sender(), addresses.from(), addresses.authenticated());
        return switch (mappings.ask(TABLE, probe, Flags.NONE)) {
            case MappingAnswer.NoMatch() -> new Answer.Changes(Optional.empty(), Optional.empty(), Optional.empty());
            case MappingAnswer.Unavailable(String why) -> new Answer.Undecided(why);
            case MappingAnswer.Mapped(String output, Flags flags) -> read(output, flags);
        };
    }

    /** The arguments stand in the order of the changes. */
    private static Answer read(String output, Flags flags) {
        if (flags.has('N')) {
            return new Answer.Refuses(output.isBlank() ? REFUSED : output);
        }
        String[] words = output.split("\\|", -1);
        int next = 0;
        Optional<String> mailFrom = flags.has('J') || flags.has('K') ? word(words, next++) : Optional.empty();
        Optional<String> sender = flags.has('Y') || flags.has('T') ? word(words, next++) : Optional.empty();
        Optional<String> from = flags.has('Z') ? word(words, next) : Optional.empty();
        return new Answer.Changes(mailFrom, sender, from);
    }

    private static Optional<String> word(String[] words, int which) {
        return which < words.length ? Optional.of(words[which]) : Optional.empty();
    }
}

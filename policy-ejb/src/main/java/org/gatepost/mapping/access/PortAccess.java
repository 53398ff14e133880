package org.gatepost.mapping.access;

import java.util.Optional;

import org.gatepost.mapping.Flags;
import org.gatepost.mapping.MappingAnswer;
import org.gatepost.mapping.Mappings;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;

/** PORT_ACCESS, asked when a client connects, and once more where its channel offers or wants AUTH. */
public final class PortAccess {

    public static final String TABLE = "PORT_ACCESS";

    private PortAccess() {
    }

    /** What it says. */
    public sealed interface Answer {

        /**
         * No objection.
         *
         * @param realm what the table hands on: a set of rules for those who authenticate
         * @param log a line for the log
         */
        record Passes(String realm, Optional<String> log) implements Answer {
        }

        /** Not at this port: the connection is closed. */
        record HangsUp(Reply reply, Optional<String> log) implements Answer {
        }

        record Undecided(String why) implements Answer {
        }
    }

    /** @param connecting whether the client has just connected (flag A) */
    public static Answer ask(Mappings mappings, Connection connection, boolean connecting) {
        return switch (mappings.ask(TABLE, ProbeText.port(connection), connecting ? Flags.of("A") : Flags.NONE)) {
            case MappingAnswer.NoMatch() -> new Answer.Passes("", Optional.empty());
            case MappingAnswer.Unavailable(String why) -> new Answer.Undecided(why);
            case MappingAnswer.Mapped(String output, Flags flags) -> read(output, flags);
        };
    }

    /** It has few flags with arguments: lines for the log. Other letters mean nothing here. */
    private static Answer read(String output, Flags flags) {
        Flags known = Flags.NONE;
        for (char flag : new char[] {'<', '>'}) {
            known = flags.has(flag) ? known.with(flag) : known;
        }
        AccessEffects.Taken taken = AccessEffects.from(output, known, false);
        Optional<String> log = taken.effects().argument(AccessArgument.LOG_MATCHED);
        if (flags.has('N') || flags.has('F')) {
            return new Answer.HangsUp(reply(taken.rest().strip()), log.or(() -> taken.effects().argument(AccessArgument.LOG_REFUSED)));
        }
        return new Answer.Passes(taken.rest(), log);
    }

    /** The text begins with the code, and perhaps with the enhanced one. */
    private static Reply reply(String text) {
        String[] words = text.split(" +", 2);
        if (!words[0].matches("421|45[0-4]|5[0-5][0-9]")) {
            return Reply.quoting(Replies.CONNECTION_NOT_ALLOWED.code(), Replies.CONNECTION_NOT_ALLOWED.status().toString(), text.isEmpty() ? Replies.CONNECTION_NOT_ALLOWED.lines().getFirst() : text);
        }
        String rest = words.length > 1 ? words[1] : Replies.CONNECTION_NOT_ALLOWED.lines().getFirst();
        String[] status = rest.split(" +", 2);
        if (status.length > 1 && status[0].matches(words[0].charAt(0) + "(\\.[0-9]{1,3}){2}")) {
            return Reply.quoting(Integer.parseInt(words[0]), status[0], status[1]);
        }
        return Reply.quoting(Integer.parseInt(words[0]), words[0].charAt(0) + ".7.1", rest);
    }
}

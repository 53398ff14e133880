package org.gatepost.smtp.session;

import static org.gatepost.smtp.session.Place.CHUNKS_BEGUN;
import static org.gatepost.smtp.session.Place.GREETED;
import static org.gatepost.smtp.session.Place.RECIPIENTS_ACCEPTED;
import static org.gatepost.smtp.session.Place.RECIPIENTS_REFUSED;
import static org.gatepost.smtp.session.Place.SENDER_GIVEN;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.gatepost.smtp.protocol.Command;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.wire.CommandParser;
import org.gatepost.smtp.wire.Parsed;

/** Every command this server knows, one row each: where it may be given and how its arguments are read. HELP is made from it. */
public final class CommandTable {

    private static final Set<Place> ANYWHERE = EnumSet.allOf(Place.class);

    public static final List<CommandRow> ROWS = List.of(
            new CommandRow("EHLO", ANYWHERE, true, "EHLO domain", a -> CommandParser.hello(a, true)),
            new CommandRow("HELO", ANYWHERE, true, "HELO domain", a -> CommandParser.hello(a, false)),
            new CommandRow("MAIL", EnumSet.of(GREETED), false, "MAIL FROM:<address> [SIZE= BODY= RET= ENVID=]", CommandParser::mail),
            new CommandRow("RCPT", EnumSet.of(SENDER_GIVEN, RECIPIENTS_REFUSED, RECIPIENTS_ACCEPTED), false, "RCPT TO:<address> [NOTIFY= ORCPT=]",
                    CommandParser::rcpt),
            new CommandRow("DATA", EnumSet.of(RECIPIENTS_ACCEPTED), true, "DATA", a -> CommandParser.bare("DATA", a, new Command.Content())),
            new CommandRow("BDAT", EnumSet.of(RECIPIENTS_ACCEPTED, CHUNKS_BEGUN), false, "BDAT octets [LAST]", CommandParser::chunk),
            new CommandRow("RSET", ANYWHERE, false, "RSET", a -> CommandParser.bare("RSET", a, new Command.Reset())),
            new CommandRow("NOOP", ANYWHERE, true, "NOOP [text]", a -> Parsed.of(new Command.Noop())),
            new CommandRow("VRFY", ANYWHERE, true, "VRFY address", CommandParser::verify),
            new CommandRow("HELP", ANYWHERE, true, "HELP [command]", a -> Parsed.of(new Command.Help(a))),
            new CommandRow("QUIT", ANYWHERE, true, "QUIT", a -> CommandParser.bare("QUIT", a, new Command.Quit())));

    /** Commands of RFC 5321 and its extensions that we know by name only: 502, not 500 (section 4.2.4). */
    private static final Set<String> NOT_IMPLEMENTED = Set.of("EXPN", "TURN", "SEND", "SOML", "SAML", "ETRN", "ATRN", "AUTH", "STARTTLS", "BURL");

    private CommandTable() {
    }

    /** The row of a verb in any case. */
    public static Optional<CommandRow> row(String verb) {
        return ROWS.stream().filter(row -> row.verb().equalsIgnoreCase(verb)).findFirst();
    }

    /** What a verb without a row is told. */
    static Reply unknown(String verb) {
        return NOT_IMPLEMENTED.contains(verb.toUpperCase(Locale.ROOT)) ? Replies.NOT_IMPLEMENTED : Replies.UNKNOWN_COMMAND;
    }

    /** The answer to HELP, or to HELP about one command (RFC 5321 section 4.1.1.8). */
    static Reply help(String topic) {
        if (!topic.isEmpty()) {
            return row(topic).map(row -> Replies.help(List.of(row.syntax()))).orElse(Replies.NO_SUCH_TOPIC);
        }
        List<String> lines = new ArrayList<>(List.of("commands:"));
        ROWS.forEach(row -> lines.add("  " + row.syntax()));
        return Replies.help(lines);
    }
}

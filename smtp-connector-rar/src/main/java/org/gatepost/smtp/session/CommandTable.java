package org.gatepost.smtp.session;

import static org.gatepost.smtp.session.Place.CHUNKS_BEGUN;
import static org.gatepost.smtp.session.Place.CONNECTED;
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
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.ServiceOffer;
import org.gatepost.smtp.wire.CommandParser;
import org.gatepost.smtp.wire.Parsed;

/** Every command this server knows, one row each: where it may be given and how its arguments are read. HELP is made from it. */
public final class CommandTable {

    private static final Set<Place> ANYWHERE = EnumSet.allOf(Place.class);

    public static final List<CommandRow> ROWS = List.of(
            new CommandRow("EHLO", ANYWHERE, true, "EHLO domain", (a, o) -> CommandParser.hello(a, true)).alsoBeforeTls(),
            new CommandRow("HELO", ANYWHERE, true, "HELO domain", (a, o) -> CommandParser.hello(a, false)),
            new CommandRow("AUTH", EnumSet.of(GREETED), true, Extension.AUTH, "AUTH mechanism [initial-response]", (a, o) -> CommandParser.auth(a)),
            new CommandRow("MAIL", EnumSet.of(GREETED), false, "MAIL FROM:<address>", CommandParser::mail),
            new CommandRow("RCPT", EnumSet.of(SENDER_GIVEN, RECIPIENTS_REFUSED, RECIPIENTS_ACCEPTED), false, "RCPT TO:<address>", CommandParser::rcpt),
            new CommandRow("DATA", EnumSet.of(RECIPIENTS_ACCEPTED), true, "DATA", (a, o) -> CommandParser.bare("DATA", a, new Command.Content())),
            new CommandRow("BDAT", EnumSet.of(RECIPIENTS_ACCEPTED, CHUNKS_BEGUN), false, "BDAT octets [LAST]", (a, o) -> CommandParser.chunk(a)),
            new CommandRow("STARTTLS", EnumSet.of(GREETED), true, Extension.STARTTLS, "STARTTLS",
                    (a, o) -> CommandParser.bare("STARTTLS", a, new Command.StartTls())).alsoBeforeTls(),
            new CommandRow("XCLIENT", EnumSet.of(CONNECTED, GREETED), true, Extension.XCLIENT, "XCLIENT attribute=value ...",
                    CommandParser::xclient).alsoBeforeTls(),
            new CommandRow("RSET", ANYWHERE, false, "RSET", (a, o) -> CommandParser.bare("RSET", a, new Command.Reset())),
            new CommandRow("NOOP", ANYWHERE, true, "NOOP [text]", (a, o) -> Parsed.of(new Command.Noop())).alsoBeforeTls(),
            new CommandRow("VRFY", ANYWHERE, true, "VRFY address", CommandParser::verify),
            new CommandRow("EXPN", ANYWHERE, true, Extension.EXPN, "EXPN address", CommandParser::expand),
            new CommandRow("ETRN", EnumSet.of(GREETED), true, Extension.ETRN, "ETRN domain", (a, o) -> CommandParser.turn(a)),
            new CommandRow("HELP", ANYWHERE, true, "HELP [command]", (a, o) -> Parsed.of(new Command.Help(a))),
            new CommandRow("QUIT", ANYWHERE, true, "QUIT", (a, o) -> CommandParser.bare("QUIT", a, new Command.Quit())).alsoBeforeTls());

    /** Commands of RFC 5321 and its extensions that we know by name only: 502, not 500 (section 4.2.4). */
    private static final Set<String> NOT_IMPLEMENTED = Set.of("EXPN", "TURN", "SEND", "SOML", "SAML", "ETRN", "ATRN", "AUTH", "STARTTLS", "BURL");

    private static final Set<String> WITHOUT_VALUE = Set.of("SMTPUTF8", "PRDR", "REQUIRETLS");

    private CommandTable() {
    }

    /** The row of a verb in any case, where what it needs is offered. */
    static Optional<CommandRow> row(String verb, ServiceOffer offer) {
        return ROWS.stream().filter(row -> row.verb().equalsIgnoreCase(verb) && row.isOffered(offer)).findFirst();
    }

    /** What a verb without a row is told. */
    static Reply unknown(String verb) {
        return NOT_IMPLEMENTED.contains(verb.toUpperCase(Locale.ROOT)) ? Replies.NOT_IMPLEMENTED : Replies.UNKNOWN_COMMAND;
    }

    /** The answer to HELP, or to HELP about one command (RFC 5321 section 4.1.1.8). */
    static Reply help(String topic, ServiceOffer offer) {
        if (!topic.isEmpty()) {
            return row(topic, offer).map(row -> Replies.help(List.of(syntax(row, offer)))).orElse(Replies.NO_SUCH_TOPIC);
        }
        List<String> lines = new ArrayList<>(List.of("commands:"));
        ROWS.stream().filter(row -> row.extension().stream().allMatch(offer::shows)).forEach(row -> lines.add("  " + syntax(row, offer)));
        return Replies.help(lines);
    }

    private static String syntax(CommandRow row, ServiceOffer offer) {
        Set<String> parameters = switch (row.verb()) {
            case "MAIL" -> offer.mailParameters();
            case "RCPT" -> offer.rcptParameters();
            default -> Set.of();
        };
        return parameters.isEmpty() ? row.syntax()
                : row.syntax() + " [" + String.join(" ", parameters.stream().map(name -> WITHOUT_VALUE.contains(name) ? name : name + "=").toList()) + "]";
    }
}

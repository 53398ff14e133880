package org.gatepost.smtp.wire;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.Command;
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Handling;
import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Notify;
import org.gatepost.smtp.protocol.OriginalRecipient;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.Ret;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.protocol.SaslMessage;
import org.gatepost.smtp.protocol.ServiceOffer;
import org.gatepost.smtp.protocol.TurnNode;

/**
 * Reads the arguments of each command (RFC 5321 section 4.1, RFC 1870, 1985, 3030, 3461, 6152, 6531, 6533). Pure: the same text always gives the same answer, and no
 * text makes it throw.
 */
public final class CommandParser {

    private static final int HELLO_OCTETS_MAX = 255;
    private static final int ENVID_OCTETS_MAX = 100;
    private static final int ORCPT_OCTETS_MAX = 500;
    private static final Pattern HELLO_NAME = Pattern.compile("[!-~]+");
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,20}");
    private static final Pattern CHUNK = Pattern.compile("([0-9]{1,18})( [Ll][Aa][Ss][Tt])?");
    /** RFC 4422 section 3.1. */
    private static final Pattern MECHANISM = Pattern.compile("[A-Z0-9_-]{1,20}");
    private static final String UTF8_ASKED = " SMTPUTF8";
    private static final Pattern QUEUE = Pattern.compile("[A-Za-z0-9._$-]{1,64}");
    private static final Pattern ADDRESS_TYPE = Pattern.compile("[A-Za-z0-9-]{1,40}");

    private CommandParser() {
    }

    /** HELO and EHLO: one word. Whether the name is true is not asked here (RFC 5321 section 4.1.4). */
    public static Parsed hello(String arguments, boolean extended) {
        if (!HELLO_NAME.matcher(arguments).matches() || arguments.length() > HELLO_OCTETS_MAX) {
            return Parsed.wrong(Replies.badArguments((extended ? "EHLO" : "HELO") + " domain"));
        }
        return Parsed.of(new Command.Greeting(new Hello(arguments, extended)));
    }

    /** AUTH: {@code mechanism [initial-response]}, the response in base 64 or {@code =} for an empty one (RFC 4954 section 4). */
    public static Parsed auth(String arguments) {
        int space = arguments.indexOf(' ');
        String mechanism = (space < 0 ? arguments : arguments.substring(0, space)).toUpperCase(Locale.ROOT);
        if (!MECHANISM.matcher(mechanism).matches()) {
            return Parsed.wrong(Replies.badArguments("AUTH mechanism [initial-response]"));
        }
        if (space < 0) {
            return Parsed.of(new Command.Auth(mechanism, Optional.empty()));
        }
        String response = arguments.substring(space + 1);
        Optional<SaslMessage> message = response.equals("=") ? Optional.of(SaslMessage.EMPTY) : SaslMessage.decode(response).filter(some -> !some.isEmpty());
        return message.isEmpty() ? Parsed.wrong(Replies.AUTH_NOT_BASE64) : Parsed.of(new Command.Auth(mechanism, message));
    }

    /** MAIL: {@code FROM:<reverse-path> [parameters]}; parameters that were not offered are unknown. */
    public static Parsed mail(String arguments, ServiceOffer offer) {
        if (!arguments.regionMatches(true, 0, "FROM:", 0, 5)) {
            return Parsed.wrong(Replies.badArguments("MAIL FROM:<address> [parameters]"));
        }
        boolean utf8 = offer.has(Extension.SMTPUTF8);
        Optional<PathReader.Path> path = PathReader.read(arguments.substring(5), utf8);
        if (path.isEmpty() || path.get().mailbox().isPresent() && path.get().mailbox().get().domain().isEmpty()) {
            // 501, not 553: section 4.2.2 has 501 for arguments that cannot be read, 4.2.3 has 553 for names that are not allowed.
            return Parsed.wrong(Replies.BAD_SENDER_SYNTAX);
        }
        ParameterList list = ParameterList.read(path.get().rest(), offer.mailParameters(), utf8);
        Optional<Reply> fault = list.fault().or(() -> faultOfMail(list, offer)).or(() -> HandlingReader.fault(list));
        if (fault.isPresent()) {
            return Parsed.wrong(fault.get());
        }
        Handling handling = HandlingReader.read(list);
        if (!handling.smtpUtf8() && path.get().mailbox().filter(Mailbox::isInternational).isPresent()) {
            return Parsed.wrong(Replies.UTF8_SENDER_NOT_DECLARED);
        }
        MailParameters parameters = new MailParameters(list.value("SIZE").map(CommandParser::octets).map(OptionalLong::of).orElse(OptionalLong.empty()),
                body(list).orElse(BodyType.SEVEN_BIT), ret(list), list.value("ENVID").flatMap(Xtext::decode), handling);
        return Parsed.of(new Command.Mail(new ReversePath(path.get().mailbox()), parameters));
    }

    /** RCPT: {@code TO:<forward-path> [parameters]}; parameters that were not offered are unknown. */
    public static Parsed rcpt(String arguments, ServiceOffer offer) {
        if (!arguments.regionMatches(true, 0, "TO:", 0, 3)) {
            return Parsed.wrong(Replies.badArguments("RCPT TO:<address> [parameters]"));
        }
        boolean utf8 = offer.has(Extension.SMTPUTF8);
        Optional<PathReader.Path> path = PathReader.read(arguments.substring(3), utf8);
        if (path.isEmpty() || path.get().mailbox().isEmpty()) {
            return Parsed.wrong(Replies.BAD_RECIPIENT_SYNTAX);
        }
        ParameterList list = ParameterList.read(path.get().rest(), offer.rcptParameters(), utf8);
        Optional<Reply> fault = list.fault().or(() -> faultOfRcpt(list));
        if (fault.isPresent()) {
            return Parsed.wrong(fault.get());
        }
        RcptParameters parameters = new RcptParameters(list.value("NOTIFY").flatMap(CommandParser::notifyOn).orElse(Set.of()),
                list.value("ORCPT").flatMap(CommandParser::originalRecipient));
        return Parsed.of(new Command.Rcpt(path.get().mailbox().filter(m -> !m.domain().isEmpty()).map(ForwardPath::new).orElse(ForwardPath.POSTMASTER),
                parameters));
    }

    /** BDAT: {@code octets [LAST]} (RFC 3030 section 2). */
    public static Parsed chunk(String arguments) {
        var matcher = CHUNK.matcher(arguments);
        return matcher.matches() ? Parsed.of(new Command.Chunk(Long.parseLong(matcher.group(1)), matcher.group(2) != null))
                : Parsed.wrong(Replies.badArguments("BDAT octets [LAST]"));
    }

    /** A command that takes no argument. */
    public static Parsed bare(String verb, String arguments, Command command) {
        return arguments.isEmpty() ? Parsed.of(command) : Parsed.wrong(Replies.badArguments(verb));
    }

    /** VRFY: any text, but some; SMTPUTF8 behind it where that is offered. */
    public static Parsed verify(String arguments, ServiceOffer offer) {
        return asked("VRFY", arguments, offer, Command.Verify::new);
    }

    /** XCLIENT: attributes with values in xtext; those that were not offered are unknown. */
    public static Parsed xclient(String arguments, ServiceOffer offer) {
        return XClientReader.read(arguments, offer);
    }

    /** EXPN: as VRFY. */
    public static Parsed expand(String arguments, ServiceOffer offer) {
        return asked("EXPN", arguments, offer, Command.Expand::new);
    }

    private static Parsed asked(String verb, String arguments, ServiceOffer offer, BiFunction<String, Boolean, Command> command) {
        boolean utf8 = offer.has(Extension.SMTPUTF8) && arguments.toUpperCase(Locale.ROOT).endsWith(UTF8_ASKED);
        String text = utf8 ? arguments.substring(0, arguments.length() - UTF8_ASKED.length()).stripTrailing() : arguments;
        Optional<String> characters = utf8 || Utf8Text.isAscii(text) ? Utf8Text.decode(text) : Optional.empty();
        if (characters.isEmpty() && offer.has(Extension.SMTPUTF8) && !Utf8Text.isAscii(text)) {
            // RFC 6531 section 3.7.4.2: an address in UTF-8 comes with the parameter.
            return Parsed.wrong(Replies.UTF8_RECIPIENT_NOT_DECLARED);
        }
        if (text.isEmpty() || characters.isEmpty()) {
            return Parsed.wrong(Replies.badArguments(verb + " address"));
        }
        return Parsed.of(command.apply(characters.get(), utf8));
    }

    /** ETRN: a domain, {@code @} and a domain, or {@code #} and the name of a queue (RFC 1985 section 5.1). */
    public static Parsed turn(String arguments) {
        String name = arguments.startsWith("@") || arguments.startsWith("#") ? arguments.substring(1) : arguments;
        if (arguments.startsWith("#") && QUEUE.matcher(name).matches()) {
            return Parsed.of(new Command.Turn(new TurnNode.Queue(name.toLowerCase(Locale.ROOT))));
        }
        if (arguments.startsWith("#") || !PathReader.isDomain(name)) {
            return Parsed.wrong(Replies.badArguments("ETRN domain"));
        }
        String domain = name.toLowerCase(Locale.ROOT);
        return Parsed.of(new Command.Turn(arguments.startsWith("@") ? new TurnNode.Subdomains(domain) : new TurnNode.Domain(domain)));
    }

    private static Optional<Reply> faultOfMail(ParameterList list, ServiceOffer offer) {
        if (list.value("SIZE").isPresent() && !SIZE.matcher(list.value("SIZE").get()).matches()) {
            return Optional.of(Replies.badParameter("SIZE"));
        }
        Optional<BodyType> body = body(list).filter(declared -> declared != BodyType.BINARY_MIME || offer.has(Extension.BINARYMIME));
        if (list.value("BODY").isPresent() && body.isEmpty()) {
            return Optional.of(Replies.badParameter("BODY"));
        }
        if (list.value("RET").isPresent() && ret(list).isEmpty()) {
            return Optional.of(Replies.badParameter("RET"));
        }
        Optional<String> envid = list.value("ENVID");
        if (list.value("AUTH").isPresent() && !isSubmitter(list.value("AUTH").get())) {
            return Optional.of(Replies.badParameter("AUTH"));
        }
        boolean badEnvid = envid.isPresent() && (envid.get().isEmpty() || envid.get().length() > ENVID_OCTETS_MAX || Xtext.decode(envid.get()).isEmpty());
        return badEnvid ? Optional.of(Replies.badParameter("ENVID")) : Optional.empty();
    }

    /**
     * The value of AUTH=, in xtext (RFC 4954 section 5). It is read and then forgotten: whoever relays through us proves who they are and is not asked to vouch
     * for another, so that every message counts as one of {@code AUTH=<>}, which the section allows.
     */
    private static boolean isSubmitter(String value) {
        return value.equals("<>") || Xtext.decode(value).flatMap(address -> PathReader.read("<" + address + ">", false))
                .filter(path -> path.rest().isEmpty() && path.mailbox().isPresent()).isPresent();
    }

    private static Optional<Reply> faultOfRcpt(ParameterList list) {
        if (list.value("NOTIFY").isPresent() && notifyOn(list.value("NOTIFY").get()).isEmpty()) {
            return Optional.of(Replies.badParameter("NOTIFY"));
        }
        boolean badOrcpt = list.value("ORCPT").isPresent() && originalRecipient(list.value("ORCPT").get()).isEmpty();
        return badOrcpt ? Optional.of(Replies.badParameter("ORCPT")) : Optional.empty();
    }

    // 20 digits are allowed (RFC 1870 section 3) and may not fit; what does not fit is too large in any case.
    private static long octets(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private static Optional<BodyType> body(ParameterList list) {
        return list.value("BODY").flatMap(value -> Arrays.stream(BodyType.values()).filter(b -> b.keyword().equalsIgnoreCase(value)).findFirst());
    }

    private static Optional<Ret> ret(ParameterList list) {
        return list.value("RET").flatMap(value -> Arrays.stream(Ret.values()).filter(r -> r.name().equalsIgnoreCase(value)).findFirst());
    }

    private static Optional<Set<Notify>> notifyOn(String value) {
        Set<Notify> conditions = EnumSet.noneOf(Notify.class);
        for (String word : value.toUpperCase(Locale.ROOT).split(",", -1)) {
            Optional<Notify> condition = Arrays.stream(Notify.values()).filter(n -> n.name().equals(word)).findFirst();
            if (condition.isEmpty()) {
                return Optional.empty();
            }
            conditions.add(condition.get());
        }
        // RFC 3461 section 4.1: NEVER stands alone.
        return conditions.contains(Notify.NEVER) && conditions.size() > 1 ? Optional.empty() : Optional.of(conditions);
    }

    private static Optional<OriginalRecipient> originalRecipient(String value) {
        int semicolon = value.indexOf(';');
        if (value.length() > ORCPT_OCTETS_MAX || semicolon < 0 || semicolon == value.length() - 1
                || !ADDRESS_TYPE.matcher(value.substring(0, semicolon)).matches()) {
            return Optional.empty();
        }
        String type = value.substring(0, semicolon);
        String address = value.substring(semicolon + 1);
        // RFC 6533 section 3: a type of its own, with an encoding of its own. Postfix 3.7 gives such an address as rfc822 in xtext, and it is known what it means.
        return (type.equalsIgnoreCase(Utf8AddressXtext.ADDRESS_TYPE) ? Utf8AddressXtext.decode(address) : Xtext.decode(address))
                .map(decoded -> new OriginalRecipient(type, decoded))
                .or(() -> type.equalsIgnoreCase("rfc822") ? Xtext.decodeUtf8(address).map(decoded -> new OriginalRecipient(Utf8AddressXtext.ADDRESS_TYPE, decoded)) : Optional.empty());
    }
}

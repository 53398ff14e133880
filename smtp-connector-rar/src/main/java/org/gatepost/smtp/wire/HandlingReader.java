package org.gatepost.smtp.wire;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gatepost.smtp.protocol.DeliverBy;
import org.gatepost.smtp.protocol.FutureRelease;
import org.gatepost.smtp.protocol.Handling;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;

/** Reads the parameters of MAIL that make a {@link Handling} (RFC 2852, 3865, 4865, 6531, 6710, 8689). What was not offered is not among them. */
final class HandlingReader {

    private static final int SOLICIT_OCTETS_MAX = 1_000;
    private static final Pattern SOLICIT = Pattern.compile("[A-Za-z][A-Za-z0-9.:_-]*(,[A-Za-z][A-Za-z0-9.:_-]*)*");
    private static final Pattern HOLDFOR = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Pattern HOLDUNTIL = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?[Zz]");
    private static final Pattern BY = Pattern.compile("([+-]?[0-9]{1,9});([NRnr])([Tt]?)");
    private static final Pattern PRIORITY = Pattern.compile("0|-?[1-9]");

    private Handling handling = Handling.NONE;
    private Optional<Reply> fault = Optional.empty();

    private HandlingReader() {
    }

    /** What they ask for. */
    static Handling read(ParameterList list) {
        return of(list).handling;
    }

    /** What is wrong with them, where something is: 501. */
    static Optional<Reply> fault(ParameterList list) {
        return of(list).fault;
    }

    private static HandlingReader of(ParameterList list) {
        HandlingReader reader = new HandlingReader();
        reader.take(list, "SMTPUTF8", HandlingReader::flag, (Handling h) -> h.withSmtpUtf8());
        reader.take(list, "PRDR", HandlingReader::flag, (Handling h) -> h.withPerRecipientReplies());
        reader.take(list, "REQUIRETLS", HandlingReader::flag, (Handling h) -> h.withRequireTls());
        reader.takeValue(list, "SOLICIT", value -> value.length() <= SOLICIT_OCTETS_MAX && SOLICIT.matcher(value).matches()
                ? Optional.of(reader.handling.withSolicitations(Arrays.asList(value.split(",")))) : Optional.empty());
        reader.takeValue(list, "HOLDFOR", value -> HOLDFOR.matcher(value).matches()
                ? Optional.of(reader.handling.withRelease(new FutureRelease.HoldFor(Duration.ofSeconds(Long.parseLong(value))))) : Optional.empty());
        reader.takeValue(list, "HOLDUNTIL", value -> holdUntil(value).map(reader.handling::withRelease));
        if (list.value("HOLDFOR").isPresent() && list.value("HOLDUNTIL").isPresent()) {
            // RFC 4865 section 4: one of them.
            reader.fault = reader.fault.or(() -> Optional.of(Replies.badParameter("HOLDUNTIL")));
        }
        reader.takeValue(list, "BY", value -> deliverBy(value).map(reader.handling::withDeliverBy));
        reader.takeValue(list, "MT-PRIORITY", value -> PRIORITY.matcher(value).matches()
                ? Optional.of(reader.handling.withPriority(Integer.parseInt(value))) : Optional.empty());
        return reader;
    }

    private void take(ParameterList list, String keyword, Function<String, Boolean> sound, Function<Handling, Handling> effect) {
        takeValue(list, keyword, value -> sound.apply(value) ? Optional.of(effect.apply(handling)) : Optional.empty());
    }

    private void takeValue(ParameterList list, String keyword, Function<String, Optional<Handling>> effect) {
        Optional<String> value = list.value(keyword);
        if (value.isPresent()) {
            Optional<Handling> taken = effect.apply(value.get());
            if (taken.isEmpty()) {
                fault = fault.or(() -> Optional.of(Replies.badParameter(keyword)));
            }
            handling = taken.orElse(handling);
        }
    }

    private static boolean flag(String value) {
        return value.isEmpty();
    }

    private static Optional<FutureRelease> holdUntil(String value) {
        if (!HOLDUNTIL.matcher(value).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new FutureRelease.HoldUntil(Instant.parse(value.toUpperCase(Locale.ROOT))));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<DeliverBy> deliverBy(String value) {
        Matcher by = BY.matcher(value);
        if (!by.matches()) {
            return Optional.empty();
        }
        long seconds = Long.parseLong(by.group(1));
        DeliverBy.Mode mode = by.group(2).equalsIgnoreCase("R") ? DeliverBy.Mode.RETURN : DeliverBy.Mode.NOTIFY;
        // RFC 2852 section 4: a message that is to be returned at once is no message.
        return mode == DeliverBy.Mode.RETURN && seconds <= 0 ? Optional.empty() : Optional.of(new DeliverBy(seconds, mode, !by.group(3).isEmpty()));
    }
}

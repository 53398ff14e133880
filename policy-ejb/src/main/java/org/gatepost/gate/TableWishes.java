package org.gatepost.gate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.gatepost.mapping.access.AccessArgument;
import org.gatepost.mapping.access.AccessEffects;
import org.gatepost.smtp.listener.Pause;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.protocol.SessionLimits;
import org.gatepost.stage.SessionFacts;

/**
 * What access tables want of a transaction besides yes and no, of all of them together. Immutable; gone with the transaction.
 *
 * @param pause how long its client waits
 * @param fields header fields to be added, each with its end of line
 * @param limits the lowest that any table named
 * @param adjustments to the score of spam, for scripts, in the order of the tables
 * @param reversePath in place of the client's
 * @param sender in place of the authenticated user's address, where a field names it
 * @param held the table that wants all copies held
 * @param discarded the table that wants all copies thrown away
 * @param jettisoned whether nobody's script may keep one of those
 * @param thrownAway single copies nobody gets
 * @param withoutVacation whether absent users answer nothing
 */
record TableWishes(Pause pause, List<String> fields, AccessEffects.Limits limits, List<SpamAdjustment> adjustments, Optional<ReversePath> reversePath,
        Optional<Mailbox> sender, Optional<String> held, Optional<String> discarded, boolean jettisoned, List<ThrownAway> thrownAway, boolean withoutVacation) {

    private static final int BLOCK_OCTETS = 1_024;
    private static final AccessEffects.Limits NO_LIMITS = new AccessEffects.Limits(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
    /** Fields, and adjustments, of one transaction: further ones are not added. */
    static final int ADDED_MAX = 100;

    /** Nothing. */
    static final TableWishes NONE = new TableWishes(Pause.NONE, List.of(), NO_LIMITS, List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false,
            List.of(), false);

    /** A copy of a recipient that nobody gets, by which table. */
    record ThrownAway(ForwardPath presented, Mailbox address, String table) {
    }

    /** A weight, and what for. */
    record SpamAdjustment(double weight, String text) {

        /** Written {@code weight} or {@code weight text}; empty where no number stands first. */
        static Optional<SpamAdjustment> parse(String argument) {
            String[] words = argument.strip().split("\\s+", 2);
            return words[0].matches("[+-]?[0-9]{1,6}(\\.[0-9]{1,6})?") ? Optional.of(new SpamAdjustment(Double.parseDouble(words[0]), words.length > 1 ? words[1] : ""))
                    : Optional.empty();
        }
    }

    static TableWishes of(SessionFacts facts) {
        return facts.get(GateFacts.TABLE_WISHES).orElse(NONE);
    }

    /** These, and what one more answer wants. An {@link IllegalArgumentException} where it cannot be done: a field that is none, an address that is none. */
    TableWishes and(String table, AccessEffects effects) {
        Pause longer = effects.delay().map(delay -> new Pause(max(pause.here(), delay.pause()), delay.everyCommand() ? max(pause.everyCommand(), delay.pause()) : pause.everyCommand()))
                .orElse(pause);
        return new TableWishes(longer, more(fields, effects.argument(AccessArgument.HEADER).map(TableWishes::field)),
                effects.limits().map(this::lowest).orElse(limits), more(adjustments, effects.argument(AccessArgument.SPAM_ADJUST).flatMap(SpamAdjustment::parse)),
                effects.argument(AccessArgument.ENVELOPE_FROM).map(text -> text.isBlank() ? ReversePath.NULL : ReversePath.of(address(text))).or(this::reversePath),
                effects.argument(AccessArgument.SENDER).map(TableWishes::address).or(this::sender), held,
                effects.isDiscardedForAll() ? Optional.of(table) : discarded, jettisoned || effects.isJettisoned(), thrownAway, withoutVacation || effects.withoutVacation());
    }

    /** The same, with all copies held. */
    TableWishes holding(String table) {
        return new TableWishes(pause, fields, limits, adjustments, reversePath, sender, Optional.of(table), discarded, jettisoned, thrownAway, withoutVacation);
    }

    /** The same, with all copies thrown away whatever scripts say. */
    TableWishes discarding(String table) {
        return new TableWishes(pause, fields, limits, adjustments, reversePath, sender, held, Optional.of(table), true, thrownAway, withoutVacation);
    }

    /** The same, with one copy thrown away. */
    TableWishes throwingAway(ThrownAway copy) {
        List<ThrownAway> all = new ArrayList<>(thrownAway);
        all.add(copy);
        return new TableWishes(pause, fields, limits, adjustments, reversePath, sender, held, discarded, jettisoned, all, withoutVacation);
    }

    /** The same before its next command: what was for one command alone is over. */
    TableWishes later() {
        return pause.here().isZero() ? this : new TableWishes(new Pause(Duration.ZERO, pause.everyCommand()), fields, limits, adjustments, reversePath, sender, held, discarded,
                jettisoned, thrownAway, withoutVacation);
    }

    /** What is added to the score of spam. */
    double adjustment() {
        return adjustments.stream().mapToDouble(SpamAdjustment::weight).sum();
    }

    /** Limits no higher than these. */
    SessionLimits within(SessionLimits given) {
        if (limits.equals(NO_LIMITS)) {
            return given;
        }
        long octets = limits.blocks().isPresent() ? Math.min(given.messageOctetsMax(), (long) limits.blocks().getAsInt() * BLOCK_OCTETS) : given.messageOctetsMax();
        int recipients = limits.recipients().isPresent() ? Math.min(given.recipientsMax(), limits.recipients().getAsInt()) : given.recipientsMax();
        SessionLimits lower = new SessionLimits(octets, recipients, given.headerOctetsMax(), given.textLineOctetsMax(), given.errorsMax(), given.transactionsMax(), given.idle(),
                given.whole(), given.bareLineFeed(), given.offer(), given.link(), given.counts());
        return limits.recipientCutoff().isPresent() ? lower.counting(given.counts().withRecipientCutoff(Math.min(given.counts().recipientCutoff(), limits.recipientCutoff().getAsInt())))
                : lower;
    }

    private AccessEffects.Limits lowest(AccessEffects.Limits other) {
        return new AccessEffects.Limits(lower(limits.blocks(), other.blocks()), lower(limits.recipients(), other.recipients()),
                lower(limits.recipientCutoff(), other.recipientCutoff()));
    }

    private static OptionalInt lower(OptionalInt one, OptionalInt other) {
        return one.isPresent() && other.isPresent() ? OptionalInt.of(Math.min(one.getAsInt(), other.getAsInt())) : one.isPresent() ? one : other;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static <T> List<T> more(List<T> known, Optional<T> one) {
        if (one.isEmpty() || known.size() >= ADDED_MAX) {
            return known;
        }
        List<T> all = new ArrayList<>(known);
        all.add(one.get());
        return List.copyOf(all);
    }

    /** A line as RFC 5322 section 2.2 has it: what came from outside ends no line and writes no second field. */
    private static String field(String line) {
        String text = line.strip();
        if (!text.matches("[!-9;-~]{1,76}:[\\t -~]{0,900}")) {
            throw new IllegalArgumentException("$A wants one header line, name and colon first, of printable ASCII characters: " + text);
        }
        return text + "\r\n";
    }

    private static Mailbox address(String text) {
        return ScriptForwarding.mailbox(text.strip()).orElseThrow(() -> new IllegalArgumentException("not an address: " + text));
    }
}

package org.gatepost.mapping.access;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import org.gatepost.mapping.Flags;

/**
 * What a table's answer wants besides yes or no. Immutable.
 *
 * @param flags as they were set
 * @param arguments of those flags that take one
 */
public record AccessEffects(Flags flags, Map<AccessArgument, String> arguments) {

    /** Nothing. */
    public static final AccessEffects NONE = new AccessEffects(Flags.NONE, Map.of());

    private static final Duration HUNDREDTH = Duration.ofMillis(10);
    /** A client is not kept waiting longer, whatever a table says. */
    public static final Duration DELAY_MAX = Duration.ofMinutes(2);

    public AccessEffects {
        arguments = Map.copyOf(arguments);
    }

    /**
     * How long answers are to wait.
     *
     * @param everyCommand of the transaction, and not only this one
     */
    public record Delay(Duration pause, boolean everyCommand) {
    }

    /** Limits of this transaction; those that are not named stay as they are. Size in units of 1,024 octets. */
    public record Limits(OptionalInt blocks, OptionalInt recipients, OptionalInt recipientCutoff) {
    }

    /** Whether it wants nothing at all. */
    public boolean isNothing() {
        return arguments.isEmpty() && !isDiscarded() && !isHeld() && !isDiscardedForAll() && !withoutVacation();
    }

    /** Taken, and thrown away. */
    public boolean isDiscarded() {
        return flags.has('B');
    }

    /** Taken, and held. */
    public boolean isHeld() {
        return flags.has('H');
    }

    /** Thrown away for all recipients; their own rules may keep it ({@code $V}), or may not ({@code $Z}, which {@link #isJettisoned} tells). */
    public boolean isDiscardedForAll() {
        return flags.has('V') || isJettisoned();
    }

    public boolean isJettisoned() {
        return flags.has('Z');
    }

    /** No vacation notices about it; from FROM_ACCESS alone. */
    public boolean withoutVacation() {
        return flags.has('!');
    }

    public Optional<String> argument(AccessArgument which) {
        return Optional.ofNullable(arguments.get(which));
    }

    /** Written in hundredths of a second; a negative number means this command alone. */
    public Optional<Delay> delay() {
        OptionalInt hundredths = argument(AccessArgument.DELAY).map(AccessEffects::number).orElse(OptionalInt.empty());
        if (hundredths.isEmpty() || hundredths.getAsInt() == 0) {
            return Optional.empty();
        }
        Duration asked = HUNDREDTH.multipliedBy(Math.abs(hundredths.getAsInt()));
        return Optional.of(new Delay(asked.compareTo(DELAY_MAX) > 0 ? DELAY_MAX : asked, hundredths.getAsInt() > 0));
    }

    /** Written {@code blocks,recipients,cutoff}. */
    public Optional<Limits> limits() {
        return argument(AccessArgument.LIMITS).map(text -> {
            String[] numbers = text.split(",", -1);
            return new Limits(limit(numbers, 0), limit(numbers, 1), limit(numbers, 2));
        });
    }

    private static OptionalInt limit(String[] numbers, int which) {
        OptionalInt number = numbers.length > which ? number(numbers[which]) : OptionalInt.empty();
        return number.isPresent() && number.getAsInt() < 0 ? OptionalInt.empty() : number;
    }

    private static OptionalInt number(String text) {
        String digits = text.strip();
        return digits.matches("[+-]?[0-9]{1,9}") ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
    }

    /** An output taken apart. */
    record Taken(AccessEffects effects, String rest) {
    }

    /** Takes the arguments from the beginning of an output; the rest is the text of a refusal. */
    static Taken from(String output, Flags flags, boolean ofSender) {
        Map<AccessArgument, String> arguments = new EnumMap<>(AccessArgument.class);
        String rest = output;
        for (AccessArgument which : AccessArgument.values()) {
            if (flags.has(which.flag()) && (ofSender || !which.isOfSender())) {
                int end = rest.indexOf('|');
                if (which == AccessArgument.GROUP && end >= 0) {
                    end = rest.indexOf('|', end + 1);
                }
                arguments.put(which, end < 0 ? rest : rest.substring(0, end));
                rest = end < 0 ? "" : rest.substring(end + 1);
            }
        }
        return new Taken(new AccessEffects(flags, arguments), rest);
    }
}

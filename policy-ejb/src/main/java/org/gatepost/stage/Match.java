package org.gatepost.stage;

import java.util.function.Function;

/**
 * A look-up's answer. "I could not ask" is never "no": {@link Unavailable} and {@link Conflicting} become 4xx unless a rule says otherwise.
 *
 * @param <T> what was looked for
 */
public sealed interface Match<T> {

    record Found<T>(T value) implements Match<T> {
    }

    /** Asked, and it is not there. */
    record NotFound<T>() implements Match<T> {
    }

    /** Could not ask, or no answer in time. */
    record Unavailable<T>(String why) implements Match<T> {
    }

    /** Asked, and what is there cannot be acted upon: two entries for one address, an entry that contradicts itself, a question that has no answer. */
    record Conflicting<T>(String why) implements Match<T> {
    }

    /** The same answer about something derived from what was found. */
    default <U> Match<U> map(Function<T, U> function) {
        return then(value -> new Found<>(function.apply(value)));
    }

    /** A second look-up that needs what the first found. */
    default <U> Match<U> then(Function<T, Match<U>> next) {
        return switch (this) {
            case Found<T>(T value) -> next.apply(value);
            case NotFound<T>() -> new NotFound<>();
            case Unavailable<T>(String why) -> new Unavailable<>(why);
            case Conflicting<T>(String why) -> new Conflicting<>(why);
        };
    }
}

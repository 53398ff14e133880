package org.gatepost.sunimport;

import java.util.List;
import java.util.function.BiConsumer;

import org.gatepost.channel.ChannelKeywords;

/**
 * What becomes of one keyword.
 *
 * @param argumentsMax so many words that are no keywords belong to it
 */
record KeywordRule(int argumentsMax, Effect effect) {

    /** What a keyword did. */
    sealed interface Outcome {

        record Taken() implements Outcome {
        }

        record NotNeeded(String why) implements Outcome {
        }

        record NotImported(String why) implements Outcome {
        }
    }

    @FunctionalInterface
    interface Effect {
        /** An {@link IllegalArgumentException} says what is wrong with the arguments. */
        Outcome on(SunChannel channel, SunLine line, List<String> arguments);
    }

    /** What it does; arguments that are wrong leave it behind. */
    Outcome apply(SunChannel channel, SunLine line, List<String> arguments) {
        try {
            return effect.on(channel, line, arguments);
        } catch (IllegalArgumentException e) {
            return new Outcome.NotImported(e.getMessage());
        }
    }

    static KeywordRule notNeeded(int argumentsMax, String why) {
        return new KeywordRule(argumentsMax, (channel, line, arguments) -> new Outcome.NotNeeded(why));
    }

    static KeywordRule notImported(int argumentsMax, String why) {
        return new KeywordRule(argumentsMax, (channel, line, arguments) -> new Outcome.NotImported(why));
    }

    /** One that changes the channel and needs each of its arguments. */
    static KeywordRule taken(int arguments, BiConsumer<SunChannel, List<String>> effect) {
        return new KeywordRule(arguments, (channel, line, given) -> {
            if (given.size() < arguments) {
                throw new IllegalArgumentException("an argument is missing");
            }
            effect.accept(channel, given);
            return new Outcome.Taken();
        });
    }

    /** One that means the same here, by the reader of our own keywords. */
    static KeywordRule ours(int argumentsMax, String name) {
        return new KeywordRule(argumentsMax, (channel, line, arguments) -> say(channel, line, name, arguments));
    }

    static Outcome say(SunChannel channel, SunLine line, String name, List<String> arguments) {
        StringBuilder text = new StringBuilder(name);
        arguments.forEach(word -> text.append(' ').append(word.isEmpty() || word.chars().anyMatch(Character::isWhitespace) ? '"' + word + '"' : word));
        ChannelKeywords.parse(text.toString());
        channel.keyword(line, name, text.toString());
        return new Outcome.Taken();
    }
}

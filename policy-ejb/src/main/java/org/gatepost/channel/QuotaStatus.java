package org.gatepost.channel;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

import org.gatepost.smtp.protocol.Mailbox;

/** Port: whether a mailbox has room for a message, by the message store that keeps it. Safe for use by many threads. */
@FunctionalInterface
public interface QuotaStatus {

    /** Nobody is asked. */
    QuotaStatus NONE = (service, mailbox, octets) -> new Answer.Unknown("nobody asks message stores here");

    /**
     * Asks, within a bound of its own.
     *
     * @param octets what the client declared the message to be
     */
    Answer ask(QuotaKeywords.Service service, Mailbox mailbox, OptionalLong octets);

    /** What the store says. */
    sealed interface Answer {

        /** The message has room. */
        record Room() implements Answer {
        }

        /** The mailbox is over its quota, or would be. */
        record Full(String said) implements Answer {
        }

        /** A message of that size never has room. */
        record TooLarge(String said) implements Answer {
        }

        /** It could not be asked, or says something else. */
        record Unknown(String why) implements Answer {
        }

        /** Actions that let mail through. */
        Set<String> PASSING = Set.of("OK", "DUNNO", "PERMIT");
        /** Characters of an answer that are kept. */
        int SAID_MAX = 200;

        /** What an action of the policy delegation protocol says: {@code DUNNO}, {@code 552 5.2.2 Mailbox is full}. */
        static Answer of(String action) {
            String said = action.strip();
            said = said.substring(0, Math.min(said.length(), SAID_MAX));
            String[] words = said.split("\\s+", 3);
            String status = words.length > 1 ? words[1] : "";
            if (PASSING.contains(words[0].toUpperCase(Locale.ROOT))) {
                return new Room();
            }
            boolean isReply = words[0].matches("[45][0-9]{2}");
            if (isReply && status.matches("[45]\\.2\\.3")) {
                return new TooLarge(said);
            }
            boolean isFull = isReply && (status.matches("[45]\\.2\\.2") || words[0].endsWith("52") && !status.matches("[45]\\.[0-9]+\\.[0-9]+"));
            return isFull ? new Full(said) : new Unknown(said);
        }
    }
}

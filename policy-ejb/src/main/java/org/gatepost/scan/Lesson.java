package org.gatepost.scan;

import java.time.Duration;
import java.util.Optional;

import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.spool.MessageContent;

/**
 * A message somebody says is no spam, for an engine to learn from. Immutable; the content belongs to who teaches and is open until the engine has answered.
 *
 * @param content as received, before any edit
 * @param recipient whose mail it was, for engines that know each user's own; empty where it was several people's
 * @param deadline for the answer, connecting included
 */
public record Lesson(MessageContent content, Optional<Mailbox> recipient, Duration deadline) {

    /** What came of it. */
    public sealed interface Outcome {

        /** It has learnt it. */
        record Learnt() implements Outcome {
        }

        /** It says that there is nothing new in it for it; spamd also where it cannot write down what it learns. */
        record NothingNew() implements Outcome {
        }

        /** It has not. */
        record Failed(String why) implements Outcome {
        }
    }

    /** The same, to be answered within that time. */
    public Lesson within(Duration time) {
        return new Lesson(content, recipient, time);
    }
}

package org.gatepost.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.gatepost.queue.Routing.Destination;
import org.gatepost.sieve.Remembered;
import org.gatepost.sieve.reply.GeneratedMail;
import org.gatepost.smtp.protocol.Mailbox;

/**
 * What scripts made of a message besides its copies.
 *
 * @param mails what they write
 * @param memories what they want to remember, once the message is ours
 * @param discards copies that were thrown away
 * @param said a line for each copy for which a script wanted anything; for the trace
 */
record Scripted(List<Mail> mails, List<Remembered> memories, List<Discard> discards, List<String> said) {

    /** Nobody wanted anything. */
    static final Scripted NOTHING = new Scripted(List.of(), List.of(), List.of(), List.of());

    /**
     * A message of ours.
     *
     * @param what such as {@code vacation of judy@example.com}
     */
    record Mail(String what, Mailbox to, GeneratedMail text, List<Destination> way) {
    }

    /**
     * A copy nobody gets.
     *
     * @param rule whose script says so, and how
     */
    record Discard(Mailbox address, String rule) {
    }

    Scripted {
        mails = List.copyOf(mails);
        memories = List.copyOf(memories);
        discards = List.copyOf(discards);
        said = List.copyOf(said);
    }

    Optional<List<String>> lines() {
        return said.isEmpty() ? Optional.empty() : Optional.of(said);
    }

    /** Gathers it, copy by copy. For one thread. */
    static final class Gathering {
        final List<Mail> mails = new ArrayList<>();
        final List<Remembered> memories = new ArrayList<>();
        final List<Discard> discards = new ArrayList<>();
        final List<String> said = new ArrayList<>();

        Scripted all() {
            return mails.isEmpty() && memories.isEmpty() && discards.isEmpty() && said.isEmpty() ? NOTHING : new Scripted(mails, memories, discards, said);
        }
    }
}

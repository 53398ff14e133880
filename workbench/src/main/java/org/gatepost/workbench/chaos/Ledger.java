package org.gatepost.workbench.chaos;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a client sent and what it was answered, message by message: the one side of the books. Safe for use by many threads. */
public final class Ledger {

    /** What became of one message as its client saw it. */
    public sealed interface Fate {
        /** 250, with the queue id it named. */
        record Accepted(String queueId) implements Fate {
        }

        /** Refused by this reply, at whatever stage. */
        record Refused(String reply) implements Fate {
        }

        /** No reply came, or not yet: it may be there or not (RFC 1047). */
        record Unanswered() implements Fate {
        }
    }

    /**
     * One message.
     *
     * @param mailboxes names of the mailboxes a copy belongs into, one each
     * @param octets size of its body
     */
    public record Entry(String id, Set<String> mailboxes, int octets, Fate fate) {
        public Entry {
            mailboxes = Set.copyOf(mailboxes);
        }

        Entry with(Fate next) {
            return new Entry(id, mailboxes, octets, next);
        }
    }

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /** Says that a message is about to be sent. Its id is unique. */
    public void begin(String id, Set<String> mailboxes, int octets) {
        entries.put(id, new Entry(id, mailboxes, octets, new Fate.Unanswered()));
    }

    /** Says what was answered to it. */
    public void answered(String id, Fate fate) {
        entries.computeIfPresent(id, (key, entry) -> entry.with(fate));
    }

    /** Nothing of it was ever offered: the connection did not come about. */
    public void withdraw(String id) {
        entries.remove(id);
    }

    /** What is known of a message; fails for one that was never begun. */
    public Entry entry(String id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            throw new IllegalArgumentException("never sent: " + id);
        }
        return entry;
    }

    /** Whether a message of this id was begun. */
    public boolean knows(String id) {
        return entries.containsKey(id);
    }

    /** All messages whose id begins so. */
    public List<Entry> entries(String beginning) {
        return entries.values().stream().filter(entry -> entry.id().startsWith(beginning)).toList();
    }

    /** How many of those whose id begins so were answered 250. */
    public long accepted(String beginning) {
        return entries.values().stream().filter(entry -> entry.id().startsWith(beginning) && entry.fate() instanceof Fate.Accepted).count();
    }
}

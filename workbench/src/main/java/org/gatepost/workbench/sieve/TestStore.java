package org.gatepost.workbench.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.gatepost.sieve.SieveSurroundings;

/** The mailboxes of a test, in memory. Not thread-safe. */
final class TestStore implements SieveSurroundings.MailboxView {

    static final String INBOX = "INBOX";

    /** A message in a mailbox. */
    record Stored(byte[] octets, List<String> flags) {
    }

    private final Map<String, List<Stored>> mailboxes = new TreeMap<>(Map.of(INBOX, new ArrayList<>()));
    private final Map<String, String> annotations = new TreeMap<>();

    void create(String name) {
        mailboxes.computeIfAbsent(normal(name), unused -> new ArrayList<>());
    }

    void delete(String name) {
        mailboxes.remove(normal(name));
    }

    /** False where there is no such mailbox. */
    boolean put(String name, Stored message) {
        return exists(name) && mailboxes.get(normal(name)).add(message);
    }

    Optional<Stored> get(String name, int index) {
        List<Stored> all = mailboxes.getOrDefault(normal(name), List.of());
        return index >= 0 && index < all.size() ? Optional.of(all.get(index)) : Optional.empty();
    }

    void annotate(Optional<String> mailbox, String name, String value) {
        annotations.put(key(mailbox, name), value);
    }

    @Override
    public boolean exists(String name) {
        return mailboxes.containsKey(normal(name));
    }

    @Override
    public Optional<String> metadata(Optional<String> mailbox, String name) {
        return Optional.ofNullable(annotations.get(key(mailbox, name)));
    }

    @Override
    public boolean specialUse(Optional<String> mailbox, String use) {
        return false;
    }

    private static String normal(String name) {
        return name.equalsIgnoreCase(INBOX) ? INBOX : name;
    }

    private static String key(Optional<String> mailbox, String name) {
        return mailbox.map(TestStore::normal).orElse("") + '\n' + name.toLowerCase(Locale.ROOT);
    }
}

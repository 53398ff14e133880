package org.gatepost.workbench.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import org.gatepost.mail.QueueId;
import org.gatepost.workbench.chaos.Ledger.Entry;
import org.gatepost.workbench.chaos.Ledger.Fate;

/**
 * Ledger against store and database: whether everything acknowledged lies in its mailboxes once, whole, and has its row. For one thread.
 *
 * <p>What has been counted is taken out of the mailboxes, so that a long run does not read the same files again and again.
 */
public final class Books {

    private static final List<String> MAILBOXES = List.of("alice", "bob", "remote");
    private static final String SUBJECT = "Subject: ";
    private static final String END_OF_HEADER = "\r\n\r\n";

    private final Path mail;
    private final Ledger ledger;
    private final boolean alone;
    private final Map<Copy, Integer> copies = new HashMap<>();
    private final List<String> strange = new ArrayList<>();
    private int again;

    private record Copy(String id, String mailbox) {
    }

    /**
     * @param mail the demo store's directory of Maildirs
     * @param alone whether nobody else sends there: then a message that is not in the ledger should not be, else it is left alone
     */
    public Books(Path mail, Ledger ledger, boolean alone) {
        this.mail = mail;
        this.ledger = ledger;
        this.alone = alone;
    }

    /** Takes in what has been delivered since the last time; how many copies that were. */
    public int collect() throws IOException {
        int before = copies.values().stream().mapToInt(Integer::intValue).sum();
        for (String mailbox : MAILBOXES) {
            for (Path file : files(mail.resolve(mailbox).resolve("new"))) {
                String message = Files.readString(file, StandardCharsets.ISO_8859_1);
                Optional<String> subject = message.lines().filter(line -> line.startsWith(SUBJECT)).findFirst().map(line -> line.substring(SUBJECT.length()));
                if (subject.filter(ledger::knows).isPresent()) {
                    count(mailbox, ledger.entry(subject.get()), message);
                    Files.delete(file);
                } else if (alone) {
                    strange.add("never sent, and yet in " + mailbox + "'s mailbox: " + subject.orElse("a message without a subject"));
                    Files.delete(file);
                }
            }
        }
        return copies.values().stream().mapToInt(Integer::intValue).sum() - before;
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private void count(String mailbox, Entry entry, String message) {
        int body = message.indexOf(END_OF_HEADER) + END_OF_HEADER.length();
        if (message.length() - body != entry.octets()) {
            strange.add(entry.id() + " in " + mailbox + "'s mailbox has " + (message.length() - body) + " octets of body, not " + entry.octets());
        }
        if (!entry.mailboxes().contains(mailbox)) {
            strange.add(entry.id() + " was not for " + mailbox);
        }
        if (entry.fate() instanceof Fate.Refused(String reply)) {
            strange.add(entry.id() + " was refused (" + reply + ") and yet delivered to " + mailbox);
        }
        if (copies.merge(new Copy(entry.id(), mailbox), 1, Integer::sum) > 1) {
            again++;
        }
    }

    /** How many copies came a second time or more often since this was asked last. */
    public int takeDuplicates() {
        int count = again;
        again = 0;
        return count;
    }

    /** What no round may show: messages never sent, damaged, misdirected, or refused and delivered all the same; each is told once. */
    public List<String> takeStrange() {
        List<String> told = List.copyOf(strange);
        strange.clear();
        return told;
    }

    /** Copies that were promised by a 250 and are not there, among the messages whose ids begin so; as {@code id mailbox}. */
    public List<String> missing(String beginning) {
        List<String> missing = new ArrayList<>();
        for (Entry entry : ledger.entries(beginning)) {
            if (entry.fate() instanceof Fate.Accepted) {
                entry.mailboxes().stream().filter(mailbox -> !copies.containsKey(new Copy(entry.id(), mailbox))).forEach(mailbox -> missing.add(entry.id() + " " + mailbox));
            }
        }
        return missing;
    }

    /** Acknowledged messages whose ids begin so and of whose acceptance the database knows nothing. */
    public List<String> withoutRow(Connection database, String beginning) throws SQLException {
        Map<UUID, String> acknowledged = new HashMap<>();
        List<String> without = new ArrayList<>();
        for (Entry entry : ledger.entries(beginning)) {
            if (entry.fate() instanceof Fate.Accepted(String queueId)) {
                if (queueId.isEmpty()) {
                    without.add(entry.id() + ": the 250 named no queue id");
                } else {
                    acknowledged.put(QueueId.parse(queueId).value(), entry.id());
                }
            }
        }
        Set<UUID> known = new HashSet<>();
        try (PreparedStatement select = database.prepareStatement("SELECT DISTINCT queue_id FROM trace_event WHERE kind = 'accept' AND queue_id = ANY (?)")) {
            select.setArray(1, database.createArrayOf("uuid", acknowledged.keySet().toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    known.add(rows.getObject(1, UUID.class));
                }
            }
        }
        acknowledged.forEach((queueId, id) -> {
            if (!known.contains(queueId)) {
                without.add(id + " " + queueId);
            }
        });
        return without;
    }
}

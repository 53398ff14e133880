package org.gatepost.ee.store;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.gatepost.ee.copy.CopyRows;
import org.gatepost.ee.copy.CopyTable;
import org.gatepost.ee.trace.TraceRows;
import org.gatepost.mail.Origin;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.queue.QueuedRecipient;
import org.gatepost.queue.RetrySchedule;
import org.gatepost.smtp.protocol.Handling;
import org.gatepost.smtp.protocol.ReversePath;

/** What makes messages ours: their rows, entries, recipients, content and trace, each table with one COPY. */
public final class MessageRows {

    private static final CopyTable MESSAGE = new CopyTable("message", "id", "reverse_path", "ret", "envid", "body", "content_octets", "header_edits",
            "session_id", "transaction_no", "client_address", "client_port", "hello", "extended", "tls", "identity", "source_channel",
            "policy_version", "marks", "open_entries", "smtputf8", "solicit", "requiretls", "release_at", "deliver_by", "priority");
    /** Due at once: due_at has the default now(), the database's clock. */
    private static final CopyTable DUE_ENTRY = new CopyTable("queue_entry", "id", "message_id", "channel", "next_hop", "list_owner", "incarnation");
    /** Due later, or not until somebody releases it. */
    private static final CopyTable LATER_ENTRY = new CopyTable("queue_entry", "id", "message_id", "channel", "next_hop", "list_owner", "incarnation", "due_at");
    private static final CopyTable RECIPIENT = new CopyTable("recipient", "entry_id", "recipient_no", "address", "presented", "notify", "orcpt", "state",
            "state_text", "state_by");

    private static final String HEAD_START = "UPDATE queue_entry SET due_at = due_at - ? * interval '1 second' WHERE id = ANY (?)";

    private final String node;

    public MessageRows(String node) {
        this.node = node;
    }

    /**
     * Writes the rows in the transaction of the connection.
     *
     * @param incarnation who holds the entries of messages that are to be leased
     */
    public void insert(Connection connection, List<StoredMessage> messages, long incarnation) throws SQLException {
        try (CopyRows rows = CopyRows.into(connection, MESSAGE)) {
            for (StoredMessage stored : messages) {
                addMessage(rows.row(), stored.message());
            }
            rows.end();
        }
        ContentChunks.insertSmall(connection, messages.stream().filter(StoredMessage::bringsContent).toList());
        insertEntries(connection, DUE_ENTRY, messages, incarnation);
        insertEntries(connection, LATER_ENTRY, messages, incarnation);
        giveHeadStarts(connection, messages);
        try (CopyRows rows = CopyRows.into(connection, RECIPIENT)) {
            for (StoredMessage stored : messages) {
                for (QueueEntry entry : stored.message().entries()) {
                    addRecipients(rows, entry);
                }
            }
            rows.end();
        }
        TraceRows.insert(connection, node, messages.stream().flatMap(stored -> stored.message().trace().stream()).toList());
        insertOriginated(connection, messages.stream().flatMap(stored -> stored.message().reports().stream()).toList());
    }

    private static void insertEntries(Connection connection, CopyTable table, List<StoredMessage> messages, long incarnation) throws SQLException {
        boolean due = table == DUE_ENTRY;
        if (messages.stream().noneMatch(stored -> stored.message().entries().stream().anyMatch(entry -> isDue(stored, entry) == due))) {
            return;
        }
        try (CopyRows rows = CopyRows.into(connection, table)) {
            for (StoredMessage stored : messages) {
                for (QueueEntry entry : stored.message().entries()) {
                    if (isDue(stored, entry) == due) {
                        addEntry(rows.row(), stored, entry, incarnation);
                    }
                }
            }
            rows.end();
        }
    }

    /** Whether its first attempt is now. */
    private static boolean isDue(StoredMessage stored, QueueEntry entry) {
        return entry.isWaiting() && stored.message().message().releaseAt().isEmpty();
    }

    /** Entries nobody takes at once are claimed in the order they are due: a higher priority gets a head start there, by the database's clock. */
    private static void giveHeadStarts(Connection connection, List<StoredMessage> messages) throws SQLException {
        List<StoredMessage> preferred = messages.stream().filter(stored -> !stored.leased() && priority(stored) > 0).toList();
        if (preferred.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(HEAD_START)) {
            for (StoredMessage stored : preferred) {
                update.setLong(1, RetrySchedule.headStart(priority(stored)).toSeconds());
                update.setArray(2, QueueRows.ids(connection, stored.message().entries().stream().filter(entry -> isDue(stored, entry)).map(QueueEntry::id).toList()));
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private static int priority(StoredMessage stored) {
        return stored.message().message().envelope().parameters().handling().priority();
    }

    /** Writes messages we originate, content included, free for whoever claims them. */
    void insertOriginated(Connection connection, List<NewMessage> messages) throws SQLException {
        if (messages.isEmpty()) {
            return;
        }
        insert(connection, messages.stream().map(message -> new StoredMessage(message, Optional.empty(), false)).toList(), 0);
        for (NewMessage message : messages) {
            try (InputStream content = message.content().open()) {
                ContentChunks.insert(connection, message.message().id(), content);
            } catch (IOException e) {
                throw new SQLException("the content of a report cannot be read", "22000", e);
            }
        }
    }

    private static void addMessage(CopyRows row, NewMessage stored) throws SQLException {
        QueuedMessage message = stored.message();
        Origin origin = message.origin();
        Optional<Origin.Client> client = origin.client();
        row.uuid(message.id().value()).text(message.envelope().reversePath().address());
        add(row, message.envelope().parameters().ret().map(Enum::name));
        add(row, message.envelope().parameters().envid());
        row.text(message.envelope().parameters().body().keyword()).number(message.contentOctets()).text(message.edits().toText());
        row.text(origin.sessionId()).number(origin.transactionNumber());
        row.text(client.map(c -> c.address().toString()).orElse("")).number(client.map(Origin.Client::port).orElse(0));
        row.text(client.map(c -> c.hello().name()).orElse("")).fact(client.map(c -> c.hello().extended()).orElse(false));
        add(row, client.flatMap(Origin.Client::tls).map(StoredForms::tlsText));
        add(row, client.flatMap(Origin.Client::identity));
        row.text(origin.sourceChannel().value()).number(message.policyVersion()).text(String.join(" ", message.marks()));
        row.number(stored.entries().size());
        addHandling(row, message);
    }

    private static void addHandling(CopyRows row, QueuedMessage message) throws SQLException {
        Handling handling = message.envelope().parameters().handling();
        row.fact(handling.smtpUtf8()).text(String.join(",", handling.solicitations())).fact(handling.requireTls());
        Optional<Instant> release = message.releaseAt();
        if (release.isPresent()) {
            row.at(release.get());
        } else {
            row.absent();
        }
        add(row, handling.deliverBy().map(Object::toString));
        row.number(handling.priority());
    }

    private static void addEntry(CopyRows row, StoredMessage stored, QueueEntry entry, long incarnation) throws SQLException {
        row.uuid(entry.id()).uuid(stored.message().message().id().value()).text(entry.route().channel().value()).text(entry.route().nextHop());
        add(row, entry.listOwner().map(ReversePath::address));
        if (!entry.isWaiting()) {
            row.absent().absent();
        } else if (stored.leased()) {
            row.number(incarnation);
        } else {
            row.absent();
            if (!isDue(stored, entry)) {
                row.at(stored.message().message().releaseAt().orElseThrow());
            }
        }
    }

    private static void addRecipients(CopyRows rows, QueueEntry entry) throws SQLException {
        for (QueuedRecipient queued : entry.recipients()) {
            StoredForms.StateColumns state = StoredForms.StateColumns.of(queued.state());
            rows.row().uuid(entry.id()).number(queued.number()).text(queued.recipient().address().address())
                    .text(queued.recipient().presented().address()).text(StoredForms.notifyText(queued.recipient().parameters().notifyOn()));
            add(rows, queued.recipient().parameters().orcpt().map(Object::toString));
            rows.text(state.state()).text(state.text()).text(state.by());
        }
    }

    private static void add(CopyRows row, Optional<String> text) throws SQLException {
        if (text.isPresent()) {
            row.text(text.get());
        } else {
            row.absent();
        }
    }
}

package org.gatepost.ee.store;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;

import org.gatepost.ee.trace.TraceRows;
import org.gatepost.mail.Origin;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.queue.QueuedRecipient;

/** What makes messages ours: their rows, entries, recipients, content and trace, each table in one batch. */
public final class MessageRows {

    private static final String MESSAGE = """
            INSERT INTO message (id, reverse_path, ret, envid, body, content_octets, header_edits, session_id, transaction_no, client_address,
                client_port, hello, extended, tls, identity, source_channel, policy_version, marks, open_entries)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
    private static final String ENTRY = """
            INSERT INTO queue_entry (id, message_id, channel, next_hop, due_at, incarnation)
            VALUES (?, ?, ?, ?, CASE WHEN ? THEN now() END, ?)""";
    private static final String RECIPIENT = """
            INSERT INTO recipient (entry_id, recipient_no, address, presented, notify, orcpt, state, state_text, state_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""";

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
        try (PreparedStatement message = connection.prepareStatement(MESSAGE);
                PreparedStatement chunk = ContentChunks.prepareInsert(connection);
                PreparedStatement entry = connection.prepareStatement(ENTRY);
                PreparedStatement recipient = connection.prepareStatement(RECIPIENT)) {
            for (StoredMessage stored : messages) {
                addMessage(message, stored.message());
                if (stored.content().isPresent() && stored.content().get().length > 0) {
                    ContentChunks.bind(chunk, stored.message().message().id(), new ContentChunks.Piece(0, stored.content().get()));
                    chunk.addBatch();
                }
                for (QueueEntry each : stored.message().entries()) {
                    addEntry(entry, stored, each, incarnation);
                    addRecipients(recipient, each);
                }
            }
            message.executeBatch();
            chunk.executeBatch();
            entry.executeBatch();
            recipient.executeBatch();
        }
        TraceRows.insert(connection, node, messages.stream().flatMap(stored -> stored.message().trace().stream()).toList());
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
                throw new SQLException("the content of a report cannot be read", e);
            }
        }
    }

    private static void addMessage(PreparedStatement insert, NewMessage stored) throws SQLException {
        QueuedMessage message = stored.message();
        Origin origin = message.origin();
        Optional<Origin.Client> client = origin.client();
        insert.setObject(1, message.id().value());
        insert.setString(2, message.envelope().reversePath().address());
        insert.setString(3, message.envelope().parameters().ret().map(Enum::name).orElse(null));
        insert.setString(4, message.envelope().parameters().envid().orElse(null));
        insert.setString(5, message.envelope().parameters().body().keyword());
        insert.setLong(6, message.contentOctets());
        insert.setString(7, message.edits().toText());
        insert.setString(8, origin.sessionId());
        insert.setInt(9, origin.transactionNumber());
        insert.setString(10, client.map(c -> c.address().toString()).orElse(""));
        insert.setInt(11, client.map(Origin.Client::port).orElse(0));
        insert.setString(12, client.map(c -> c.hello().name()).orElse(""));
        insert.setBoolean(13, client.map(c -> c.hello().extended()).orElse(false));
        insert.setString(14, client.flatMap(Origin.Client::tls).map(StoredForms::tlsText).orElse(null));
        insert.setString(15, client.flatMap(Origin.Client::identity).orElse(null));
        insert.setString(16, origin.sourceChannel().value());
        insert.setLong(17, message.policyVersion());
        insert.setString(18, String.join(" ", message.marks()));
        insert.setInt(19, stored.entries().size());
        insert.addBatch();
    }

    private static void addEntry(PreparedStatement insert, StoredMessage stored, QueueEntry entry, long incarnation) throws SQLException {
        boolean due = !entry.waiting().isEmpty();
        insert.setObject(1, entry.id());
        insert.setObject(2, stored.message().message().id().value());
        insert.setString(3, entry.route().channel().value());
        insert.setString(4, entry.route().nextHop());
        insert.setBoolean(5, due);
        if (due && stored.leased()) {
            insert.setLong(6, incarnation);
        } else {
            insert.setNull(6, Types.BIGINT);
        }
        insert.addBatch();
    }

    private static void addRecipients(PreparedStatement insert, QueueEntry entry) throws SQLException {
        for (QueuedRecipient queued : entry.recipients()) {
            StoredForms.StateColumns state = StoredForms.StateColumns.of(queued.state());
            insert.setObject(1, entry.id());
            insert.setInt(2, queued.number());
            insert.setString(3, queued.recipient().address().address());
            insert.setString(4, queued.recipient().presented().address());
            insert.setString(5, StoredForms.notifyText(queued.recipient().parameters().notifyOn()));
            insert.setString(6, queued.recipient().parameters().orcpt().map(Object::toString).orElse(null));
            insert.setString(7, state.state());
            insert.setString(8, state.text());
            insert.setString(9, state.by());
            insert.addBatch();
        }
    }
}

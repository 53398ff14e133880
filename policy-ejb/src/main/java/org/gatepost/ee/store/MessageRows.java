package org.gatepost.ee.store;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.gatepost.ee.rows.Insertion;
import org.gatepost.ee.rows.RowTable;
import org.gatepost.ee.rows.TableRows;
import org.gatepost.ee.trace.TraceRows;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.Origin;
import org.gatepost.partial.PartLimits;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.queue.QueuedRecipient;
import org.gatepost.queue.RecipientState;
import org.gatepost.queue.RetrySchedule;
import org.gatepost.scan.Awaited;
import org.gatepost.smtp.protocol.Handling;
import org.gatepost.smtp.protocol.ReversePath;

/** What makes messages ours: their rows, entries, recipients, content and trace, all with one exchange. */
public final class MessageRows {

    private static final RowTable MESSAGE = new RowTable("message", "id uuid", "reverse_path text", "ret text", "envid text", "body text", "content_octets bigint",
            "header_edits text", "session_id text", "transaction_no int", "client_address text", "client_port int", "hello text", "extended boolean", "tls text",
            "identity text", "source_channel text", "policy_version bigint", "marks text", "open_entries int", "smtputf8 boolean", "solicit text", "requiretls boolean",
            "release_at timestamptz", "deliver_by text", "priority int");
    /** Due at once: due_at has the default now(), the database's clock. */
    private static final RowTable DUE_ENTRY = new RowTable("queue_entry", "id uuid", "message_id uuid", "channel text", "next_hop text", "list_owner text", "header_edits text", "wishes text",
            "incarnation bigint");
    /** Due later, or not until somebody releases it. */
    private static final RowTable LATER_ENTRY = new RowTable("queue_entry", "id uuid", "message_id uuid", "channel text", "next_hop text", "list_owner text", "header_edits text", "wishes text",
            "incarnation bigint", "due_at timestamptz");
    private static final RowTable RECIPIENT = new RowTable("recipient", "entry_id uuid", "recipient_no int", "address text", "presented text", "notify text", "orcpt text",
            "state text", "state_text text", "state_by text");

    /** Asked about for the first time a while after now(), the database's clock. */
    private static final RowTable RESCAN = new RowTable("rescan", "message_id uuid");

    private static final String HEAD_START = "UPDATE queue_entry SET due_at = due_at - ? * interval '1 second' WHERE id = ANY (?)";

    private final String node;
    private final PartLimits limits;

    /** For messages that are no parts. */
    public MessageRows(String node) {
        this(node, PartLimits.DEFAULT);
    }

    /** @param limits of what waits for other parts */
    public MessageRows(String node, PartLimits limits) {
        this.node = node;
        this.limits = limits;
    }

    /**
     * Writes the rows in the transaction of the connection.
     *
     * @param incarnation who holds the entries of messages that are to be leased
     */
    public void insert(Connection connection, List<StoredMessage> messages, long incarnation) throws SQLException {
        Insertion insertion = new Insertion();
        for (StoredMessage stored : messages) {
            // Of a message that was discarded whole the trace is what stays.
            if (!stored.message().entries().isEmpty()) {
                addMessage(insertion.into(MESSAGE).row(), stored.message());
                ContentChunks.addSmall(insertion, stored);
            }
            boolean waitsForEngine = false;
            for (QueueEntry entry : stored.message().entries()) {
                waitsForEngine |= waitsForEngine(entry);
                addEntry(insertion.into(isDue(stored, entry) ? DUE_ENTRY : LATER_ENTRY).row(), stored, entry, incarnation);
                addRecipients(insertion.into(RECIPIENT), entry);
            }
            if (waitsForEngine) {
                insertion.into(RESCAN).row().uuid(stored.message().message().id().value());
            }
            TraceRows.add(insertion, node, stored.message().trace());
        }
        insertion.send(connection);
        for (StoredMessage stored : messages) {
            if (stored.message().parts().isPresent()) {
                PartRows.change(connection, node, limits, stored.message().message().id(), stored.message().parts().get());
            }
        }
        giveHeadStarts(connection, messages);
        ScriptMemoryRows.write(connection, messages.stream().flatMap(stored -> stored.message().memories().stream()).toList());
        insertOriginated(connection, messages.stream().flatMap(stored -> stored.message().reports().stream()).toList());
    }

    /** Whether its first attempt is now. */
    private static boolean isDue(StoredMessage stored, QueueEntry entry) {
        return entry.isWaiting() && stored.message().message().releaseAt().isEmpty();
    }

    private static boolean waitsForEngine(QueueEntry entry) {
        return !entry.isWaiting() && entry.recipients().stream().anyMatch(each -> each.state() instanceof RecipientState.Held held && held.by().equals(Awaited.RULE));
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
    public void insertOriginated(Connection connection, List<NewMessage> messages) throws SQLException {
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

    private static void addMessage(TableRows row, NewMessage stored) {
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

    private static void addHandling(TableRows row, QueuedMessage message) {
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

    private static void addEntry(TableRows row, StoredMessage stored, QueueEntry entry, long incarnation) {
        row.uuid(entry.id()).uuid(stored.message().message().id().value()).text(entry.route().channel().value()).text(entry.route().nextHop());
        add(row, entry.listOwner().map(ReversePath::address));
        add(row, entry.edits().map(HeaderEdits::toText));
        add(row, StoredForms.wishesText(entry.wishes()));
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

    private static void addRecipients(TableRows rows, QueueEntry entry) {
        for (QueuedRecipient queued : entry.recipients()) {
            StoredForms.StateColumns state = StoredForms.StateColumns.of(queued.state());
            rows.row().uuid(entry.id()).number(queued.number()).text(queued.recipient().address().address())
                    .text(queued.recipient().presented().address()).text(StoredForms.notifyText(queued.recipient().parameters().notifyOn()));
            add(rows, queued.recipient().parameters().orcpt().map(Object::toString));
            rows.text(state.state()).text(state.text()).text(state.by());
        }
    }

    private static void add(TableRows row, Optional<String> text) {
        if (text.isPresent()) {
            row.text(text.get());
        } else {
            row.absent();
        }
    }
}

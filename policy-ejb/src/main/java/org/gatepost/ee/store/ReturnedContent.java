package org.gatepost.ee.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import org.gatepost.hop.AwayCopies.Fate;
import org.gatepost.hop.AwayCopies.Text;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.QueueId;
import org.gatepost.smtp.spool.MessageContent;

/** The content a filter returned, as a message of its own: it has all else of the one it was, and no entry yet. */
final class ReturnedContent {

    // Every column but those named here is as it was, whichever there are.
    private static final String MESSAGE = """
            INSERT INTO message SELECT made.* FROM message m, jsonb_populate_record(m, jsonb_build_object('id', ?::uuid, 'body', ?::text, 'content_octets', ?::bigint,
                'header_edits', ?::text, 'open_entries', 0)) made WHERE m.id = ?""";

    private ReturnedContent() {
    }

    /** A large content is written before, in short transactions; where it does not become a message its pieces are swept. */
    static void writeAhead(Transactions transactions, Fate fate) {
        switch (fate) {
            case Fate.Onward(Text text) -> writeAhead(transactions, text);
            case Fate.Held(Text text, String by, String why) -> writeAhead(transactions, text);
            case Fate.Discarded() -> { }
        }
    }

    private static void writeAhead(Transactions transactions, Text text) {
        if (text instanceof Text.Returned(QueueId id, var body, MessageContent content) && isLarge(content)) {
            try (InputStream in = content.open()) {
                ContentChunks.write(transactions, id, in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static boolean isLarge(MessageContent content) {
        return content.size() > ContentChunks.CHUNK_OCTETS;
    }

    /** Writes the rest in the transaction of the connection; returns its id. */
    static QueueId write(Connection connection, QueueId was, Text.Returned returned) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(MESSAGE)) {
            insert.setObject(1, returned.id().value());
            insert.setString(2, returned.body().keyword());
            insert.setLong(3, returned.content().size());
            insert.setString(4, HeaderEdits.NONE.toText());
            insert.setObject(5, was.value());
            insert.executeUpdate();
        }
        if (!isLarge(returned.content())) {
            try (InputStream in = returned.content().open()) {
                ContentChunks.insert(connection, returned.id(), in);
            } catch (IOException e) {
                throw new SQLException("the content a filter returned cannot be read", "22000", e);
            }
        }
        return returned.id();
    }
}

package org.gatepost.ee.store;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.gatepost.ee.rows.Insertion;
import org.gatepost.ee.rows.RowTable;
import org.gatepost.mail.QueueId;

/** The rows of content_chunk: content as received, in pieces. */
public final class ContentChunks {

    /** Octets in a piece. */
    public static final int CHUNK_OCTETS = 256 << 10;

    private static final RowTable TABLE = new RowTable("content_chunk", "message_id uuid", "chunk_no int", "octets bytea");
    /** Pieces in memory at once, and in one transaction. */
    private static final int BATCH_CHUNKS = 8;

    private ContentChunks() {
    }

    /**
     * Writes a content a few pieces at a time, each time in a transaction of its own, and never holds more than {@value #BATCH_CHUNKS} of them. Until
     * a message is stored under the id the pieces belong to nobody, and are swept after an hour.
     *
     * @throws IOException the content cannot be read
     * @throws StoreException a piece cannot be written
     */
    public static void write(Transactions transactions, QueueId id, InputStream content) throws IOException {
        int number = 0;
        for (List<byte[]> pieces = pieces(content); !pieces.isEmpty(); pieces = pieces(content)) {
            List<byte[]> batch = pieces;
            int first = number;
            transactions.inOne(connection -> {
                insert(connection, id, first, batch);
                return null;
            });
            number += batch.size();
        }
    }

    private static List<byte[]> pieces(InputStream content) throws IOException {
        List<byte[]> pieces = new ArrayList<>();
        byte[] octets = content.readNBytes(CHUNK_OCTETS);
        while (octets.length > 0) {
            pieces.add(octets);
            octets = pieces.size() < BATCH_CHUNKS ? content.readNBytes(CHUNK_OCTETS) : new byte[0];
        }
        return pieces;
    }

    private static void insert(Connection connection, QueueId id, int first, List<byte[]> pieces) throws SQLException {
        Insertion insertion = new Insertion();
        for (int i = 0; i < pieces.size(); i++) {
            insertion.into(TABLE).row().uuid(id.value()).number(first + i).octets(pieces.get(i));
        }
        insertion.send(connection);
    }

    /** Adds a content's pieces to the transaction of the connection. */
    static void insert(Connection connection, QueueId id, InputStream content) throws SQLException, IOException {
        int number = 0;
        for (List<byte[]> pieces = pieces(content); !pieces.isEmpty(); pieces = pieces(content)) {
            insert(connection, id, number, pieces);
            number += pieces.size();
        }
    }

    /** Adds the content of one piece, if the message brings one. */
    static void addSmall(Insertion insertion, StoredMessage stored) {
        if (stored.bringsContent()) {
            insertion.into(TABLE).row().uuid(stored.message().message().id().value()).number(0).octets(stored.content().orElseThrow());
        }
    }

    static Optional<byte[]> read(Connection connection, QueueId id, int number) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT octets FROM content_chunk WHERE message_id = ? AND chunk_no = ?")) {
            select.setObject(1, id.value());
            select.setInt(2, number);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
            }
        }
    }
}

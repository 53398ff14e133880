package org.gatepost.ee.store;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

import org.gatepost.mail.QueueId;

/** The rows of content_chunk: content as received, in pieces. */
public final class ContentChunks {

    /** Octets in a piece. */
    public static final int CHUNK_OCTETS = 256 << 10;

    private static final String INSERT = "INSERT INTO content_chunk (message_id, chunk_no, octets) VALUES (?, ?, ?)";
    /** Octets that wait in one batch of a transaction. */
    private static final int BATCH_CHUNKS = 8;

    private ContentChunks() {
    }

    /**
     * Writes a content piece by piece, each in a transaction of its own, and never holds more than one. Until a message is stored under the id
     * the pieces belong to nobody, and are swept after an hour.
     *
     * @throws IOException the content cannot be read
     * @throws StoreException a piece cannot be written
     */
    public static void write(Transactions transactions, QueueId id, InputStream content) throws IOException {
        byte[] octets = content.readNBytes(CHUNK_OCTETS);
        for (int number = 0; octets.length > 0; number++) {
            Piece piece = new Piece(number, octets);
            transactions.inOne(connection -> {
                try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                    bind(insert, id, piece);
                    return insert.executeUpdate();
                }
            });
            octets = content.readNBytes(CHUNK_OCTETS);
        }
    }

    /** Adds a content's pieces to the transaction of the connection. */
    static void insert(Connection connection, QueueId id, InputStream content) throws SQLException, IOException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            byte[] octets = content.readNBytes(CHUNK_OCTETS);
            int number = 0;
            while (octets.length > 0) {
                bind(insert, id, new Piece(number++, octets));
                insert.addBatch();
                if (number % BATCH_CHUNKS == 0) {
                    insert.executeBatch();
                }
                octets = content.readNBytes(CHUNK_OCTETS);
            }
            insert.executeBatch();
        }
    }

    private static void bind(PreparedStatement insert, QueueId id, Piece piece) throws SQLException {
        insert.setObject(1, id.value());
        insert.setInt(2, piece.number());
        insert.setBytes(3, piece.octets());
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

    private record Piece(int number, byte[] octets) {
    }
}

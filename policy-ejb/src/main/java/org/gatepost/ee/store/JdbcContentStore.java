package org.gatepost.ee.store;

import java.io.IOException;
import java.io.InputStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.gatepost.mail.QueueId;
import org.gatepost.queue.ContentStore;

/** Content in the database, read piece by piece, each in a short transaction: a slow next hop keeps none open. */
@ApplicationScoped
public class JdbcContentStore implements ContentStore {

    private final Transactions transactions;

    /** For the container's proxy. */
    protected JdbcContentStore() {
        this.transactions = null;
    }

    @Inject
    public JdbcContentStore(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public InputStream open(QueueId id) throws IOException {
        OptionalLong size;
        try {
            size = transactions.inOne(connection -> {
                try (PreparedStatement select = connection.prepareStatement("SELECT content_octets FROM message WHERE id = ?")) {
                    select.setObject(1, id.value());
                    try (ResultSet row = select.executeQuery()) {
                        return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
                    }
                }
            });
        } catch (RuntimeException e) {
            throw new IOException("the content of " + id + " cannot be read: " + e.getMessage(), e);
        }
        if (size.isEmpty()) {
            throw new IOException("message " + id + " is not in the queue");
        }
        return new Pieces(transactions, id, size.getAsLong());
    }

    @Override
    public Map<QueueId, byte[]> readSmall(Collection<QueueId> ids) {
        return ids.isEmpty() ? Map.of() : transactions.inOne(connection -> SmallContents.read(connection, ids));
    }

    /** One piece in memory at a time. Ends only where the content does: a missing piece is an error, never a shorter message. */
    private static final class Pieces extends InputStream {

        private final Transactions transactions;
        private final QueueId id;
        private long left;
        private byte[] piece = new byte[0];
        private int position;
        private int next;

        Pieces(Transactions transactions, QueueId id, long octets) {
            this.transactions = transactions;
            this.id = id;
            this.left = octets;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            if (length == 0) {
                return 0;
            }
            if (left == 0) {
                return -1;
            }
            if (position == piece.length) {
                fetch();
            }
            int count = Math.min(length, piece.length - position);
            System.arraycopy(piece, position, into, offset, count);
            position += count;
            left -= count;
            return count;
        }

        private void fetch() throws IOException {
            int number = next++;
            try {
                piece = transactions.inOne(connection -> ContentChunks.read(connection, id, number)).orElse(new byte[0]);
            } catch (RuntimeException e) {
                throw new IOException("the content of " + id + " cannot be read: " + e.getMessage(), e);
            }
            position = 0;
            if (piece.length == 0 || piece.length > left) {
                throw new IOException("the content of " + id + " does not have its size: piece " + number);
            }
        }
    }
}

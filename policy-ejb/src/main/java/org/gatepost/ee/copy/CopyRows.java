package org.gatepost.ee.copy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Sends rows into one table with one {@code COPY} in binary format, in the transaction of a connection of the PostgreSQL driver. The columns of
 * each row are given in the order of the table's; a column too few or too many is an error of the database. Nothing is in the table before
 * {@link #end()}; {@link #close()} without it takes the rows back. Not safe for use by many threads.
 */
public final class CopyRows implements AutoCloseable {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final int BUFFER_OCTETS = 64 << 10;
    /** Fixed-size fields with their length word never need more. */
    private static final int FIXED_OCTETS_MAX = 20;
    /** 2000-01-01T00:00:00Z, from where PostgreSQL counts microseconds. */
    private static final long EPOCH_SECOND = 946_684_800L;
    private static final byte JSONB_VERSION = 1;

    private final CopyIn copy;
    private final int columns;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_OCTETS);

    private CopyRows(CopyIn copy, int columns) {
        this.copy = copy;
        this.columns = columns;
        buffer.put(SIGNATURE);
    }

    /** Begins. Until {@link #end()} or {@link #close()} the connection takes no other statement. */
    public static CopyRows into(Connection connection, CopyTable table) throws SQLException {
        return new CopyRows(connection.unwrap(PGConnection.class).getCopyAPI().copyIn(table.statement()), table.columns());
    }

    /** Begins the next row. */
    public CopyRows row() throws SQLException {
        room(Short.BYTES);
        buffer.putShort((short) columns);
        return this;
    }

    /** A column without a value. */
    public CopyRows absent() throws SQLException {
        room(Integer.BYTES);
        buffer.putInt(-1);
        return this;
    }

    /** A column of type uuid. */
    public CopyRows uuid(UUID value) throws SQLException {
        room(FIXED_OCTETS_MAX);
        buffer.putInt(2 * Long.BYTES).putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
        return this;
    }

    /** A column of type text. PostgreSQL refuses NUL in it. */
    public CopyRows text(String value) throws SQLException {
        return octets(value.getBytes(StandardCharsets.UTF_8));
    }

    /** A column of type jsonb, as JSON text. */
    public CopyRows json(String value) throws SQLException {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES + 1);
        buffer.putInt(text.length + 1).put(JSONB_VERSION);
        put(text);
        return this;
    }

    /** A column of type bytea. */
    public CopyRows octets(byte[] value) throws SQLException {
        room(Integer.BYTES);
        buffer.putInt(value.length);
        put(value);
        return this;
    }

    /** A column of type int. */
    public CopyRows number(int value) throws SQLException {
        room(FIXED_OCTETS_MAX);
        buffer.putInt(Integer.BYTES).putInt(value);
        return this;
    }

    /** A column of type bigint. */
    public CopyRows number(long value) throws SQLException {
        room(FIXED_OCTETS_MAX);
        buffer.putInt(Long.BYTES).putLong(value);
        return this;
    }

    /** A column of type boolean. */
    public CopyRows fact(boolean value) throws SQLException {
        room(FIXED_OCTETS_MAX);
        buffer.putInt(1).put((byte) (value ? 1 : 0));
        return this;
    }

    /** A column of type timestamptz, to the microsecond. */
    public CopyRows at(Instant value) throws SQLException {
        return number((value.getEpochSecond() - EPOCH_SECOND) * 1_000_000L + value.getNano() / 1_000);
    }

    /** The rows are in the table when this returns, as far as the transaction goes. */
    public void end() throws SQLException {
        room(Short.BYTES);
        buffer.putShort((short) -1);
        send();
        copy.endCopy();
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private void put(byte[] octets) throws SQLException {
        if (octets.length > buffer.remaining()) {
            send();
        }
        if (octets.length > buffer.capacity()) {
            copy.writeToCopy(octets, 0, octets.length);
        } else {
            buffer.put(octets);
        }
    }

    private void room(int octets) throws SQLException {
        if (buffer.remaining() < octets) {
            send();
        }
    }

    private void send() throws SQLException {
        copy.writeToCopy(buffer.array(), 0, buffer.position());
        buffer.clear();
    }
}

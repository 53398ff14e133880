package org.gatepost.ee.rows;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.gatepost.ee.rows.RowTable.Kind;
import org.postgresql.PGConnection;

/**
 * Rows for one table, gathered column by column. The columns of each row are given in the order of the table's, and must be of their kind; a column too few, too many
 * or of another kind is an {@link IllegalStateException}. Not safe for use by many threads.
 */
public final class TableRows {

    private static final long MICROS_MAX = Long.MAX_VALUE / 1_000_001L;
    /** PostgreSQL refuses it: beyond any moment it knows. */
    private static final long BEYOND_RANGE = Long.MAX_VALUE;

    private final RowTable table;
    private final List<List<Object>> columns = new ArrayList<>();
    private int rows;
    private int next;

    TableRows(RowTable table) {
        this.table = table;
        table.columns().forEach(column -> columns.add(new ArrayList<>()));
        next = table.columns().size();
    }

    /** Begins the next row. */
    public TableRows row() {
        requireWhole();
        rows++;
        next = 0;
        return this;
    }

    /** A column without a value. */
    public TableRows absent() {
        column().add(null);
        return this;
    }

    /** A column of type uuid. */
    public TableRows uuid(UUID value) {
        return add(Kind.UUID, value);
    }

    /** A column of type text. PostgreSQL refuses NUL in it. */
    public TableRows text(String value) {
        return add(Kind.TEXT, value);
    }

    /** A column of type jsonb, as JSON text. */
    public TableRows json(String value) {
        return add(Kind.JSONB, value);
    }

    /** A column of type bytea. The array is not copied: it must stay as it is until the rows are sent. */
    public TableRows octets(byte[] value) {
        return add(Kind.BYTEA, value);
    }

    /** A column of type int. */
    public TableRows number(int value) {
        return add(Kind.INT, value);
    }

    /** A column of type bigint. */
    public TableRows number(long value) {
        return add(Kind.BIGINT, value);
    }

    /** A column of type boolean. */
    public TableRows fact(boolean value) {
        return add(Kind.BOOLEAN, value);
    }

    /** A column of type timestamptz, to the microsecond. PostgreSQL refuses what lies beyond its range. */
    public TableRows at(Instant value) {
        boolean far = Math.abs(value.getEpochSecond()) > MICROS_MAX;
        return add(Kind.TIMESTAMPTZ, far ? BEYOND_RANGE : value.getEpochSecond() * 1_000_000L + value.getNano() / 1_000);
    }

    boolean isEmpty() {
        return rows == 0;
    }

    RowTable table() {
        return table;
    }

    /** Sets the statement's parameters from that number on, counted from 1; the number after them. */
    int bind(PGConnection driver, PreparedStatement statement, int from) throws SQLException {
        requireWhole();
        int parameter = from;
        for (int i = 0; i < columns.size(); i++) {
            Kind kind = table.columns().get(i).kind();
            statement.setArray(parameter++, driver.createArrayOf(kind.element(), (Object) columns.get(i).toArray(emptyOf(kind))));
        }
        return parameter;
    }

    /** The driver sends an array in binary where it knows what is in it. */
    private static Object[] emptyOf(Kind kind) {
        return switch (kind) {
            case UUID -> new UUID[0];
            case TEXT, JSONB -> new String[0];
            case BYTEA -> new byte[0][];
            case INT -> new Integer[0];
            case BIGINT, TIMESTAMPTZ -> new Long[0];
            case BOOLEAN -> new Boolean[0];
        };
    }

    private TableRows add(Kind kind, Object value) {
        List<Object> column = column();
        RowTable.Column expected = table.columns().get(next - 1);
        if (expected.kind() != kind) {
            throw new IllegalStateException(table.name() + "." + expected.name() + " is no " + kind);
        }
        column.add(value);
        return this;
    }

    private List<Object> column() {
        if (next == columns.size()) {
            throw new IllegalStateException(table.name() + ": a column too many");
        }
        return columns.get(next++);
    }

    private void requireWhole() {
        if (next != columns.size()) {
            throw new IllegalStateException(table.name() + ": a row without " + table.columns().get(next).name());
        }
    }
}

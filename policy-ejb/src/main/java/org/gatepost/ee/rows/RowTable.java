package org.gatepost.ee.rows;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table and those of its columns that rows are given for; the others get their defaults. The names come from us, never from outside. Immutable. */
public final class RowTable {

    private final String name;
    private final List<Column> columns;
    private final String statement;

    /** A column's name, and the kind of what is given for it. */
    record Column(String name, Kind kind) {
    }

    /** What a column can hold: the type its array has on the way, and how a value becomes the column's own. */
    enum Kind {
        UUID("uuid", "%s"),
        TEXT("text", "%s"),
        /** As text: the driver sends arrays of text in binary, and of jsonb not. */
        JSONB("text", "%s::jsonb"),
        BYTEA("bytea", "%s"),
        INT("int4", "%s"),
        BIGINT("int8", "%s"),
        BOOLEAN("bool", "%s"),
        /** As microseconds: the driver would send moments as text, which costs both sides more. */
        TIMESTAMPTZ("int8", "timestamptz 'epoch' + %s * interval '1 microsecond'");

        private final String element;
        private final String value;

        Kind(String element, String value) {
            this.element = element;
            this.value = value;
        }

        String element() {
            return element;
        }
    }

    /** @param columns in the order in which each row gives them, as "name kind", where kind is a type of PostgreSQL: uuid, text, jsonb, bytea, int, bigint, boolean, timestamptz */
    public RowTable(String name, String... columns) {
        this.name = name;
        this.columns = Arrays.stream(columns).map(RowTable::column).toList();
        this.statement = insert();
    }

    String name() {
        return name;
    }

    List<Column> columns() {
        return columns;
    }

    /** One parameter for each column: the array of its values. */
    String statement() {
        return statement;
    }

    private static Column column(String text) {
        String[] words = text.split(" ");
        if (words.length != 2) {
            throw new IllegalArgumentException("not a name and a kind: " + text);
        }
        return new Column(words[0], Kind.valueOf(words[1].toUpperCase(Locale.ROOT)));
    }

    private String insert() {
        String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        String values = IntStream.range(0, columns.size()).mapToObj(i -> columns.get(i).kind().value.formatted("c" + i)).collect(Collectors.joining(", "));
        String arrays = columns.stream().map(column -> "?::" + column.kind().element + "[]").collect(Collectors.joining(", "));
        String given = IntStream.range(0, columns.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        return "INSERT INTO " + name + " (" + names + ") SELECT " + values + " FROM unnest(" + arrays + ") AS given(" + given + ")";
    }
}

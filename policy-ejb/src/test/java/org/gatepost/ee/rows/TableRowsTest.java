package org.gatepost.ee.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;

import org.junit.jupiter.api.Test;

/** What rows must be before they are sent; that they arrive is tested on the database ({@code SchemaIT}, {@code StoreIT}). */
class TableRowsTest {

    private static final RowTable TABLE = new RowTable("letter", "number int", "words text", "at timestamptz", "facts jsonb");

    @Test
    void aTablesStatementHasOneArrayForEachColumn() {
        assertEquals("INSERT INTO letter (number, words, at, facts) SELECT c0, c1, timestamptz 'epoch' + c2 * interval '1 microsecond', c3::jsonb"
                + " FROM unnest(?::int4[], ?::text[], ?::int8[], ?::text[]) AS given(c0, c1, c2, c3)", TABLE.statement());
    }

    @Test
    void aKindNobodyKnowsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new RowTable("letter", "number varchar"));
        assertThrows(IllegalArgumentException.class, () -> new RowTable("letter", "number"));
    }

    @Test
    void aValueOfAnotherKindOrOneTooManyIsABug() {
        TableRows rows = new Insertion().into(TABLE).row().number(1);
        assertThrows(IllegalStateException.class, () -> rows.number(2L));
        TableRows whole = new Insertion().into(TABLE).row().number(1).text("a").absent().absent();
        assertThrows(IllegalStateException.class, whole::absent);
    }

    @Test
    void aRowIsWholeBeforeTheNextBeginsAndBeforeItIsSent() {
        TableRows rows = new Insertion().into(TABLE).row().number(1);
        assertTrue(assertThrows(IllegalStateException.class, rows::row).getMessage().contains("without words"));
        assertThrows(IllegalStateException.class, () -> rows.bind(null, null, 1));
    }

    @Test
    void withoutRowsNothingIsSent() throws SQLException {
        Insertion insertion = new Insertion();
        insertion.into(TABLE);
        insertion.send(null);
        assertTrue(insertion.into(TABLE).isEmpty());
    }
}

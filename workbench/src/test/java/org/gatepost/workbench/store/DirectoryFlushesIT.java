package org.gatepost.workbench.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

import org.gatepost.directory.DirectoryMemory;
import org.gatepost.ee.store.DirectoryFlushes;
import org.gatepost.ee.store.JdbcTransactions;
import org.gatepost.ee.store.Transactions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one node has all forget, by the database they share. */
class DirectoryFlushesIT {

    private final Database database = Database.shared();
    private final Transactions transactions = new JdbcTransactions(database.source());

    /** Keeps what it is to forget. */
    private static final class Forgetful implements DirectoryMemory {
        private final List<String> forgotten = new ArrayList<>();

        @Override
        public int forget(String addressOrDomain) {
            forgotten.add(addressOrDomain);
            return 1;
        }

        @Override
        public Figures figures() {
            Questions none = new Questions(0, 0, 0, 0);
            return new Figures(0, none, none);
        }
    }

    @BeforeEach
    void empty() {
        database.run("TRUNCATE directory_flush");
    }

    private void write(String object) {
        transactions.inOne(connection -> {
            DirectoryFlushes.write(connection, object, "admin");
            return object;
        });
    }

    @Test
    void eachNodeForgetsEachOnceInTheirOrder() {
        Forgetful one = new Forgetful();
        Forgetful two = new Forgetful();
        DirectoryFlushes atOne = new DirectoryFlushes(transactions, one);
        DirectoryFlushes atTwo = new DirectoryFlushes(transactions, two);
        atOne.look();
        write("alice@example.com");
        write("example.com");
        atOne.look();
        atTwo.look();
        write(DirectoryMemory.EVERYTHING);
        for (int i = 0; i < 2; i++) {
            atOne.look();
            atTwo.look();
        }
        assertEquals(List.of("alice@example.com", "example.com", "*"), one.forgotten);
        assertEquals(one.forgotten, two.forgotten);
    }

    /** A row that is committed after a later one would be overlooked; so there is no such row. */
    @Test
    void whoWritesWaitsForWhoWroteBefore() throws Exception {
        Thread second;
        try (Connection first = database.source().getConnection()) {
            first.setAutoCommit(false);
            DirectoryFlushes.write(first, "first.example", "admin");
            second = Thread.ofVirtual().start(() -> write("second.example"));
            first.commit();
        }
        second.join();
        assertEquals(List.of("first.example", "second.example"), database.strings("SELECT object FROM directory_flush ORDER BY id"));
    }
}

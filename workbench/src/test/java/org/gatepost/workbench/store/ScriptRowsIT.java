package org.gatepost.workbench.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import org.gatepost.ee.store.JdbcTransactions;
import org.gatepost.ee.store.MessageRows;
import org.gatepost.ee.store.ScriptMemoryRows;
import org.gatepost.ee.store.StoredMessage;
import org.gatepost.ee.store.UserScriptRows;
import org.gatepost.queue.NewMessage;
import org.gatepost.sieve.Remembered;
import org.gatepost.sieve.ScriptMemory;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.Match;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users' scripts and what they remember, in a real PostgreSQL. */
class ScriptRowsIT {

    private static final Mailbox JUDY = new Mailbox("Judy", "example.com");
    private static final String OWNER = "judy@example.com";

    private static final Match<ScriptMemory.Standing> KNOWN = new Match.Found<>(ScriptMemory.Standing.KNOWN);
    private static final Match<ScriptMemory.Standing> NEW = new Match.Found<>(ScriptMemory.Standing.NEW);

    private final Database database = Database.shared();
    private final JdbcTransactions transactions = new JdbcTransactions(database.source());
    private final ScriptMemoryRows memory = new ScriptMemoryRows(transactions);

    @BeforeEach
    void begin() {
        database.empty();
        database.run("DELETE FROM script_memory", "DELETE FROM user_script");
    }

    @Test
    void v01WhatIsRememberedIsWrittenWithItsMessageAndForgottenInTime() throws Exception {
        remember(OWNER, "one", Duration.ofHours(1));
        assertEquals(KNOWN, memory.remembers(OWNER, Remembered.Kind.VACATION, Remembered.keyOf("one")));
        assertEquals(NEW, memory.remembers(OWNER, Remembered.Kind.DUPLICATE, Remembered.keyOf("one")));
        assertEquals(NEW, memory.remembers("bob@example.com", Remembered.Kind.VACATION, Remembered.keyOf("one")));
        assertEquals(0, transactions.inOne(ScriptMemoryRows::sweep));

        remember(OWNER, "one", Duration.ofHours(-1));
        assertEquals(NEW, memory.remembers(OWNER, Remembered.Kind.VACATION, Remembered.keyOf("one")));
        assertEquals(1, transactions.inOne(ScriptMemoryRows::sweep));
    }

    @Test
    void v01AUsersScriptsRememberSoMuchAndNoMore() throws Exception {
        database.run("INSERT INTO script_memory SELECT '" + OWNER + "', 'vacation', n::text, now() + interval '1 day' FROM generate_series(1, " + ScriptMemoryRows.OWNER_ROWS_MAX + ") n");
        assertEquals(new Match.Found<>(ScriptMemory.Standing.NO_ROOM), memory.remembers(OWNER, Remembered.Kind.VACATION, Remembered.keyOf("one")), "nobody is answered");
        remember(OWNER, "one", Duration.ofHours(1));
        assertEquals(KNOWN, memory.remembers(OWNER, Remembered.Kind.VACATION, Remembered.keyOf("one")), "who was answered meanwhile is answered once");
        database.run("UPDATE script_memory SET until = now() - interval '1 s' WHERE key IN ('1', '2')");
        assertEquals(NEW, memory.remembers(OWNER, Remembered.Kind.VACATION, Remembered.keyOf("two")), "what is over takes no place");
        remember("bob@example.com", "one", Duration.ofHours(1));
        assertEquals(KNOWN, memory.remembers("bob@example.com", Remembered.Kind.VACATION, Remembered.keyOf("one")));
    }

    @Test
    void v01AChangedScriptIsSeenAtTheNextLook() {
        UserScriptRows scripts = new UserScriptRows(transactions);
        assertInstanceOf(Match.NotFound.class, scripts.active(JUDY));
        long version = scripts.version();
        database.run("INSERT INTO user_script (owner, name, active, script) VALUES ('" + OWNER + "', 'main', true, 'keep;'), ('" + OWNER + "', 'other', false, 'stop;'), ('@', 'ours', false, 'discard;')");
        assertInstanceOf(Match.NotFound.class, scripts.active(JUDY), "not yet");
        scripts.look();
        assertEquals(new Match.Found<>("keep;"), scripts.active(JUDY));
        assertEquals(new Match.Found<>("stop;"), scripts.named(Optional.of(JUDY), "other"));
        assertEquals(new Match.Found<>("discard;"), scripts.named(Optional.empty(), "ours"));
        assertInstanceOf(Match.NotFound.class, scripts.named(Optional.of(JUDY), "ours"));
        assertEquals(version + 1, scripts.version());
        database.run("UPDATE user_script SET script = 'stop;', changed_at = clock_timestamp() WHERE owner = '" + OWNER + "' AND name = 'main'");
        scripts.look();
        assertEquals(new Match.Found<>("stop;"), scripts.active(JUDY));
        database.run("DELETE FROM user_script");
        scripts.look();
        assertInstanceOf(Match.NotFound.class, scripts.active(JUDY));
    }

    private void remember(String owner, String what, Duration time) throws Exception {
        NewMessage message = Messages.of("x", "bob@example.com");
        Remembered remembered = new Remembered(owner, Remembered.Kind.VACATION, Remembered.keyOf(what), Instant.now().plus(time).truncatedTo(ChronoUnit.MILLIS));
        NewMessage remembering = new NewMessage(message.message(), message.content(), message.entries(), message.trace(), List.of(), List.of(), List.of(remembered));
        transactions.inOne(connection -> {
            new MessageRows("n1").insert(connection, List.of(new StoredMessage(remembering, Optional.of(new byte[] {'x'}), false)), 0);
            return null;
        });
    }
}

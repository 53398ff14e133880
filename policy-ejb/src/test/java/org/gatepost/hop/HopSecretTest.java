package org.gatepost.hop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import org.gatepost.stage.Match;
import org.junit.jupiter.api.Test;

class HopSecretTest {

    private static final UUID ENTRY = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

    private final HopSecret secret = new HopSecret(() -> new byte[32]);

    @Test
    void knowsItsOwnAndFitsIntoAnEnvid() {
        String envid = secret.envid(ENTRY);
        assertEquals(new Match.Found<>(ENTRY), secret.entryOf(Optional.of(envid)));
        assertTrue(envid.matches("[A-Za-z0-9._-]{1,100}"), envid);
    }

    @Test
    void knowsNothingThatWasMadeUpOrChanged() {
        String envid = secret.envid(ENTRY);
        for (String other : new String[] {"", "gph.", "gph." + ENTRY, "gph." + ENTRY + ".", envid + "A", envid.substring(0, envid.length() - 1), envid.replace("8057", "8058"),
            envid.replace("gph.", ""), envid.toUpperCase(Locale.ROOT), envid + ".x", new HopSecret(() -> new byte[] {1}).envid(ENTRY)}) {
            assertEquals(new Match.NotFound<>(), secret.entryOf(Optional.of(other)), other);
        }
        assertEquals(new Match.NotFound<>(), secret.entryOf(Optional.empty()));
    }

    @Test
    void c24TheKeyIsAskedForUntilItWasGivenOnce() {
        AtomicInteger asked = new AtomicInteger();
        HopSecret later = new HopSecret(() -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("the database is away");
            }
            return new byte[32];
        });
        Optional<String> envid = Optional.of(secret.envid(ENTRY));
        assertEquals(new Match.NotFound<>(), later.entryOf(Optional.of("somebody's own")), "the key is not needed to see that");
        assertEquals(new Match.Unavailable<>("the key of what is awaited cannot be read: the database is away"), later.entryOf(envid));
        assertEquals(new Match.Found<>(ENTRY), later.entryOf(envid));
        assertEquals(new Match.Found<>(ENTRY), later.entryOf(envid));
        assertEquals(2, asked.get());
    }
}

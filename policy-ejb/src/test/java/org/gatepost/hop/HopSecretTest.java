package org.gatepost.hop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.Test;

class HopSecretTest {

    private static final UUID ENTRY = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

    private final HopSecret secret = new HopSecret(() -> new byte[32]);

    @Test
    void knowsItsOwnAndFitsIntoAnEnvid() {
        String envid = secret.envid(ENTRY);
        assertEquals(Optional.of(ENTRY), secret.entryOf(Optional.of(envid)));
        assertTrue(envid.matches("[A-Za-z0-9._-]{1,100}"), envid);
    }

    @Test
    void knowsNothingThatWasMadeUpOrChanged() {
        String envid = secret.envid(ENTRY);
        for (String other : new String[] {"", "gph.", "gph." + ENTRY, "gph." + ENTRY + ".", envid + "A", envid.substring(0, envid.length() - 1), envid.replace("8057", "8058"),
            envid.replace("gph.", ""), envid.toUpperCase(Locale.ROOT), envid + ".x", new HopSecret(() -> new byte[] {1}).envid(ENTRY)}) {
            assertEquals(Optional.empty(), secret.entryOf(Optional.of(other)), other);
        }
        assertEquals(Optional.empty(), secret.entryOf(Optional.empty()));
    }
}

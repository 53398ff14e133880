package org.gatepost.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.gatepost.sieve.language.ReadScript;
import org.gatepost.sieve.language.SieveLimits;
import org.junit.jupiter.api.Test;

/** Scripts are read once as long as they are remembered. */
class CompiledScriptsTest {

    private final CompiledScripts scripts = new CompiledScripts(SieveLimits.DEFAULT, 1_000);

    @Test
    void remembersWhatWasUsedLastUpToItsLimit() {
        ReadScript first = scripts.read(ScriptLevel.USER, "keep;");
        assertSame(first, scripts.read(ScriptLevel.USER, "keep;"));
        scripts.read(ScriptLevel.USER, "discard;");
        assertSame(first, scripts.read(ScriptLevel.USER, "keep;"));
        assertEquals(2, scripts.remembered());
        scripts.read(ScriptLevel.USER, "stop;" + " ".repeat(300));
        assertEquals(2, scripts.remembered(), "the one used longest ago is forgotten");
        assertSame(first, scripts.read(ScriptLevel.USER, "keep;"));
        scripts.read(ScriptLevel.USER, " ".repeat(1_000));
        assertEquals(0, scripts.remembered(), "larger than all there is room for");
        assertNotSame(first, scripts.read(ScriptLevel.USER, "keep;"));
    }

    @Test
    void whatIsOfferedGoesByTheLevel() {
        assertInstanceOf(ReadScript.Broken.class, scripts.read(ScriptLevel.USER, "require \"hold\"; hold;"));
        assertInstanceOf(ReadScript.Good.class, scripts.read(ScriptLevel.SYSTEM, "require \"hold\"; hold;"));
    }
}

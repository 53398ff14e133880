package org.gatepost.sieve;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.gatepost.sieve.language.ReadScript;
import org.gatepost.sieve.language.ScriptLibrary;
import org.gatepost.sieve.language.SieveLimits;
import org.gatepost.sieve.language.SieveParser;

/**
 * Reads scripts, each text once as long as it is remembered: those used last, up to {@link #CHARACTERS_MAX}. Broken ones are remembered as such. Safe for use by
 * many threads.
 */
public final class CompiledScripts {

    /** Characters of all remembered scripts together. */
    public static final int CHARACTERS_MAX = 16 << 20;
    /** What remembering a script costs besides its characters. */
    private static final int OVERHEAD = 256;

    /** What scripts that are included cost besides: nobody counts them, and they may be many. */
    private static final int INCLUDED = 64 << 10;

    private record Key(ScriptLevel level, String text, String library) {

        int cost() {
            return text.length() + OVERHEAD + (library.isEmpty() ? 0 : INCLUDED);
        }
    }

    private final SieveLimits limits;
    private final int charactersMax;
    private final Map<Key, ReadScript> known = new LinkedHashMap<>(16, 0.75f, true);
    private long characters;

    public CompiledScripts(SieveLimits limits) {
        this(limits, CHARACTERS_MAX);
    }

    CompiledScripts(SieveLimits limits, int charactersMax) {
        this.limits = limits;
        this.charactersMax = charactersMax;
    }

    /** The script of somebody at that level, who includes none; in its errors it is called by the level. */
    public ReadScript read(ScriptLevel level, String text) {
        return read(level, text, "", ScriptLibrary.EMPTY);
    }

    /**
     * The same with the scripts it includes.
     *
     * @param state of the library, and whose it is: where that is another, the script is read anew
     */
    public ReadScript read(ScriptLevel level, String text, String state, ScriptLibrary library) {
        Key key = new Key(level, text, text.contains("include") ? state : "");
        synchronized (known) {
            ReadScript found = known.get(key);
            if (found != null) {
                return found;
            }
        }
        // Not within the lock: who has a large script makes nobody else wait. Two who read the same at once read it twice.
        ReadScript read = parse(limits, level, level.name().toLowerCase(Locale.ROOT), text, library);
        synchronized (known) {
            if (known.put(key, read) == null) {
                characters += key.cost();
            }
            var oldest = known.entrySet().iterator();
            while (characters > charactersMax && oldest.hasNext()) {
                characters -= oldest.next().getKey().cost();
                oldest.remove();
            }
        }
        return read;
    }

    /** How many are remembered. */
    int remembered() {
        synchronized (known) {
            return known.size();
        }
    }

    /** Reads a script with what is offered at its level, without remembering it. */
    public static ReadScript parse(SieveLimits limits, ScriptLevel level, String name, String text) {
        return parse(limits, level, name, text, ScriptLibrary.EMPTY);
    }

    private static ReadScript parse(SieveLimits limits, ScriptLevel level, String name, String text, ScriptLibrary library) {
        return new SieveParser(limits, level.offered(), List.of()).read(name, text.getBytes(StandardCharsets.UTF_8), library);
    }
}

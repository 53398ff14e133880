package org.gatepost.sieve.language;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads scripts: all that can be known to be wrong before they run is said, with its place. Immutable. */
public final class SieveParser {

    private final SieveLimits limits;
    private final Set<Capability> offered;
    private final List<AddedWord> addedWords;

    /** Offers every extension. */
    public SieveParser(SieveLimits limits) {
        this(limits, EnumSet.complementOf(EnumSet.of(Capability.TESTSUITE)), List.of());
    }

    /** @param addedWords words of {@link Capability#TESTSUITE} */
    public SieveParser(SieveLimits limits, Set<Capability> offered, List<AddedWord> addedWords) {
        this.limits = limits;
        this.offered = EnumSet.copyOf(offered);
        this.addedWords = List.copyOf(addedWords);
    }

    /** Whether scripts are offered that. */
    public static boolean offers(String name) {
        return Capability.named(name).filter(capability -> capability != Capability.TESTSUITE).isPresent();
    }

    /** Reads a script that includes none. */
    public ReadScript read(String name, byte[] source) {
        return read(name, source, ScriptLibrary.EMPTY);
    }

    /** Reads a script, and those it includes. Throws nothing but for bugs. */
    public ReadScript read(String name, byte[] source, ScriptLibrary library) {
        Complaints complaints = new Complaints(name, limits.errors());
        Optional<SieveScript> script = read(name, source, limits, complaints, offered, addedWords, new Inclusion(library));
        return script.<ReadScript>map(ReadScript.Good::new).orElseGet(() -> new ReadScript.Broken(complaints.all()));
    }

    static Optional<SieveScript> read(String name, byte[] source, SieveLimits limits, Complaints complaints, Set<Capability> offered,
            List<AddedWord> addedWords, Inclusion inclusion) {
        String includer = complaints.about(name);
        int before = complaints.count();
        try {
            if (source.length > limits.scriptOctets()) {
                complaints.add(Position.START, "the script is larger than " + limits.scriptOctets() + " octets");
                return Optional.empty();
            }
            List<Phrase> phrases = new GrammarParser(new Lexer(decoded(source, complaints), limits, complaints), limits, complaints).script();
            if (complaints.count() > before) {
                return Optional.empty();
            }
            Reading reading = new Reading(limits, complaints, offered, addedWords, inclusion);
            List<SieveCommand> commands = new CommandReader(reading).script(phrases);
            return complaints.count() > before ? Optional.empty() : Optional.of(new SieveScript(name, reading.required(), commands));
        } finally {
            complaints.about(includer);
        }
    }

    /** Scripts are UTF-8 (RFC 5228 2.1); a byte order mark is passed over. */
    private static String decoded(byte[] source, Complaints complaints) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(source)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException notUtf8) {
            String readable = new String(source, StandardCharsets.UTF_8);
            int bad = readable.indexOf('\uFFFD');
            String before = readable.substring(0, Math.max(bad, 0));
            int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
            complaints.add(new Position(line, before.length() - before.lastIndexOf('\n')), "the script is not UTF-8 here");
            return "";
        }
    }
}

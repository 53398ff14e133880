package org.gatepost.gate;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import org.gatepost.mail.MessageHeader;
import org.gatepost.sieve.Remembered;
import org.gatepost.sieve.ScriptMemory;
import org.gatepost.sieve.SieveEnvelope;
import org.gatepost.sieve.SieveSurroundings;
import org.gatepost.sieve.message.SieveMessage;
import org.gatepost.stage.Match;

/**
 * What scripts can ask about one copy. For one thread.
 *
 * @param environment items by name, worked out when a script asks for one
 * @param memories what this copy's scripts will want to remember; who asks for a duplicate adds to it
 */
record CopySurroundings(SieveMessage message, SieveEnvelope envelope, ZonedDateTime now, Supplier<Map<String, String>> environment, Findings findings, String owner,
        ScriptMemory memory, List<Remembered> memories) implements SieveSurroundings {

    /** How long a message is remembered where the script does not say (RFC 7352 section 3.3), and at most. */
    static final long DUPLICATE_SECONDS = 7 * 86_400;
    static final long DUPLICATE_SECONDS_MAX = 31 * 86_400;

    /** Nobody can say now what scripts remember. */
    static final class MemoryUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1;

        MemoryUnavailable(String why) {
            super(why, null, false, false);
        }
    }

    @Override
    public Optional<String> environment(String name) {
        return Optional.ofNullable(environment.get().get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public String spamValue(boolean percent, double adjustment) {
        return findings.spamValue(percent, adjustment);
    }

    @Override
    public int virusLevel() {
        return findings.virusLevel();
    }

    @Override
    public String detailSeparator() {
        return "+";
    }

    @Override
    public MailboxView mailboxes() {
        return MailboxView.UNKNOWN;
    }

    @Override
    public ExternalLists lists() {
        return ExternalLists.NONE;
    }

    @Override
    public boolean mayAdd(String fieldName) {
        return !MessageHeader.FIXED.contains(fieldName.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean mayDelete(String fieldName) {
        return !MessageHeader.FIXED.contains(fieldName.toLowerCase(Locale.ROOT));
    }

    @Override
    public DuplicateLedger duplicates() {
        Set<String> here = new HashSet<>();
        return (handle, id, seconds, renew) -> {
            String key = Remembered.keyOf(handle, id);
            ScriptMemory.Standing standing = switch (memory.remembers(owner, Remembered.Kind.DUPLICATE, key)) {
                case Match.Found<ScriptMemory.Standing>(ScriptMemory.Standing found) -> found;
                case Match.NotFound<ScriptMemory.Standing>() -> ScriptMemory.Standing.NEW;
                case Match.Unavailable<ScriptMemory.Standing>(String why) -> throw new MemoryUnavailable(why);
                case Match.Conflicting<ScriptMemory.Standing>(String why) -> throw new MemoryUnavailable(why);
            };
            boolean seen = standing == ScriptMemory.Standing.KNOWN;
            if ((standing == ScriptMemory.Standing.NEW || seen && renew) && here.add(key)) {
                Instant until = now.toInstant().plusSeconds(Math.min(seconds.orElse(DUPLICATE_SECONDS), DUPLICATE_SECONDS_MAX));
                memories.add(new Remembered(owner, Remembered.Kind.DUPLICATE, key, until));
            }
            return seen;
        };
    }
}

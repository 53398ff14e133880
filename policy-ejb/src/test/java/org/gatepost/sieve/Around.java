package org.gatepost.sieve;

import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import org.gatepost.sieve.language.ReadScript;
import org.gatepost.sieve.language.SieveLimits;
import org.gatepost.sieve.language.SieveParser;
import org.gatepost.sieve.language.SieveScript;
import org.gatepost.sieve.message.ReceivedMessage;
import org.gatepost.sieve.message.SieveMessage;

/** A message and what is around it, for tests of scripts. */
record Around(SieveMessage message, SieveEnvelope envelope, double score, int virusLevel, Set<String> seen) implements SieveSurroundings {

    static Around message(String text) {
        return new Around(ReceivedMessage.of(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)),
                SieveEnvelope.of("<writer@origin.example>", "<reader@target.example>"), 0, 0, new HashSet<>());
    }

    static Around usual() {
        return message("From: writer@origin.example\nTo: reader@target.example\nSubject: Hello\nMessage-ID: <a@origin.example>\n\nText.\n");
    }

    Around scored(double value) {
        return new Around(message, envelope, value, virusLevel, seen);
    }

    static SieveScript script(String source) {
        return switch (new SieveParser(SieveLimits.DEFAULT).read("script", source.getBytes(StandardCharsets.UTF_8))) {
            case ReadScript.Good good -> good.script();
            case ReadScript.Broken broken -> throw new AssertionError(broken.errors());
        };
    }

    SieveOutcome run(String source) {
        return run(source, SieveLimits.DEFAULT);
    }

    SieveOutcome run(String source, SieveLimits limits) {
        return new SieveInterpreter(limits).run(script(source), this);
    }

    @Override
    public ZonedDateTime now() {
        return ZonedDateTime.parse("2026-03-01T12:00:00+01:00");
    }

    @Override
    public Optional<String> environment(String name) {
        return name.equals("engine.clamd") ? Optional.of("infected: Eicar") : Optional.empty();
    }

    @Override
    public String spamValue(boolean percent, double adjustment) {
        return SpamScore.value(score + adjustment, percent);
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
        return new ExternalLists() {
            @Override
            public boolean exists(String name) {
                return name.equals("friends");
            }

            @Override
            public boolean contains(String name, String value) {
                return exists(name) && value.equalsIgnoreCase("writer@origin.example");
            }
        };
    }

    @Override
    public DuplicateLedger duplicates() {
        return (handle, id, seconds, renew) -> !seen.add(handle + id);
    }
}

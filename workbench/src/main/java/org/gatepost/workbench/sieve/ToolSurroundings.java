package org.gatepost.workbench.sieve;

import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.gatepost.sieve.SieveEnvelope;
import org.gatepost.sieve.SieveSurroundings;
import org.gatepost.sieve.SpamScore;
import org.gatepost.sieve.message.ReceivedMessage;
import org.gatepost.sieve.message.SieveMessage;

/** What a script finds that is tried out on a message from a file: what the command line sets, and of the rest what is true of any. */
public record ToolSurroundings(SieveMessage message, SieveEnvelope envelope, Map<String, String> settings, ZonedDateTime now) implements SieveSurroundings {

    private static final Set<String> OF_ENVELOPE = Set.of("notify", "ret", "envid", "orcpt", "bytimerelative", "bytimeabsolute", "bymode", "bytrace");

    /** @param settings by name: of the envelope, of verdicts, of the environment */
    public static ToolSurroundings of(byte[] message, String from, String to, Map<String, String> settings, ZonedDateTime now) {
        Map<String, String> parameters = new TreeMap<>(settings);
        parameters.keySet().retainAll(OF_ENVELOPE);
        SieveEnvelope envelope = new SieveEnvelope(from, to, Optional.ofNullable(settings.get("orig_to")), Optional.ofNullable(settings.get("auth")), parameters);
        return new ToolSurroundings(ReceivedMessage.of(message), envelope, Map.copyOf(settings), time(settings, now));
    }

    private static ZonedDateTime time(Map<String, String> settings, ZonedDateTime now) {
        try {
            return settings.containsKey("time") ? ZonedDateTime.parse(settings.get("time")) : now;
        } catch (DateTimeException bad) {
            throw new IllegalArgumentException("time is not of the form 2026-01-31T23:59:00+01:00: " + settings.get("time"), bad);
        }
    }

    @Override
    public Optional<String> environment(String name) {
        return Optional.ofNullable(settings.get(name)).or(() -> Optional.ofNullable(switch (name) {
            case "location" -> "MTA";
            case "phase" -> "during";
            case "name" -> "Gatepost Sieve";
            case "version" -> "1";
            default -> null;
        }));
    }

    @Override
    public String spamValue(boolean percent, double adjustment) {
        if (!settings.containsKey("spamtest") && adjustment == 0) {
            return "0";
        }
        return SpamScore.value(number("spamtest") + adjustment, percent);
    }

    @Override
    public int virusLevel() {
        return (int) Math.max(0, Math.min(5, number("virustest")));
    }

    private double number(String name) {
        try {
            return Double.parseDouble(settings.getOrDefault(name, "0"));
        } catch (NumberFormatException bad) {
            throw new IllegalArgumentException(name + " is no number: " + settings.get(name), bad);
        }
    }

    @Override
    public String detailSeparator() {
        return settings.getOrDefault("recipient_delimiter", "+");
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
    public DuplicateLedger duplicates() {
        return DuplicateLedger.FORGETFUL;
    }
}

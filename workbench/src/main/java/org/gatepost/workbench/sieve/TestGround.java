package org.gatepost.workbench.sieve;

import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.gatepost.sieve.SieveEnvelope;
import org.gatepost.sieve.SieveSurroundings;
import org.gatepost.sieve.message.ReceivedMessage;
import org.gatepost.sieve.message.SieveMessage;
import org.gatepost.sieve.reply.GeneratedMail;

/** What a test script's engine finds around it: the message and envelope set last, its own store and outbox, its settings. Not thread-safe. */
final class TestGround implements SieveSurroundings {

    /** The name that public conformance scripts expect of the host they run on. */
    static final String HOST = "testsuite.example.com";

    /** A message in the outbox. */
    record Sent(String from, String to, byte[] octets) {
    }

    private final TestSettings settings = new TestSettings();
    private final TestStore store = new TestStore();
    private final List<Sent> outbox = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private byte[] octets = {};
    private SieveMessage message = ReceivedMessage.of(octets);
    private List<String> flags = List.of();
    private String from = "sender@example.com";
    private String to = "recipient@example.org";
    private Optional<String> originalTo = Optional.empty();
    private Optional<String> auth = Optional.empty();

    TestSettings settings() {
        return settings;
    }

    TestStore store() {
        return store;
    }

    List<Sent> outbox() {
        return outbox;
    }

    byte[] octets() {
        return octets;
    }

    void setMessage(byte[] text, List<String> withFlags) {
        octets = text;
        message = ReceivedMessage.of(text);
        flags = withFlags;
    }

    /** False where there is nothing of that name to set. */
    boolean set(String name, String value) {
        switch (name) {
            case "message" -> setMessage(value.getBytes(StandardCharsets.UTF_8), List.of());
            case "envelope.from" -> from = value;
            case "envelope.to" -> to = value;
            case "envelope.orig_to" -> originalTo = Optional.of(value);
            case "envelope.auth" -> auth = Optional.of(value);
            default -> {
                return false;
            }
        }
        return true;
    }

    void send(GeneratedMail mail) {
        outbox.add(new Sent(mail.from(), mail.to(), mail.text().getBytes(StandardCharsets.UTF_8)));
    }

    /** Takes a message of the outbox as the current one. */
    void receive(Sent sent) {
        setMessage(sent.octets(), List.of());
        from = sent.from();
        to = sent.to();
        originalTo = Optional.empty();
    }

    @Override
    public SieveMessage message() {
        return message;
    }

    @Override
    public SieveEnvelope envelope() {
        return new SieveEnvelope(from, to, originalTo.or(() -> Optional.of(to)), auth, Map.of());
    }

    /** The recipient as the client named it, where the test gives one. */
    Optional<String> namedRecipient() {
        return originalTo;
    }

    @Override
    public ZonedDateTime now() {
        return ZonedDateTime.now();
    }

    @Override
    public Optional<String> environment(String name) {
        return settings.text("sieve_environment/" + name).or(() -> Optional.ofNullable(switch (name) {
            case "domain" -> HOST.substring(HOST.indexOf('.') + 1);
            case "host" -> HOST;
            case "location" -> "MTA";
            case "phase" -> "during";
            case "name" -> "Gatepost Sieve";
            case "version" -> "1";
            default -> null;
        }));
    }

    @Override
    public String spamValue(boolean percent, double adjustment) {
        return new HeaderVerdict(settings, message, "sieve_spamtest", 10).value(percent);
    }

    @Override
    public int virusLevel() {
        return Integer.parseInt(new HeaderVerdict(settings, message, "sieve_virustest", 5).value(false));
    }

    @Override
    public String detailSeparator() {
        return settings.text("recipient_delimiter").orElse("+");
    }

    @Override
    public MailboxView mailboxes() {
        return store;
    }

    @Override
    public ExternalLists lists() {
        return ExternalLists.NONE;
    }

    @Override
    public DuplicateLedger duplicates() {
        return (handle, id, seconds, renew) -> !seen.add(handle + '\n' + id);
    }

    @Override
    public boolean mayAdd(String fieldName) {
        return !settings.protects(fieldName, "forbid_add");
    }

    @Override
    public boolean mayDelete(String fieldName) {
        return SieveSurroundings.super.mayDelete(fieldName) && !settings.protects(fieldName, "forbid_delete");
    }

    @Override
    public List<String> initialFlags() {
        return flags;
    }
}

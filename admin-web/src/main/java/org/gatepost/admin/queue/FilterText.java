package org.gatepost.admin.queue;

import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.gatepost.admin.frame.QueueIdText;
import org.gatepost.ee.admin.EntryState;
import org.gatepost.ee.admin.QueueFilter;
import org.gatepost.mail.Quarantine;
import org.gatepost.mail.QueueId;

/** The filters as they stand in the page's address, all text. What cannot be understood is named in {@link #error()}. */
public class FilterText implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final Pattern AGE = Pattern.compile("(\\d{1,4}) ?(s|m|min|h|d)");

    private String sender = "";
    private String recipient = "";
    private String id = "";
    private String channel = "";
    private String state = "";
    private String older = "";
    private String quarantine = "";

    /** The filter meant; what cannot be understood restricts nothing. */
    QueueFilter filter() {
        return new QueueFilter(sender, recipient, queueId(), channel, entryState(), age(), quarantines());
    }

    /** One sentence about what was not understood, or empty. */
    public String error() {
        if (!id.isEmpty() && queueId().isEmpty()) {
            return "Not a queue id: " + id;
        }
        if (!older.isEmpty() && age().isEmpty()) {
            return "Not an age: " + older + ". Write 30s, 15m, 2h or 3d.";
        }
        if (!quarantine.isEmpty() && quarantines().isEmpty()) {
            return "Not a kind of quarantine: " + quarantine + ". Write any, infected, spam or suspect.";
        }
        return state.isEmpty() || entryState().isPresent() ? "" : "Not a state: " + state;
    }

    private Optional<QueueId> queueId() {
        return QueueIdText.read(id);
    }

    private Optional<EntryState> entryState() {
        for (EntryState known : EntryState.values()) {
            if (known.name().equalsIgnoreCase(state)) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    private Set<Quarantine> quarantines() {
        return Arrays.stream(Quarantine.values()).filter(kind -> quarantine.equalsIgnoreCase("any") || kind.name().equalsIgnoreCase(quarantine)).collect(Collectors.toSet());
    }

    public String getQuarantine() {
        return quarantine;
    }

    public void setQuarantine(String text) {
        quarantine = plain(text);
    }

    private Optional<Duration> age() {
        Matcher age = AGE.matcher(older.toLowerCase(Locale.ROOT));
        if (!age.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(age.group(1));
        return Optional.of(switch (age.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofMinutes(number);
        });
    }

    private static String plain(String text) {
        return text == null ? "" : text.strip();
    }

    public String getSender() {
        return sender;
    }

    public void setSender(String text) {
        sender = plain(text);
    }

    public String getRecipient() {
        return recipient;
    }

    public void setRecipient(String text) {
        recipient = plain(text);
    }

    public String getId() {
        return id;
    }

    public void setId(String text) {
        id = plain(text);
    }

    public String getChannel() {
        return channel;
    }

    public void setChannel(String text) {
        channel = plain(text);
    }

    public String getState() {
        return state;
    }

    public void setState(String text) {
        state = plain(text);
    }

    public String getOlder() {
        return older;
    }

    public void setOlder(String text) {
        older = plain(text);
    }
}

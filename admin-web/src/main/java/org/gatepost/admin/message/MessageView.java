package org.gatepost.admin.message;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;

import org.gatepost.admin.frame.QueueIdText;
import org.gatepost.admin.queue.Proposal;
import org.gatepost.ee.admin.CopyState;
import org.gatepost.ee.admin.DeskUnavailable;
import org.gatepost.ee.admin.MessageFacts;
import org.gatepost.ee.admin.MessageStories;
import org.gatepost.ee.admin.MessageStory;
import org.gatepost.ee.admin.PartLine;
import org.gatepost.ee.admin.QueueAction;
import org.gatepost.ee.admin.QueueAdmin;
import org.gatepost.ee.admin.StoryLine;
import org.gatepost.mail.QueueId;

/** The message page. */
@Named
@ViewScoped
public class MessageView implements Serializable {

    private static final long serialVersionUID = 1L;

    @EJB
    private MessageStories stories;

    @EJB
    private QueueAdmin queue;

    private final Proposal proposal = new Proposal();
    private String id = "";
    private String sentence = "";
    private Optional<MessageStory> story = Optional.empty();
    private String header = "";
    private List<PartLine> outline = List.of();

    /** One further fact of a line; {@code link} is a queue id where the fact is one. */
    public record Fact(String name, String value, String link) {
    }

    /** Reads the message named in the address. */
    public void load() {
        Optional<QueueId> queueId = QueueIdText.read(id);
        if (queueId.isEmpty()) {
            sentence = "Not a queue id. It has 26 letters and digits, as the 250 reply and the trace give it.";
            return;
        }
        try {
            story = Optional.of(stories.of(queueId.get()));
            sentence = story.get().sentence();
            header = stories.headerSection(queueId.get()).orElse("");
            // Read whole: only where somebody has to decide about it.
            outline = story.get().copies().stream().anyMatch(copy -> copy.state().equals("held")) ? stories.outline(queueId.get()) : List.of();
        } catch (DeskUnavailable e) {
            sentence = "The database cannot be asked, so this message's story cannot be told right now.";
        }
    }

    public String getSentence() {
        return sentence;
    }

    /** What was known at acceptance; null once the message is finished. */
    public MessageFacts getFacts() {
        return story.flatMap(MessageStory::facts).orElse(null);
    }

    public List<CopyState> getCopies() {
        return story.map(MessageStory::copies).orElse(List.of());
    }

    public List<StoryLine> getLines() {
        return story.map(MessageStory::lines).orElse(List.of());
    }

    /** As received; empty once the content is gone. */
    public String getHeader() {
        return header;
    }

    /** What a message consists of of which a copy is held; empty for others. */
    public List<PartLine> getOutline() {
        return outline;
    }

    /** The further facts of a line. */
    public List<Fact> facts(StoryLine line) {
        List<Fact> facts = new ArrayList<>();
        if (line.kind().equals("accept")) {
            facts.add(new Fact("sender", line.sender().isEmpty() ? "<>" : line.sender(), ""));
        }
        for (Map.Entry<String, String> detail : line.details().entrySet()) {
            facts.add(new Fact(detail.getKey(), detail.getValue(), QueueIdText.read(detail.getValue()).map(QueueId::toString).orElse("")));
        }
        return facts;
    }

    /** Why, or for the line that tells of its acceptance who gave it to us. */
    public String reason(StoryLine line) {
        if (!line.kind().equals("accept") || !line.reason().isEmpty()) {
            return line.reason();
        }
        return "from " + (line.sender().isEmpty() ? "<>" : line.sender()) + line.details().entrySet().stream()
                .filter(detail -> detail.getKey().equals("client")).map(detail -> ", handed over by " + detail.getValue()).findFirst().orElse("");
    }

    /** The report a line tells of; empty for none. */
    public String report(StoryLine line) {
        return line.details().getOrDefault("dsnQueueId", "");
    }

    /** The message this one is a report about, told by the line that accepted it; empty for none. */
    public String original(StoryLine line) {
        return line.details().getOrDefault("originalQueueId", "");
    }

    /** Since when a copy is held; null where it is not, or nothing tells. */
    public Instant heldSince(CopyState copy) {
        return !copy.state().equals("held") ? null : getLines().reversed().stream()
                .filter(line -> line.kind().equals("hold") && line.recipient().equals(copy.address())).map(StoryLine::at).findFirst().orElse(null);
    }

    /** Its entries that still have an open copy. */
    private List<UUID> openEntries() {
        return getCopies().stream().filter(CopyState::isOpen).map(CopyState::entry).distinct().toList();
    }

    public boolean isOpen() {
        return !openEntries().isEmpty();
    }

    public void propose(String action) {
        load();
        proposal.offer(QueueAction.valueOf(action), openEntries().size(), false);
    }

    public Proposal getProposal() {
        return proposal;
    }

    /** Does what was proposed, to all entries of the message, and reads its story again. */
    public void confirm() {
        proposal.carryOut((action, why) -> action == QueueAction.REDIRECT ? queue.redirect(openEntries(), proposal.getTo(), why)
                : queue.toEntries(action, openEntries(), why));
        load();
    }

    /** The style class of a line: green, amber and red for what became of copies only. */
    public String tone(StoryLine line) {
        return switch (line.kind()) {
            case "deliver" -> "good";
            case "defer", "hold" -> "warn";
            case "fail", "refuse", "discard" -> "bad";
            default -> "quiet";
        };
    }

    /** What happened, as a verb. */
    public String verb(StoryLine line) {
        return switch (line.kind()) {
            case "accept" -> "accepted";
            case "deliver" -> "delivered";
            case "defer" -> "put off";
            case "fail" -> "failed";
            case "dsn" -> "report sent";
            case "no_dsn" -> "no report";
            case "hold" -> "held";
            case "release" -> "released";
            case "discard" -> "discarded";
            case "refuse" -> "refused";
            case "would_refuse" -> "would be refused";
            case "edit" -> "by hand";
            default -> line.kind();
        };
    }

    public String getId() {
        return id;
    }

    public void setId(String text) {
        id = text == null ? "" : text;
    }
}

package org.gatepost.admin.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

import org.gatepost.admin.frame.Desk;
import org.gatepost.admin.frame.Words;
import org.gatepost.ee.admin.DeliveryStops;
import org.gatepost.ee.admin.NodeState;
import org.gatepost.ee.admin.Overview;
import org.gatepost.ee.admin.Overview.Alarm;
import org.gatepost.ee.admin.Overview.Backlog;
import org.gatepost.ee.admin.Overview.Policy;
import org.gatepost.ee.admin.Overview.Queue;
import org.gatepost.ee.admin.Overview.Stock;

/** The first page; it asks again every few seconds. */
@Named
@RequestScoped
public class OverviewView {

    /** Younger counts are shown without their age. */
    private static final Duration COUNTED_JUST_NOW = Duration.ofSeconds(5);

    @Inject
    private Desk desk;

    @Inject
    private Words words;

    public Queue getQueue() {
        return desk.stock().map(stock -> stock.counts().queue()).orElse(null);
    }

    public List<Backlog> getBacklog() {
        return desk.stock().map(stock -> stock.counts().backlog()).orElse(List.of());
    }

    /** What went through each channel. */
    public List<Overview.Traffic> getTraffic() {
        return desk.stock().map(stock -> stock.counts().traffic()).orElse(List.of());
    }

    public List<Alarm> getAlarms() {
        return desk.stock().map(Stock::alarms).orElse(List.of());
    }

    /** What is stopped until somebody starts it. */
    public List<DeliveryStops.Stop> getStops() {
        return desk.stock().map(Stock::stops).orElse(List.of());
    }

    public Policy getPolicy() {
        return desk.stock().flatMap(Stock::policy).orElse(null);
    }

    public boolean isNodeKnown() {
        return desk.node().isPresent();
    }

    public List<NodeState.Rate> getRates() {
        return desk.node().map(NodeState::rates).orElse(List.of());
    }

    /** The directory and the scanners, as one list. */
    public List<NodeState.Engine> getEngines() {
        List<NodeState.Engine> engines = new ArrayList<>();
        desk.node().ifPresent(node -> {
            engines.add(node.directory());
            engines.addAll(node.scanners());
        });
        return engines;
    }

    public List<NodeState.Destination> getDestinations() {
        return desk.node().map(NodeState::destinations).orElse(List.of());
    }

    /** The page in one sentence. */
    public String getSentence() {
        Optional<Queue> queue = Optional.ofNullable(getQueue());
        if (queue.isEmpty()) {
            return "The database cannot be asked: what is shown is what this node knows without it.";
        }
        if (desk.isDatabaseDown()) {
            return "The database cannot be asked: queue, alarms and policy are shown as they were " + words.ago(desk.stock().map(Stock::at)) + ".";
        }
        long alarms = getAlarms().size();
        long open = queue.get().waiting() + queue.get().busy();
        String mail = open == 0 && queue.get().held() == 0 ? "The queue is empty" : words.count(open + queue.get().held(), "entry", "entries") + " in the queue, " + words.number(queue.get().held()) + " held";
        return mail + counted() + (alarms == 0 ? ", and nothing needs a hand." : alarms == 1 ? ", and one thing needs a hand." : ", and " + alarms + " things need a hand.");
    }

    /** When the queue was counted, where that is not just now. */
    private String counted() {
        return desk.stock().map(stock -> stock.counts().at()).filter(at -> Duration.between(at, Instant.now()).compareTo(COUNTED_JUST_NOW) > 0)
                .map(at -> " (counted " + words.ago(at) + ")").orElse("");
    }

    /** The style class of a condition. */
    public String tone(NodeState.Condition condition) {
        return switch (condition) {
            case UP -> "good";
            case FAILING -> "warn";
            case DOWN -> "bad";
            case UNKNOWN -> "quiet";
        };
    }

    /** A condition in words. */
    public String word(NodeState.Condition condition) {
        return switch (condition) {
            case UP -> "answers";
            case FAILING -> "fails now and then";
            case DOWN -> "down";
            case UNKNOWN -> "not asked yet";
        };
    }
}

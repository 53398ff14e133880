package org.gatepost.ee.health;

import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.gatepost.directory.DirectoryMemory;
import org.gatepost.directory.DirectoryMemory.Figures;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** What the directory was asked by this node, at {@code /metrics} (MicroProfile Metrics): searches sent, and questions by how they were answered; from each start. */
@ApplicationScoped
public class DirectoryMetrics {

    private static final Metadata SEARCHES = Metadata.builder().withName("gatepost.directory.searches").withDescription("Searches sent to the directory").build();
    private static final Metadata QUESTIONS = Metadata.builder().withName("gatepost.directory.questions")
            .withDescription("Questions about domains and accounts, by where the answer came from").build();

    @Inject
    private MetricRegistry registry;
    @Inject
    private DirectoryMemory memory;

    private Figures counted = new Figures(0, 0, 0, 0, 0, 0);

    /** Adds what came since the last time. */
    public synchronized void add() {
        Figures now = memory.figures();
        registry.counter(SEARCHES).inc(now.searches() - counted.searches());
        registry.counter(QUESTIONS, from("memory")).inc(now.fromMemory() - counted.fromMemory());
        registry.counter(QUESTIONS, from("directory")).inc(now.asked() - counted.asked());
        registry.counter(QUESTIONS, from("stale")).inc(now.stale() - counted.stale());
        counted = now;
    }

    private static Tag from(String where) {
        return new Tag("from", where);
    }
}

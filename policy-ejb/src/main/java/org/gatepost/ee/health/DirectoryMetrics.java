package org.gatepost.ee.health;

import java.util.function.ToLongFunction;

import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.gatepost.directory.DirectoryMemory;
import org.gatepost.directory.DirectoryMemory.Figures;
import org.gatepost.directory.DirectoryMemory.Questions;

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

    private static final Questions NONE = new Questions(0, 0, 0, 0);

    private Figures counted = new Figures(0, NONE, NONE);

    /** Adds what came since the last time. */
    public synchronized void add() {
        Figures now = memory.figures();
        registry.counter(SEARCHES).inc(now.searches() - counted.searches());
        count("memory", Questions::fromMemory, now);
        count("directory", Questions::asked, now);
        count("stale", Questions::stale, now);
        counted = now;
    }

    private void count(String where, ToLongFunction<Questions> questions, Figures now) {
        registry.counter(QUESTIONS, from(where)).inc(questions.applyAsLong(now.domains()) + questions.applyAsLong(now.accounts())
                - questions.applyAsLong(counted.domains()) - questions.applyAsLong(counted.accounts()));
    }

    private static Tag from(String where) {
        return new Tag("from", where);
    }
}

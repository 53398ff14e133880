package org.gatepost.ee.health;

import java.util.HashMap;
import java.util.Map;

import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.gatepost.gate.PolicySource;
import org.gatepost.scan.ScannerState;
import org.gatepost.scan.Scanners;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** What scanners answered this node, at {@code /metrics} (MicroProfile Metrics), with the tags {@code engine} and {@code verdict}; from each start. */
@ApplicationScoped
public class ScannerMetrics {

    private static final Metadata ANSWERS = Metadata.builder().withName("gatepost.scanner.answers").withDescription("Answers of scanners, by what they were").build();

    @Inject
    private MetricRegistry registry;
    @Inject
    private Scanners scanners;
    @Inject
    private PolicySource policy;

    private final Map<String, ScannerState.Counts> counted = new HashMap<>();

    /** Adds what came since the last time. */
    public synchronized void add() {
        for (ScannerState state : scanners.states(policy.current().scanners())) {
            ScannerState.Counts now = state.counts();
            ScannerState.Counts before = counted.getOrDefault(state.name(), ScannerState.Counts.NONE);
            add(state.name(), "clean", now.clean(), before.clean());
            add(state.name(), "spam", now.spam(), before.spam());
            add(state.name(), "infected", now.infected(), before.infected());
            add(state.name(), "forbidden", now.forbidden(), before.forbidden());
            add(state.name(), "unscannable", now.unscannable(), before.unscannable());
            add(state.name(), "unavailable", now.unavailable(), before.unavailable());
            counted.put(state.name(), now);
        }
    }

    /** An engine that policy made anew counts from 0. */
    private void add(String engine, String verdict, long now, long before) {
        registry.counter(ANSWERS, new Tag("engine", engine), new Tag("verdict", verdict)).inc(now < before ? now : now - before);
    }
}

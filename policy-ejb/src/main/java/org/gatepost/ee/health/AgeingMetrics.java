package org.gatepost.ee.health;

import java.util.Map;

import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** What this node discarded because it was held for too long, at {@code /metrics} (MicroProfile Metrics), with the tag {@code rule}; from each start. */
@ApplicationScoped
public class AgeingMetrics {

    private static final Metadata ENTRIES = Metadata.builder().withName("gatepost.aged.entries")
            .withDescription("Queue entries discarded because they were held for too long, by the rule that held them").build();

    @Inject
    private MetricRegistry registry;

    /** Adds these, by rule. */
    public void add(Map<String, Integer> entries) {
        entries.forEach((rule, count) -> registry.counter(ENTRIES, new Tag("rule", rule)).inc(count));
    }
}

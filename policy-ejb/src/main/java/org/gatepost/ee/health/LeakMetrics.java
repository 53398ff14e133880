package org.gatepost.ee.health;

import java.util.HashMap;
import java.util.Map;

import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.gatepost.mail.ChannelName;
import org.gatepost.verify.Leaks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Recipients that were refused for good after they were taken, at {@code /metrics} (MicroProfile Metrics), with the tag {@code channel}; from each start. */
@ApplicationScoped
public class LeakMetrics {

    private static final Metadata LEAKS = Metadata.builder().withName("gatepost.channel.leaks")
            .withDescription("Recipients the next hop refused for good after the gate had taken the message").build();

    @Inject
    private MetricRegistry registry;
    @Inject
    private Leaks leaks;

    private final Map<ChannelName, Long> counted = new HashMap<>();

    /** Adds what came since the last time. */
    public synchronized void add() {
        leaks.total().forEach((channel, now) -> {
            Long before = counted.put(channel, now);
            registry.counter(LEAKS, new Tag("channel", channel.value())).inc(now - (before == null ? 0 : before));
        });
    }
}

package org.gatepost.ee.health;

import java.util.Locale;
import java.util.Map;

import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.gatepost.queue.ChannelCounters.Amount;
import org.gatepost.queue.ChannelCounters.Key;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** This node's channel counters at {@code /metrics} (MicroProfile Metrics), with the tags {@code channel} and {@code what}; they begin with each start. */
@ApplicationScoped
public class ChannelMetrics {

    private static final Metadata MESSAGES = named("gatepost.channel.messages", "Messages a channel received, delivered or submitted");
    private static final Metadata RECIPIENTS = named("gatepost.channel.recipients", "Recipients of those messages");
    private static final Metadata OCTETS = named("gatepost.channel.octets", "Octets of those messages");

    @Inject
    private MetricRegistry registry;

    private static Metadata named(String name, String description) {
        return Metadata.builder().withName(name).withDescription(description).build();
    }

    /** Adds what came since the last time. */
    public void add(Map<Key, Amount> more) {
        more.forEach((key, amount) -> {
            Tag[] tags = {new Tag("channel", key.channel().value()), new Tag("what", key.what().name().toLowerCase(Locale.ROOT))};
            registry.counter(MESSAGES, tags).inc(amount.messages());
            registry.counter(RECIPIENTS, tags).inc(amount.recipients());
            registry.counter(OCTETS, tags).inc(amount.octets());
        });
    }
}

package org.gatepost.ee.store;

import java.sql.PreparedStatement;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.gatepost.queue.ChannelCounters;
import org.gatepost.queue.ChannelCounters.Amount;
import org.gatepost.queue.ChannelCounters.Key;

/**
 * Adds what this node counted to its rows of {@code channel_count}. Each node has rows of its own and writes them now and then, so nobody waits for them; what
 * was counted since it wrote last is lost with a node that is killed. For one thread at a time.
 */
public final class ChannelCounts {

    private static final String ADD = """
            INSERT INTO channel_count AS c (node, channel, what, messages, recipients, octets) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (node, channel, what) DO UPDATE SET messages = c.messages + EXCLUDED.messages, recipients = c.recipients + EXCLUDED.recipients,
                octets = c.octets + EXCLUDED.octets""";

    private final ChannelCounters counters;
    private final String node;
    private Map<Key, Amount> written = Map.of();

    public ChannelCounts(ChannelCounters counters, String node) {
        this.counters = counters;
        this.node = node;
    }

    /** Writes what came since the last time; where it cannot, that is written the next time. Returns it. */
    public synchronized Map<Key, Amount> write(Transactions transactions) {
        Map<Key, Amount> total = counters.total();
        Map<Key, Amount> more = new HashMap<>();
        total.forEach((key, amount) -> {
            Amount since = amount.minus(written.getOrDefault(key, Amount.NOTHING));
            if (!since.equals(Amount.NOTHING)) {
                more.put(key, since);
            }
        });
        if (!more.isEmpty()) {
            transactions.inOne(connection -> {
                try (PreparedStatement add = connection.prepareStatement(ADD)) {
                    for (Key key : ordered(more)) {
                        Amount amount = more.get(key);
                        add.setString(1, node);
                        add.setString(2, key.channel().value());
                        add.setString(3, key.what().name().toLowerCase(Locale.ROOT));
                        add.setLong(4, amount.messages());
                        add.setLong(5, amount.recipients());
                        add.setLong(6, amount.octets());
                        add.addBatch();
                    }
                    add.executeBatch();
                }
                return null;
            });
        }
        written = total;
        return more;
    }

    /** Two processes of one name, for a moment beside each other, lock rows in one order. */
    private static List<Key> ordered(Map<Key, Amount> amounts) {
        return amounts.keySet().stream().sorted(Comparator.comparing((Key key) -> key.channel().value()).thenComparing(Key::what)).toList();
    }
}

package org.gatepost.workbench.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

import org.gatepost.channel.Channel;
import org.gatepost.channel.NextHop;
import org.gatepost.ee.store.CommitOutcome;
import org.gatepost.ee.store.IncarnationRows;
import org.gatepost.ee.store.JdbcTransactions;
import org.gatepost.ee.store.Transactions;
import org.gatepost.ee.warmup.Rehearsal;
import org.gatepost.gate.ListenerPolicy;
import org.gatepost.gate.PolicySnapshot;
import org.gatepost.mail.ChannelName;
import org.gatepost.scan.ScannerPolicy;
import org.gatepost.smtp.protocol.BareLineFeed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is rehearsed before the first port opens goes all the way, and nothing of it is left. */
class RehearsalIT {

    private static final Duration TIME = Duration.ofMillis(500);

    @TempDir
    private Path spool;
    private final Database database = Database.shared();
    private final Transactions transactions = new JdbcTransactions(database.source());
    private long incarnation;

    @BeforeEach
    void startANode() {
        database.empty();
        incarnation = transactions.inOne(connection -> IncarnationRows.begin(connection, "node-1"));
    }

    private int rehearsed(Transactions by) throws InterruptedException {
        return new Rehearsal(new Rehearsal.Node("node-1", "mx.example.com", spool, by, new CommitOutcome(database.source(), TIME), incarnation), policy()).last(TIME);
    }

    private static PolicySnapshot policy() {
        ChannelName source = new ChannelName("tcp_local");
        ScannerPolicy nobodyThere = new ScannerPolicy("clamd", "clamd", "192.0.2.1", 3310, java.util.Set.of(source), Duration.ofSeconds(1),
                ScannerPolicy.OnFailure.DEFER, 5, Duration.ofSeconds(1), 1);
        return new PolicySnapshot(1, Map.of("smtp", new ListenerPolicy("smtp", source, 10, 10, 10, 10_000, Duration.ofMinutes(5), Duration.ofHours(1))),
                Map.of(source, channel(source, "smtp://127.0.0.1:9"), PolicySnapshot.LOCAL_DELIVERY, channel(PolicySnapshot.LOCAL_DELIVERY, "lmtp://127.0.0.1:9")),
                List.of(nobodyThere));
    }

    private static Channel channel(ChannelName name, String destination) {
        return new Channel(name, OptionalLong.empty(), OptionalLong.empty(), 1_000, 256 << 10, BareLineFeed.NORMALIZE, false,
                Optional.of(NextHop.parse(destination)), List.of(Duration.ofSeconds(5)), List.of(Duration.ofDays(2)), 10);
    }

    @Test
    void messagesGoThroughTheGroupCommitAndLeaveNothing() throws Exception {
        assertTrue(rehearsed(transactions) > 0, "nothing was accepted");
        for (String table : List.of("message", "queue_entry", "recipient", "content_chunk", "trace_event", "alarm")) {
            assertEquals(0, database.count(table), table);
        }
        try (Stream<Path> files = Files.list(spool)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void aDatabaseThatRefusesEndsInTimeWithNothingAccepted() throws Exception {
        assertEquals(0, rehearsed(new Transactions() {
            @Override
            public <T> T inOne(org.gatepost.ee.store.SqlWork<T> work) {
                throw new IllegalStateException("no database");
            }
        }));
    }
}

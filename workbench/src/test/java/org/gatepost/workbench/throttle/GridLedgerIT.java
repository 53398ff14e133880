package org.gatepost.workbench.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import com.hazelcast.config.InMemoryYamlConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import org.gatepost.adapter.grid.GridLedger;
import org.gatepost.smtp.session.SteadyClock;
import org.gatepost.stage.Match;
import org.gatepost.throttle.LedgerEntry;
import org.gatepost.throttle.ThrottleLedger;
import org.gatepost.throttle.ThrottleLedgerContract;
import org.gatepost.throttle.ThrottleTable;
import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.supervisor.GridFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ledger in a grid of two members, configured as Payara's is. */
class GridLedgerIT extends ThrottleLedgerContract {

    private static final int PORT = 25_920 + RunningGatepost.portOffset();
    private static HazelcastInstance here;
    private static HazelcastInstance there;

    private static HazelcastInstance member(int port, String secret) {
        return Hazelcast.newHazelcastInstance(new InMemoryYamlConfig(GridFile.text(port, List.of("127.0.0.1:" + PORT, "127.0.0.1:" + (PORT + 1)), secret)));
    }

    @BeforeAll
    static void join() throws Exception {
        here = member(PORT, "secret");
        there = member(PORT + 1, "secret");
        Eventually.get("both are members", Duration.ofSeconds(20), () -> here.getCluster().getMembers().size(), members -> members == 2);
    }

    @AfterAll
    static void leave() {
        there.shutdown();
        here.shutdown();
    }

    @BeforeEach
    void empty() {
        here.getDistributedObjects().forEach(each -> here.getMap(each.getName()).clear());
    }

    private static GridLedger of(HazelcastInstance member) {
        return new GridLedger(() -> member, task -> Thread.ofVirtual().start(task), new SteadyClock());
    }

    @Override
    protected ThrottleLedger ledger() {
        return of(here);
    }

    @Override
    protected ThrottleLedger sameLedgerElsewhere() {
        return of(there);
    }

    /** Each member keeps as many. */
    @Override
    protected int entriesMax(int ofTable) {
        return 2 * ofTable + ofTable / 10;
    }

    @Test
    void t09AStrangerWhoDoesNotKnowTheSecretIsNotLetIn() {
        HazelcastInstance stranger = member(PORT + 2, "guess");
        try {
            assertEquals(1, stranger.getCluster().getMembers().size());
            assertEquals(2, here.getCluster().getMembers().size());
        } finally {
            stranger.shutdown();
        }
    }

    @Test
    void t08AMemberThatIsGoneIsNoAnswer() {
        HazelcastInstance alone = member(PORT + 3, "alone");
        GridLedger ledger = of(alone);
        ThrottleTable table = new ThrottleTable("gone", new ThrottleTable.Kind.Simple(), ThrottleTable.KeyForm.AS_WRITTEN, 100, true);
        assertInstanceOf(Match.Found.class, ledger.change(table, "k", none -> Optional.of(new LedgerEntry.Stored("1"))));
        alone.shutdown();
        assertInstanceOf(Match.Unavailable.class, ledger.change(table, "k", before -> before));
    }
}

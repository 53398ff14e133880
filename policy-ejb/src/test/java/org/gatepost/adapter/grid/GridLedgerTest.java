package org.gatepost.adapter.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import org.junit.jupiter.api.Test;

import org.gatepost.stage.Match;
import org.gatepost.throttle.LedgerEntry;
import org.gatepost.throttle.ThrottleLedger.Changed;
import org.gatepost.throttle.ThrottleTable;

/** A grid that is not there; the workbench has two members that are. */
class GridLedgerTest {

    private static final ThrottleTable VALUES = new ThrottleTable("values", new ThrottleTable.Kind.Simple(), ThrottleTable.KeyForm.WITHOUT_CASE, 1000, true);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int asked;

    @Test
    void t08AGridThatFailsIsSaidToAndLeftAloneForAWhile() {
        GridLedger ledger = new GridLedger(() -> {
            asked++;
            throw new IllegalStateException("not bound");
        }, Runnable::run, () -> now);
        assertEquals(new Match.Unavailable<>("there is no data grid: not bound"), ledger.change(VALUES, "k", before -> before));
        assertEquals(new Match.Unavailable<>("the data grid has just failed, and is left alone for 2 s"), ledger.change(VALUES, "k", before -> before));
        assertEquals(1, asked);
        now = now.plus(GridLedger.REST);
        ledger.change(VALUES, "k", before -> before);
        assertEquals(2, asked);
    }

    @Test
    void t08ACrowdAtOneKeyIsNoGridThatFails() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        Object map = proxy(IMap.class, (name, arguments) -> {
            if (name.equals("get") && arguments[0].equals("a")) {
                entered.countDown();
                left.await();
            }
            return null;
        });
        HazelcastInstance grid = (HazelcastInstance) proxy(HazelcastInstance.class, (name, arguments) -> name.equals("getConfig") ? new Config() : map);
        GridLedger ledger = new GridLedger(() -> grid, task -> Thread.ofVirtual().start(task), () -> now, Duration.ofMillis(20));
        Thread first = Thread.ofVirtual().start(() -> {
            while (entered.getCount() > 0) {
                ledger.change(VALUES, "a", before -> before);
            }
        });
        entered.await();
        assertEquals(new Match.Unavailable<>("too many want this entry at once"), ledger.change(VALUES, "a", before -> before));
        Match<Changed> other = IntStream.range(0, 100).mapToObj(again -> ledger.change(VALUES, "b", before -> before)).filter(Match.Found.class::isInstance).findFirst().orElseThrow();
        assertEquals(new Match.Found<>(new Changed(Optional.empty(), Optional.empty())), other);
        left.countDown();
        first.join();
    }

    private interface Answer {
        Object to(String method, Object[] arguments) throws Exception;
    }

    private static Object proxy(Class<?> of, Answer answer) {
        return Proxy.newProxyInstance(of.getClassLoader(), new Class<?>[] {of}, (self, method, arguments) -> answer.to(method.getName(), arguments));
    }

    @Test
    void aTextOfAnotherVersionBeginsAnew() {
        assertEquals(Optional.of(new LedgerEntry.Stored("meter 1")), EntryText.read("stored meter 1"));
        for (String text : new String[] {"", "meter", "meter x 1 true 2", "meter 1 1 true 2 3", "greylisted 1 true", "sieve 1"}) {
            assertEquals(Optional.empty(), EntryText.read(text), text);
        }
    }
}

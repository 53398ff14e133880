package org.gatepost.quarantine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

/** Users are told in the order of addresses, whoever stays untold before them; on a list. */
class DigestWalkTest {

    private static final LocalDate DAY = LocalDate.parse("2026-11-27");

    private final TreeSet<String> untold = new TreeSet<>();
    private final Set<String> unknown = new TreeSet<>();
    private final List<String> told = new ArrayList<>();
    private boolean stopped;

    private final DigestWalk.Addresses addresses = new DigestWalk.Addresses() {
        @Override
        public List<String> behind(String address, int max) {
            return untold.tailSet(address, false).stream().limit(max).toList();
        }

        @Override
        public int tell(List<String> page, int unknownMax) {
            int cannot = (int) page.stream().filter(unknown::contains).count();
            if (cannot <= unknownMax) {
                page.stream().filter(address -> !unknown.contains(address)).forEach(told::add);
            }
            return cannot;
        }

        @Override
        public boolean mayGoOn() {
            return !stopped;
        }
    };

    @Test
    void aTurnLooksAtSoManyAndTheNextGoesOnBehindThem() {
        fill(4);
        DigestWalk walk = new DigestWalk(2, 4, 0);
        assertFalse(walk.turn(DAY, addresses), "nobody knows yet that there is no other");
        assertEquals(List.of("a0", "a1", "a2", "a3"), told);
        // One over: it stays untold, as do those before it, and is reached all the same.
        untold.add("a4");
        assertTrue(walk.turn(DAY, addresses));
        assertEquals(List.of("a0", "a1", "a2", "a3", "a4"), told);
    }

    @Test
    void eachDayAndEachTurnBehindTheLastBeginsWithTheFirst() {
        fill(3);
        DigestWalk walk = new DigestWalk(2, 2, 0);
        assertFalse(walk.turn(DAY, addresses));
        assertFalse(walk.turn(DAY.plusDays(1), addresses));
        assertEquals(List.of("a0", "a1", "a0", "a1"), told);
        assertTrue(walk.turn(DAY.plusDays(1), addresses));
        assertFalse(walk.turn(DAY.plusDays(1), addresses));
        assertEquals(List.of("a0", "a1", "a0", "a1", "a2", "a0", "a1"), told);
    }

    @Test
    void whoCouldNotBeLookedUpIsComeBackTo() {
        fill(3);
        unknown.add("a0");
        DigestWalk walk = new DigestWalk(2, 2, 1);
        assertFalse(walk.turn(DAY, addresses));
        assertFalse(walk.turn(DAY, addresses), "all but one were reached");
        unknown.clear();
        assertFalse(walk.turn(DAY, addresses));
        assertTrue(walk.turn(DAY, addresses));
        assertEquals(List.of("a1", "a2", "a0", "a1", "a2"), told);
    }

    @Test
    void tooManyWhoCannotBeLookedUpEndATurnAndItsPageIsLookedAtAgain() {
        fill(4);
        unknown.addAll(List.of("a0", "a2"));
        DigestWalk walk = new DigestWalk(2, 10, 1);
        assertFalse(walk.turn(DAY, addresses));
        assertEquals(List.of("a1"), told);
        unknown.clear();
        assertFalse(walk.turn(DAY, addresses), "a0 was left out");
        assertEquals(List.of("a1", "a2", "a3"), told);
        assertTrue(walk.turn(DAY, addresses));
        assertEquals(List.of("a1", "a2", "a3", "a0", "a1", "a2", "a3"), told);
    }

    @Test
    void whoIsStoppedHasNotReachedEverybody() {
        fill(1);
        stopped = true;
        assertFalse(new DigestWalk(2, 2, 0).turn(DAY, addresses));
    }

    private void fill(int count) {
        for (int i = 0; i < count; i++) {
            untold.add("a" + i);
        }
    }
}

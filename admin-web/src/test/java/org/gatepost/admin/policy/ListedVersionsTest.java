package org.gatepost.admin.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

import org.gatepost.ee.admin.policy.PolicyVersion;
import org.junit.jupiter.api.Test;

/** The versions on the policy page, and what it proposes to do with one. */
class ListedVersionsTest {

    @Test
    void thePageListsTheLatestAndKnowsTheOneThatDecidesHoweverOldItIs() {
        ListedVersions listed = new ListedVersions(LongStream.rangeClosed(0, ListedVersions.LISTED_MAX).mapToObj(i -> version(100 - i, i == ListedVersions.LISTED_MAX, false)).toList());
        assertEquals(ListedVersions.LISTED_MAX, listed.getLatest().size());
        assertEquals(100, listed.getLatest().getFirst().id());
        assertEquals(50, listed.active().orElseThrow().id());
        assertEquals(Optional.empty(), new ListedVersions(List.of()).active());
    }

    @Test
    void eachHasItsStateInAWord() {
        ListedVersions listed = new ListedVersions(List.of());
        assertEquals("active good", listed.state(version(1, true, true)) + " " + listed.tone(version(1, true, true)));
        assertEquals("draft warn", listed.state(version(1, false, false)) + " " + listed.tone(version(1, false, false)));
        assertEquals("former quiet", listed.state(version(1, false, true)) + " " + listed.tone(version(1, false, true)));
    }

    @Test
    void whatIsProposedIsTakenOnceAndOfTheVersionThatDecidedThen() {
        Proposed proposed = new Proposed();
        assertEquals(Proposed.Change.NOTHING, proposed.take());
        proposed.propose(Proposed.Change.ACTIVATION, 7);
        assertTrue(proposed.isAny());
        assertEquals("Activate version 8? It changes what stands below.", proposed.question(8, false));
        assertEquals("Activate version 8? It changes nothing.", proposed.question(8, true));
        assertEquals(Proposed.Change.ACTIVATION, proposed.take());
        assertFalse(proposed.isAny());
        assertEquals(7, proposed.decided());
        proposed.propose(Proposed.Change.WAY_BACK, 8);
        assertEquals("Go back to the version that decided before version 8?", proposed.question(8, false));
    }

    private static PolicyVersion version(long id, boolean active, boolean activated) {
        return new PolicyVersion(id, "", "", Instant.EPOCH, active, activated ? Optional.of(Instant.EPOCH) : Optional.empty());
    }
}

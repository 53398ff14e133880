package org.gatepost.admin.quarantine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;

import org.gatepost.ee.admin.OwnQuarantine.Page;
import org.gatepost.ee.admin.OwnQuarantine.Standing;
import org.junit.jupiter.api.Test;

class ReleasePageTest {

    private Instant now = Instant.EPOCH;
    private final RequestPace pace = new RequestPace(() -> now);

    @Test
    void v08WhatASenderWroteIsTextInThePage() {
        String html = ReleasePage.of(new Page(Standing.KEPT, Optional.of(Instant.EPOCH), "alice@example.com", "\"><script>alert(1)</script>", "<b onclick='x'>&", "rspamd: spam"),
                "\"><img src=x>", "n0nce");
        assertTrue(html.contains("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"), html);
        assertTrue(html.contains("&lt;b onclick=&#39;x&#39;&gt;&amp;"), html);
        assertTrue(html.contains("value=\"&quot;&gt;&lt;img src=x&gt;\""), html);
        assertFalse(html.contains("<script") || html.contains("<img"), html);
    }

    @Test
    void v08ThereIsAButtonOnlyWhereThereIsSomethingToRelease() {
        for (Standing standing : Standing.values()) {
            assertFalse(ReleasePage.of(standing, "n").contains("<form"), standing.name());
        }
    }

    @Test
    void v08AnAddressHasSoManyRequestsAMinuteAndOthersTheirOwn() {
        assertEquals(RequestPace.REQUESTS_MAX, IntStream.range(0, RequestPace.REQUESTS_MAX + 1).filter(i -> pace.admits("192.0.2.1")).count());
        assertTrue(pace.admits("192.0.2.2"));
        now = now.plus(RequestPace.WINDOW);
        assertTrue(pace.admits("192.0.2.1"));
    }
}

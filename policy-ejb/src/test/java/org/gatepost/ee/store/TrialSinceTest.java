package org.gatepost.ee.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class TrialSinceTest {

    private static TrialSince.Decided at(String hour, String keywords) {
        return new TrialSince.Decided(Instant.parse("2026-11-20T" + hour + ":00:00Z"), Map.of("tcp_local", keywords, "tcp_auth", ""));
    }

    private static String since(TrialSince.Decided... latestFirst) {
        return TrialSince.text(Map.of("tcp_local", List.of("SpfAtRcpt", "softbounce")), List.of(latestFirst));
    }

    @Test
    void eachWordHasTheTimeOfTheVersionItHasStoodInEverSince() {
        assertEquals("tcp_local: SpfAtRcpt since 2026-11-20T12:00:00Z, softbounce since 2026-11-20T14:00:00Z",
                since(at("15", "logonly SpfAtRcpt softbounce"), at("14", "softbounce logonly SpfAtRcpt OwnSender"), at("12", "logonly SpfAtRcpt"), at("11", "softbounce"),
                        at("10", "logonly SpfAtRcpt softbounce")));
    }

    @Test
    void aVersionThatNeverCompiledEndedNothing() {
        assertEquals("tcp_local: SpfAtRcpt since 2026-11-20T12:00:00Z, softbounce since 2026-11-20T12:00:00Z",
                since(at("15", "logonly SpfAtRcpt softbounce"), at("14", "nonsense"), at("12", "logonly SpfAtRcpt softbounce"), at("11", "")));
    }

    @Test
    void whatNobodyActivatedHasNoTime() {
        assertEquals("tcp_local: SpfAtRcpt, softbounce", since());
        assertEquals("tcp_local: SpfAtRcpt, softbounce", since(at("15", "")));
    }
}

package org.gatepost.workbench.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's clock, and nobody else's, is set back by an hour while it runs: what it does again and again goes on, and it says that the clock is wrong. */
class ClockIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LEASE = "SELECT max(lease_until) > '%s' FROM incarnation WHERE lease_until > now()";

    @TempDir
    private Path temp;

    private final RunningGatepost gatepost = RunningGatepost.shared();

    @Test
    void aClockSetBackStopsNeitherTheHeartbeatNorTheAlarms() throws Exception {
        Path offset = Files.writeString(temp.resolve("offset"), "+0\n");
        gatepost.restart(Ground.steppable(offset));
        try {
            Files.writeString(offset, "-3600\n");
            Eventually.get("the alarm clock", PATIENCE, () -> gatepost.text("SELECT count(*) FROM alarm WHERE key = 'clock' AND cleared_at IS NULL"), "1"::equals);
            String until = gatepost.text("SELECT max(lease_until) FROM incarnation");
            Eventually.get("the lease is renewed", PATIENCE, () -> gatepost.text(LEASE.formatted(until)), "t"::equals);
            Files.writeString(offset, "+0\n");
            Eventually.get("the alarm is cleared", PATIENCE, () -> gatepost.text("SELECT count(*) FROM alarm WHERE key = 'clock' AND cleared_at IS NULL"), "0"::equals);
        } finally {
            gatepost.restart(Map.of());
        }
    }
}

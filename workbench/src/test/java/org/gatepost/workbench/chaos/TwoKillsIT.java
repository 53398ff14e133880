package org.gatepost.workbench.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.gatepost.workbench.chaos.Ledger.Fate;
import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Server and database are killed under load; they come back by themselves, and ledger, store and database agree. */
class TwoKillsIT {

    private static final int TAKEN_BEFORE = 200;
    private static final int TAKEN_AFTERWARDS = 50;

    private final RunningGatepost gatepost = RunningGatepost.shared();

    @ParameterizedTest
    @ValueSource(strings = {"server", "postgres"})
    void theBooksBalanceAfterAKill(String process) throws Exception {
        String prefix = "kill-" + process + "-" + UUID.randomUUID().toString().substring(0, 8) + "-";
        Ledger ledger = new Ledger();
        Books books = new Books(gatepost.var().resolve("mail"), ledger, false);
        try (Load load = new Load(gatepost.smtpPort(), ledger, prefix, prefix.hashCode())) {
            load.start();
            Eventually.get("mail is taken", Duration.ofSeconds(30), () -> ledger.accepted(prefix), count -> count >= TAKEN_BEFORE);
            long before = gatepost.pid(process);
            gatepost.kill9(process);
            Eventually.get(process + " runs again", Duration.ofSeconds(5), () -> gatepost.pid(process), pid -> pid > 0 && pid != before);
            long taken = ledger.accepted(prefix);
            Eventually.get("mail is taken again", Duration.ofSeconds(150), () -> ledger.accepted(prefix), count -> count >= taken + TAKEN_AFTERWARDS);
        }
        Eventually.get("the queue is empty", Duration.ofSeconds(90), () -> gatepost.text("SELECT count(*) FROM message WHERE reverse_path LIKE '" + prefix + "%'"), "0"::equals);
        int delivered = books.collect();
        int duplicates = books.takeDuplicates();
        System.out.printf("kill -9 %s: %d acknowledged, %d copies delivered, %d of them twice%n", process, ledger.accepted(prefix), delivered, duplicates);
        assertEquals(List.of(), books.missing(prefix), "promised and not there");
        assertEquals(List.of(), books.takeStrange());
        try (Connection database = gatepost.database()) {
            assertEquals(List.of(), books.withoutRow(database, prefix), "acknowledged without a row");
        }
        assertTrue(duplicates <= Fault.AFTER_A_KILL, duplicates + " came twice");
        assertEquals(List.of(), ledger.entries(prefix).stream().filter(entry -> entry.fate() instanceof Fate.Refused(String reply) && !reply.startsWith("4")).toList(),
                "refused for good");
    }
}

package org.gatepost.workbench.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;

/** Two nodes on one database and one data grid: who spreads over both has one quota, and when one is gone the other goes on with all there is. */
class TwoNodesIT {

    private static final int OFFSET = RunningGatepost.portOffset() + 130;
    /** Ports of the second. */
    private static final int BEYOND = 10;
    private static final String GRID = "127.0.0.1:" + (25_900 + OFFSET) + ",127.0.0.1:" + (25_900 + OFFSET + BEYOND);
    private static final int QUOTA = 10;
    private static final String NETS = "INSERT INTO throttle_table (version_id, name, data_type, quota, quota_time, penalize) VALUES (:version, 'nets', 'address', " + QUOTA + ", 86400, true)";
    private static final String THROTTLED = "UPDATE channel SET keywords = keywords || ' connectionthrottle nets' WHERE name = 'tcp_local' AND version_id = :version";
    private static final String STORE_DOWN = "UPDATE channel SET destination = 'lmtp://127.0.0.1:1', backoff = 'PT1S' WHERE name = 'tcp_lmtpcs' AND version_id = :version";

    private static Map<String, String> with(Map<String, String> settings, int beyond) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("GATEPOST_PORT_OFFSET", Integer.toString(OFFSET + beyond));
        all.put("GATEPOST_GRID_MEMBERS", GRID);
        all.put("GATEPOST_HEAP", "512m");
        return all;
    }

    @Test
    void t02AnAttackerAtBothNodesHasOneQuotaAndOneThatIsGoneIsMissedByNobody() throws Exception {
        try (RunningGatepost one = RunningGatepost.started("grid-one", with(Map.of("GATEPOST_NODE", "one"), 0));
                RunningGatepost two = RunningGatepost.started("grid-two", with(one.sharedWith("two"), BEYOND))) {
            Eventually.get("both nodes are in the grid", Duration.ofSeconds(30), () -> Files.readString(two.var().resolve("log/server.log")), log -> log.contains("DG Size: 2"));
            String sender = "waits-" + UUID.randomUUID().toString().substring(0, 8) + "@remote.example";
            try (PolicyChange down = new PolicyChange(one, STORE_DOWN)) {
                for (int i = 0; i < 3; i++) {
                    send(two, sender);
                }
                try (PolicyChange throttled = new PolicyChange(one, NETS, THROTTLED)) {
                    assertEquals(QUOTA, attack(one, two).stream().filter(greeting -> greeting.startsWith("220")).count());
                    two.losePower();
                    assertTrue(greeting(one).startsWith("421 4.7.0"), "what both had counted is known to the one that is left");
                }
            }
            Eventually.get("the mail of the one that is gone is delivered by the other", Duration.ofSeconds(90), () -> one.mailContaining("alice", "Return-Path: <" + sender + ">").size(), found -> found >= 3);
            assertEquals(3, one.mailContaining("alice", "Return-Path: <" + sender + ">").size());
            send(one, "goes-on@remote.example");
        }
    }

    private static void send(RunningGatepost node, String sender) throws IOException {
        try (SmtpTalk talk = SmtpTalk.introduced(node.smtpPort())) {
            String reply = talk.message(sender, "alice@example.com", "Subject: x\r\n\r\nx");
            assertTrue(reply.startsWith("250"), reply);
        }
    }

    /** The greetings of connections to both in turn. */
    private static List<String> attack(RunningGatepost one, RunningGatepost two) throws IOException {
        List<String> greetings = new ArrayList<>();
        for (int i = 0; i < 2 * QUOTA; i++) {
            greetings.add(greeting(one));
            greetings.add(greeting(two));
        }
        return greetings;
    }

    private static String greeting(RunningGatepost node) throws IOException {
        try (SmtpTalk talk = new SmtpTalk(node.smtpPort())) {
            return talk.reply();
        }
    }
}

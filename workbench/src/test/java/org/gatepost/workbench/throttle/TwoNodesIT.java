package org.gatepost.workbench.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.gatepost.ee.store.DirectoryFlushes;
import org.gatepost.workbench.demo.directory.DemoDirectory;
import org.gatepost.workbench.directory.Slapd;
import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;

/** Two nodes on one database and one data grid: who spreads over both has one quota, what one is told to forget both forget, and when one is gone the other goes on with all there is. */
class TwoNodesIT {

    private static final int OFFSET = RunningGatepost.portOffset() + 130;
    /** Ports of the second. */
    private static final int BEYOND = 10;
    private static final String GRID = "127.0.0.1:" + (25_900 + OFFSET) + ",127.0.0.1:" + (25_900 + OFFSET + BEYOND);
    private static final int QUOTA = 10;
    private static final String NETS = "INSERT INTO throttle_table (version_id, name, data_type, quota, quota_time, penalize) VALUES (:version, 'nets', 'address', " + QUOTA + ", 86400, true)";
    private static final String THROTTLED = "UPDATE channel SET keywords = keywords || ' connectionthrottle nets' WHERE name = 'tcp_local' AND version_id = :version";
    private static final String STORE_DOWN = "UPDATE channel SET destination = 'lmtp://127.0.0.1:1', backoff = 'PT1S' WHERE name = 'tcp_lmtpcs' AND version_id = :version";

    private static Map<String, String> with(Map<String, String> settings, int beyond, Slapd slapd) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("GATEPOST_PORT_OFFSET", Integer.toString(OFFSET + beyond));
        all.put("GATEPOST_GRID_MEMBERS", GRID);
        all.put("GATEPOST_HEAP", "512m");
        all.putAll(Map.of("GATEPOST_LDAP_URL", "ldap://127.0.0.1:" + slapd.port(), "GATEPOST_LDAP_BIND_DN", DemoDirectory.READER, "GATEPOST_LDAP_BIND_PASSWORD", Slapd.PASSWORD,
                "GATEPOST_LDAP_BASE", DemoDirectory.BASE, "GATEPOST_LDAP_ACCOUNT_SECONDS", "3600"));
        return all;
    }

    @Test
    void t02AnAttackerAtBothNodesHasOneQuotaAndOneThatIsGoneIsMissedByNobody() throws Exception {
        try (Slapd slapd = new Slapd();
                RunningGatepost one = RunningGatepost.started("grid-one", with(Map.of("GATEPOST_NODE", "one"), 0, slapd));
                RunningGatepost two = RunningGatepost.started("grid-two", with(one.sharedWith("two"), BEYOND, slapd))) {
            Eventually.get("both nodes are in the grid", Duration.ofSeconds(30), () -> Files.readString(two.var().resolve("log/server.log")), log -> log.contains("DG Size: 2"));
            bothForgetWhoseAddressOneIsToldOfAndNobodyElse(one, two, slapd);
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

    /** Decision 0061. The row is what the desk of a node writes. */
    private static void bothForgetWhoseAddressOneIsToldOfAndNobodyElse(RunningGatepost one, RunningGatepost two, Slapd slapd) throws Exception {
        List<RunningGatepost> nodes = List.of(one, two);
        for (RunningGatepost node : nodes) {
            assertEquals(List.of("250", "250"), List.of(answer(node, "bob"), answer(node, "judy")));
        }
        for (String user : List.of("bob", "judy")) {
            slapd.admin().modify("dn: uid=" + user + ",ou=people,o=example.com,o=demo", "changetype: modify", "replace: mailUserStatus", "mailUserStatus: disabled");
        }
        for (RunningGatepost node : nodes) {
            assertEquals(List.of("250", "250"), List.of(answer(node, "bob"), answer(node, "judy")), "both are remembered for an hour");
        }
        try (Connection database = one.database()) {
            database.setAutoCommit(false);
            DirectoryFlushes.write(database, "bob@example.com", "admin");
            database.commit();
        }
        for (RunningGatepost node : nodes) {
            Eventually.get("bob is forgotten", Duration.ofSeconds(10), () -> answer(node, "bob"), "550"::equals);
            assertEquals("250", answer(node, "judy"), "judy is not");
        }
    }

    /** The code a recipient of ours is answered with. */
    private static String answer(RunningGatepost node, String user) throws IOException {
        try (SmtpTalk talk = SmtpTalk.introduced(node.smtpPort())) {
            talk.say("MAIL FROM:<x@remote.example>").expect("250");
            return talk.say("RCPT TO:<" + user + "@example.com>").reply().substring(0, 3);
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

package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;

import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.gatepost.workbench.scan.RealClamd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scripts of users, domains and the system, on the deployed server with the demo store. */
class ScriptsIT {

    private static final Duration DELIVERED_WITHIN = Duration.ofSeconds(20);

    private static final int CLAMD_PORT = 3_312 + RunningGatepost.portOffset();

    private final RunningGatepost gatepost = RunningGatepost.shared();
    private final String mark = UUID.randomUUID().toString();

    @AfterEach
    void forgetScripts() throws Exception {
        run("DELETE FROM user_script", "DELETE FROM script_memory");
    }

    @Test
    void v01AScriptOfOurStoreFilesIntoAFolderThatSendersCannotName() throws Exception {
        keep("bob", "require \"fileinto\"; if header :contains \"Subject\" \"" + mark + "\" { fileinto \"Lists\"; }");
        assertEquals("250 2.0.0", send("bob@example.com", "filed").substring(0, 9));
        assertEquals("250 2.0.0", send("alice+Lists@example.com", "detail").substring(0, 9));
        delivered("bob/.Lists", "filed " + mark);
        delivered("alice", "detail " + mark);
        assertEquals(List.of(), gatepost.mailbox("alice/.Lists"));
    }

    /** Judy's script in the demo directory asks for a score of 5; clamd's word becomes one of 9. */
    @Test
    void v03f13JudysScriptFilesIntoJunkWhatAnEngineFound() throws Exception {
        RealClamd clamd = RealClamd.start(CLAMD_PORT);
        try (PolicyChange judged = new PolicyChange(gatepost, "UPDATE scanner SET address = '127.0.0.1:" + CLAMD_PORT + "' WHERE version_id = :version AND name = 'clamd'",
                "INSERT INTO scan_rule (version_id, name, verdicts) VALUES (:version, 'clamd', '*eicar* spamadjust \"clamd +9\";')")) {
            assertEquals("250 2.0.0", send("judy@example.com", "clean").substring(0, 9));
            assertEquals("250 2.0.0", send("judy@example.com", "found", RealClamd.eicar()).substring(0, 9));
        } finally {
            clamd.stop();
        }
        delivered("judy", "clean " + mark);
        delivered("judy/.Junk", "found " + mark);
    }

    @Test
    void v01AnAbsentOwnerAnswersOnceAndABrokenScriptIsToldItsOwner() throws Exception {
        keep("bob", "require \"vacation\"; vacation :subject \"away " + mark + "\" \"I am away.\";");
        assertEquals("250 2.0.0", send("bob@example.com", "question").substring(0, 9));
        assertEquals("250 2.0.0", send("bob@example.com", "question").substring(0, 9));
        Path reply = delivered("remote", "away " + mark);
        assertTrue(Files.readString(reply, StandardCharsets.ISO_8859_1).startsWith("Return-Path: <>\r\n"));
        Eventually.get("both are delivered", DELIVERED_WITHIN, () -> gatepost.mailContaining("bob", "question " + mark).size(), copies -> copies == 2);
        assertEquals(1, gatepost.mailContaining("remote", "away " + mark).size());

        keep("alice", "keep " + mark.substring(0, 8) + ";");
        assertEquals("250 2.0.0", send("alice@example.com", "kept").substring(0, 9));
        delivered("alice", "kept " + mark);
        delivered("alice", "line 1, column");
    }

    @Test
    void v06v07TheSystemThrowsAwayAndRefusesInTheDialogue() throws Exception {
        keep("bob", "require \"ereject\"; if header :contains \"Subject\" \"unwanted\" { ereject \"Not here.\"; }");
        try (PolicyChange filter = new PolicyChange(gatepost, "INSERT INTO sieve_filter (version_id, name, script) VALUES (:version, 'system', '"
                + "require [\"jettison\", \"hold\"]; if header :contains \"Subject\" \"rubbish\" { jettison; } if header :contains \"Subject\" \"odd\" { hold \"odd\"; }')")) {
            String reply = send("alice@example.com", "rubbish");
            assertEquals("250 2.0.0", reply.substring(0, 9));
            String id = reply.substring(reply.lastIndexOf(' ') + 1);
            assertEquals(List.of("accept", "discard"), gatepost.events(id).stream().sorted().toList());
            assertEquals("Sieve of system: jettison", gatepost.text("SELECT reason FROM trace_event WHERE kind = 'discard' ORDER BY at DESC LIMIT 1"));

            assertEquals("550 5.7.1 Not here.", send("bob@example.com", "unwanted"));
            assertEquals("250 2.0.0", send("alice@example.com", "odd").substring(0, 9));
            assertEquals("1", gatepost.text("SELECT count(*) FROM recipient WHERE state = 'held' AND state_by = 'quarantine_suspect' AND state_text = 'Sieve of system: odd'"));
        }
    }

    @Test
    void v07WhereOneOfTwoRefusesTheOthersCopyGoesOn() throws Exception {
        keep("bob", "require \"ereject\"; ereject \"Not here.\";");
        try (PolicyChange discarding = new PolicyChange(gatepost, "UPDATE channel SET keywords = keywords || ' refusedcopies discard' WHERE version_id = :version AND name = 'tcp_local'");
                SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<a@remote.example>").expect("250");
            talk.say("RCPT TO:<alice@example.com>").expect("250");
            talk.say("RCPT TO:<bob@example.com>").expect("250");
            talk.say("DATA").expect("354");
            talk.send("Subject: mixed " + mark + "\r\n\r\nx\r\n.\r\n").expect("250 2.0.0");
        }
        delivered("alice", "mixed " + mark);
        assertEquals(List.of(), gatepost.mailContaining("bob", "mixed " + mark));
    }

    @Test
    void v01AnotherBodyIsOfOneCopyAndWhatIsSentOnHasAnEnvelopeOfItsOwn() throws Exception {
        keep("bob", "require [\"replace\", \"redirect-dsn\", \"copy\"]; replace :subject \"taken out " + mark + "\" \"Grüße\";"
                + " redirect :copy :notify \"NEVER\" :ret \"HDRS\" \"bob-" + mark + "@remote.example\";");
        assertEquals("250 2.0.0", send("bob@example.com", "original").substring(0, 9));
        String kept = Files.readString(delivered("bob", "Subject: taken out " + mark), StandardCharsets.ISO_8859_1);
        assertTrue(kept.endsWith("\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nR3LDvMOfZQ==\r\n"), kept);
        assertTrue(kept.contains("Original-Subject: original " + mark), kept);
        String sentOn = Files.readString(delivered("remote", "Resent-To: <bob-" + mark + "@remote.example>"), StandardCharsets.ISO_8859_1);
        assertTrue(sentOn.contains("Subject: original " + mark) && sentOn.endsWith("\r\n\r\nx\r\n"), sentOn);
    }

    @Test
    void v01WhatAScriptWantsOfTheEnvelopeTheNextHopHearsThatOffersToTakeIt() throws Exception {
        try (OfferingHop hop = new OfferingHop("DSN", "DELIVERBY 60"); PolicyChange there = remoteAt(hop)) {
            String asked = " redirect :copy :notify \"SUCCESS,DELAY\" :ret \"HDRS\" :bytimerelative 600 :bymode \"notify\" \"out-" + mark + "@remote.example\";";
            sentOn(asked);
            List<String> heard = hop.heard("out-" + mark);
            assertTrue(heard.get(0).contains(" RET=HDRS") && heard.get(0).matches(".* BY=(59[0-9]|600);N( .*)?"), heard.toString());
            assertTrue(heard.get(1).startsWith("RCPT TO:<out-" + mark + "@remote.example> NOTIFY=") && heard.get(1).contains("SUCCESS") && heard.get(1).contains("DELAY"), heard.toString());
            sentOn(asked.replace(":bymode", ":bytrace :bymode").replace("out-", "traced-"));
            assertTrue(hop.heard("traced-" + mark).get(0).matches(".* BY=(59[0-9]|600);NT( .*)?"));
            delivered("alice", "traced-" + mark + "@remote.example\r\nAction: relayed");
            assertEquals(List.of(), gatepost.mailContaining("alice", "out-" + mark + "@remote.example\r\nAction: relayed"));
        }
    }

    @Test
    void v01WhereTheNextHopDoesNotTakeItTheSenderIsToldOfTheRelay() throws Exception {
        try (OfferingHop hop = new OfferingHop(); PolicyChange there = remoteAt(hop)) {
            sentOn(" redirect :copy :notify \"SUCCESS\" \"success-" + mark + "@remote.example\";");
            sentOn(" redirect :copy :bytimerelative 600 :bymode \"notify\" \"late-" + mark + "@remote.example\";");
            sentOn(" redirect :copy :notify \"NEVER\" :bytimerelative 600 :bymode \"notify\" \"never-" + mark + "@remote.example\";");
            sentOn(" redirect :copy :bytimerelative 600 :bymode \"return\" \"back-" + mark + "@remote.example\";");
            for (String name : List.of("success-", "late-", "never-")) {
                List<String> heard = hop.heard(name + mark);
                assertFalse(heard.toString().contains("NOTIFY=") || heard.toString().contains("RET=") || heard.toString().contains("BY="), heard.toString());
            }
            delivered("alice", "success-" + mark + "@remote.example\r\nAction: relayed");
            delivered("alice", "late-" + mark + "@remote.example\r\nAction: relayed");
            delivered("alice", "back-" + mark + "@remote.example\r\nAction: failed");
            Eventually.get("all is settled", DELIVERED_WITHIN, () -> gatepost.text("SELECT count(*) FROM recipient WHERE address LIKE 'never-" + mark + "%'"), "0"::equals);
            assertEquals(List.of(), gatepost.mailContaining("alice", "Final-Recipient: rfc822; never-" + mark));
            assertEquals(List.of(), hop.mailFor("back-" + mark));
        }
    }

    private PolicyChange remoteAt(OfferingHop hop) throws Exception {
        return new PolicyChange(gatepost, "UPDATE channel SET destination = 'smtp://127.0.0.1:" + hop.port() + "' WHERE version_id = :version AND name = 'tcp_local'");
    }

    /** By a script of bob's, mail of alice's. */
    private void sentOn(String redirect) throws Exception {
        keep("bob", "require [\"redirect-dsn\", \"redirect-deliverby\", \"copy\"];" + redirect);
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.message("alice@example.com", "bob@example.com", "Subject: sent on " + mark + "\r\n\r\nx\r\n");
        }
    }

    @Test
    void v05ATagIsOfOneCopyAlone() throws Exception {
        keep("bob", "addtag \"[tagged]\";");
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<a@remote.example>").expect("250");
            talk.say("RCPT TO:<alice@example.com>").expect("250");
            talk.say("RCPT TO:<bob@example.com>").expect("250");
            talk.say("DATA").expect("354");
            talk.send("Subject: two " + mark + "\r\n\r\nx\r\n.\r\n").expect("250 2.0.0");
        }
        delivered("bob", "Subject: [tagged] two " + mark);
        delivered("alice", "Subject: two " + mark);
    }

    private Path delivered(String mailbox, String text) throws Exception {
        return Eventually.get(text + " is in " + mailbox, DELIVERED_WITHIN, () -> gatepost.mailContaining(mailbox, text), copies -> !copies.isEmpty()).getFirst();
    }

    private String send(String to, String subject) throws Exception {
        return send(to, subject, "x");
    }

    private String send(String to, String subject, String body) throws Exception {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            return talk.message("a@remote.example", to, "From: <a@remote.example>\r\nTo: <" + to + ">\r\nSubject: " + subject + ' ' + mark + "\r\nMessage-ID: <" + UUID.randomUUID()
                    + "@remote.example>\r\n\r\n" + body);
        }
    }

    /** The server looks every second who has a script. */
    private void keep(String user, String script) throws Exception {
        try (Connection database = gatepost.database(); var insert = database.prepareStatement("INSERT INTO user_script (owner, name, active, script) VALUES (?, 'main', true, ?)"
                + " ON CONFLICT (owner, name) DO UPDATE SET script = excluded.script, changed_at = clock_timestamp()")) {
            insert.setString(1, user + "@example.com");
            insert.setString(2, script);
            insert.executeUpdate();
        }
        Thread.sleep(1_400);
    }

    private void run(String... statements) throws Exception {
        try (Connection database = gatepost.database(); Statement statement = database.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}

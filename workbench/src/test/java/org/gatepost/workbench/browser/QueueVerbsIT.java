package org.gatepost.workbench.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The verbs a postmaster has for the queue, in a real browser before the real application: stop, start, redirect, and a report in the sender's language. */
class QueueVerbsIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final RunningGatepost gatepost = RunningGatepost.shared();
    private final String sender = "verbs-" + UUID.randomUUID().toString().substring(0, 8) + "@remote.example";
    private Browser browser;

    @BeforeEach
    void open() throws Exception {
        browser = new Browser("https://127.0.0.1:" + gatepost.httpsPort());
        browser.open("/admin/");
        browser.type("door:login", "admin");
        browser.type("door:password", "admin");
        browser.click("door:enter");
        browser.reaches("/admin/overview.xhtml");
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    @DisplayName("Q08 a stopped channel delivers nothing until it is started")
    void q08AStoppedChannelDeliversNothingUntilItIsStarted() throws Exception {
        browser.open("/admin/stops.xhtml");
        browser.type("s:why", "the store moves");
        browser.click("s:stop");
        browser.says("said", "Channel tcp_lmtpcs is stopped");
        browser.keep("stops");
        String id = send("alice@example.com", "");
        Eventually.get("deferred", SOON, () -> gatepost.events(id), kinds -> kinds.contains("defer"));
        assertEquals("450 4.3.2 delivery is stopped by the postmaster", gatepost.text("SELECT max(last_reply) FROM queue_entry e JOIN message m ON m.id = e.message_id"
                + " WHERE m.reverse_path = '" + sender + "'"));
        assertEquals(List.of(), gatepost.mailContaining("alice", sender));
        browser.open("/admin/overview.xhtml");
        browser.says("stops", "the store moves");
        browser.keep("overview-stopped");
        browser.open("/admin/stops.xhtml");
        browser.click("s:each:0:start");
        browser.says("said", "Channel tcp_lmtpcs is started");
        Eventually.get("delivered", SOON, () -> gatepost.mailContaining("alice", sender).size(), found -> found == 1);
        assertEquals("2", gatepost.text("SELECT count(*) FROM audit WHERE object = 'channel:tcp_lmtpcs' AND action IN ('stop', 'start')"));
    }

    @Test
    @DisplayName("Q08 what is redirected reaches the other address")
    void q08WhatIsRedirectedReachesTheOtherAddress() throws Exception {
        String id = send("frank@example.com", "");
        browser.open("/admin/queue.xhtml?id=" + id);
        browser.css("#q\\:rows_data .ui-chkbox-box").click();
        browser.says("count", "1 entry selected");
        browser.click("q:redirect");
        browser.says("proposal", "Redirect 1 entry");
        browser.type("q:to", "robert@example.com");
        browser.type("q:why", "frank is away");
        browser.keep("queue-redirect");
        browser.click("q:confirm");
        browser.says("said", "1 entry redirected");
        Eventually.get("delivered to bob", SOON, () -> gatepost.mailContaining("bob", sender).size(), found -> found == 1);
        assertEquals(List.of(), gatepost.mailContaining("frank", sender));
        Eventually.get("nothing is left", SOON, () -> gatepost.text("SELECT count(*) FROM message WHERE reverse_path = '" + sender + "'"), "0"::equals);
    }

    @Test
    @DisplayName("Q04 a returned message is told of in the language its header asks for")
    void q04AReturnedMessageIsToldOfInTheLanguageItsHeaderAsksFor() throws Exception {
        String id = send("frank@example.com", "Accept-Language: de\r\nPriority: urgent\r\n");
        assertEquals("priority:urgent", gatepost.text("SELECT marks FROM message WHERE reverse_path = '" + sender + "'"));
        browser.open("/admin/message.xhtml?id=" + id);
        browser.click("m:return");
        browser.says("proposal", "Return 1 entry");
        browser.click("m:confirm");
        browser.says("said", "1 entry going back");
        List<Path> reports = Eventually.get("a report", SOON, () -> gatepost.mailContaining("remote", "To: <" + sender + ">"), found -> found.size() == 1);
        String report = Files.readString(reports.getFirst(), StandardCharsets.ISO_8859_1);
        assertTrue(report.contains("Subject: Unzustellbare Nachricht: frank@example.com"), report);
        assertTrue(report.contains("Content-Language: de"), report);
        assertTrue(report.contains("Final-Log-ID: " + id), report);
        assertTrue(report.contains("Received-From-MTA: dns; "), report);
        assertTrue(report.contains("([127.0.0.1])"), report);
    }

    @Test
    @DisplayName("a user's mail over the quota is held with an alarm, and goes on when it is released")
    void aUsersMailOverTheQuotaIsHeldWithAnAlarmAndGoesOnWhenItIsReleased() throws Exception {
        try (PolicyChange quota = new PolicyChange(gatepost,
                "INSERT INTO throttle_table (version_id, name, counts, quota, quota_time) VALUES (:version, 'few-" + sender.substring(0, 14) + "', 'recipients', 1, 3600)",
                "UPDATE channel SET keywords = keywords || ' maytlsserver saslwithouttls' WHERE version_id = :version AND name = 'tcp_submit'")) {
            submit("alice@example.com");
            Eventually.get("within the quota", SOON, () -> gatepost.mailContaining("alice", sender).size(), found -> found == 1);
            submit("bob@example.com");
        }
        assertEquals("held RecipientsOfUser", gatepost.text("SELECT r.state || ' ' || r.state_by FROM recipient r WHERE r.address = 'bob@example.com' AND r.state = 'held'"));
        assertTrue(Eventually.get("the alarm", SOON, () -> gatepost.text("SELECT text FROM alarm WHERE key = 'user:judy@example.com'"), text -> !text.equals("null"))
                .contains("mail is held, and the password may be in others' hands"));
        browser.open("/admin/overview.xhtml");
        browser.says("alarms", "judy@example.com has reached the quota");
        browser.open("/admin/queue.xhtml?state=held&sender=judy@example.com");
        browser.css("#q\\:rows_data .ui-chkbox-box").click();
        browser.says("count", "1 entry selected");
        browser.click("q:release");
        browser.click("q:confirm");
        browser.says("said", "1 entry released");
        Eventually.get("delivered", SOON, () -> gatepost.mailContaining("bob", sender).size(), found -> found == 1);
    }

    /** By Judy, who has no quota with others' tests. */
    private void submit(String recipient) throws Exception {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.submissionPort())) {
            talk.say("AUTH PLAIN " + Base64.getEncoder().encodeToString("\0judy\0judy".getBytes(StandardCharsets.UTF_8))).expect("235");
            talk.say("MAIL FROM:<judy@example.com>").expect("250");
            talk.say("RCPT TO:<" + recipient + ">").expect("250");
            talk.say("DATA").expect("354");
            talk.send("From: judy@example.com\r\nSubject: " + sender + "\r\n\r\nbody\r\n.\r\n").expect("250");
        }
    }

    private String send(String recipient, String fields) throws Exception {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<" + sender + ">").expect("250");
            talk.say("RCPT TO:<" + recipient + ">").expect("250");
            talk.say("DATA").expect("354");
            talk.send(fields + "From: Somebody <somebody@remote.example>\r\nSubject: queue verbs\r\n\r\nbody\r\n.\r\n");
            return talk.expect("250 2.0.0").replaceAll("^250 2\\.0\\.0 .*?([0-9a-z]{26}).*$", "$1");
        }
    }
}

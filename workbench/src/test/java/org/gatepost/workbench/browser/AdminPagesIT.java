package org.gatepost.workbench.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The desk in a real browser, before the real application: what a postmaster and the helpdesk do, and what they see when something is broken. */
class AdminPagesIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String STORE_DOWN = "UPDATE channel SET destination = 'lmtp://127.0.0.1:1', backoff = 'PT5S' WHERE name = 'tcp_lmtpcs' AND version_id = :version";

    private final RunningGatepost gatepost = RunningGatepost.shared();
    private final String sender = "desk-" + UUID.randomUUID().toString().substring(0, 8) + "@remote.example";
    private Browser browser;

    @BeforeEach
    void open() throws Exception {
        browser = new Browser("https://127.0.0.1:" + gatepost.httpsPort());
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void refusesAWrongAndAnEmptyPassword() throws Exception {
        browser.open("/admin/");
        browser.keep("login");
        browser.type("door:login", "admin");
        browser.click("door:enter");
        browser.says("door:messages", "both needed");
        logIn("admin", "wrong");
        browser.says("door:messages", "Wrong login or password");
        browser.keep("login-refused");
        assertTrue(browser.address().contains("/admin/login.xhtml"));
    }

    @Test
    void refusesALoginWithoutARole() {
        browser.open("/admin/");
        logIn("auditor", "auditor");
        browser.says("door:messages", "Wrong login or password");
    }

    @Test
    void overviewAnswersFirst() throws Exception {
        send("frank@example.com");
        try (PolicyChange down = new PolicyChange(gatepost, STORE_DOWN)) {
            String waiting = send("alice@example.com");
            deferred(waiting);
            enter("admin");
            browser.says("queue", "held");
            browser.says("engines", "directory");
            browser.says("engines", "answers");
            browser.says("rates", "accepted");
            browser.says("backlog", "tcp_lmtpcs");
            browser.says("traffic", "tcp_lmtpcs");
            browser.keep("overview");
        }
    }

    @Test
    void aDeferredMessageIsFoundHeldReleasedAndDelivered() throws Exception {
        enter("admin");
        String id;
        try (PolicyChange down = new PolicyChange(gatepost, STORE_DOWN)) {
            id = send("alice@example.com");
            deferred(id);
            browser.open("/admin/queue.xhtml?sender=" + sender);
            select();
            browser.keep("queue");
            browser.click("q:hold");
            browser.says("proposal", "Hold 1 entry");
            browser.type("q:why", "looks odd");
            browser.keep("queue-hold");
            browser.click("q:confirm");
            browser.says("said", "1 entry held");

            browser.search(id);
            browser.reaches("/admin/message.xhtml?id=" + id);
            browser.says("sentence", "Held by admin for alice@example.com: looks odd.");
            browser.says("story", "held by admin: looks odd");
            browser.says("copies", "by admin since");
            browser.keep("message-held");

            browser.open("/admin/queue.xhtml?state=held&id=" + id);
            select();
            browser.click("q:release");
            browser.click("q:confirm");
            browser.says("said", "1 entry released");
        }
        Eventually.get("delivered", SOON, () -> gatepost.mailContaining("alice", "Return-Path: <" + sender + ">").size(), found -> found == 1);
        Eventually.get("settled", SOON, () -> gatepost.events(id), kinds -> kinds.contains("deliver"));
        browser.open("/admin/message.xhtml?id=" + id);
        browser.says("sentence", "Delivered to alice@example.com.");
        assertFalse(browser.has("m:hold"));
        browser.keep("message-delivered");
    }

    @Test
    void whatIsHeldIsReleasedOnItsOwnPage() throws Exception {
        String id = send("frank@example.com");
        enter("helpdesk");
        browser.open("/admin/message.xhtml?id=" + id);
        browser.says("copies", "since");
        assertFalse(browser.has("m:delete"));
        browser.click("m:release");
        browser.says("proposal", "Release 1 entry");
        browser.click("m:confirm");
        browser.says("said", "1 entry released");
        Eventually.get("delivered", SOON, () -> gatepost.mailContaining("frank", "Return-Path: <" + sender + ">").size(), found -> found == 1);
    }

    @Test
    void whatIsReturnedGivesTheSenderAReportThatLeadsBack() throws Exception {
        String id = send("frank@example.com");
        enter("admin");
        browser.open("/admin/queue.xhtml?id=" + id);
        select();
        browser.click("q:return");
        browser.says("proposal", "Return 1 entry to the sender");
        browser.keep("queue-return");
        browser.click("q:confirm");
        browser.says("said", "1 entry going back");
        Eventually.get("a report", SOON, () -> gatepost.mailContaining("remote", sender).size(), found -> found == 1);
        browser.open("/admin/message.xhtml?id=" + id);
        browser.says("sentence", "Failed for frank@example.com");
        browser.keep("message-returned");
        browser.css("a.report").click();
        browser.says("story", "report about " + id);
        browser.keep("report");
        browser.css("a.original").click();
        browser.reaches("id=" + id);
    }

    @Test
    void whatIsDeletedIsGoneAndItsStoryStays() throws Exception {
        String id = send("frank@example.com");
        enter("admin");
        browser.open("/admin/message.xhtml?id=" + id);
        browser.click("m:delete");
        browser.says("proposal", "Delete 1 entry");
        browser.type("m:why", "not ours");
        browser.keep("message-delete");
        browser.click("m:confirm");
        browser.says("said", "1 entry deleted");
        browser.says("sentence", "Discarded for frank@example.com");
        browser.keep("message-deleted");
        assertEquals("0", gatepost.text("SELECT count(*) FROM message WHERE reverse_path = '" + sender + "'"));
        assertEquals("admin", gatepost.text("SELECT login FROM audit WHERE action = 'delete' AND object = 'message:" + id + "'"));
    }

    @Test
    void theHelpdeskCannotDeleteOrReturn() throws Exception {
        String id = send("frank@example.com");
        enter("helpdesk");
        browser.open("/admin/queue.xhtml?id=" + id);
        select();
        assertFalse(browser.has("q:return"));
        assertFalse(browser.has("q:delete"));
        browser.keep("queue-helpdesk");
        for (String button : new String[] {"q:delete", "q:return"}) {
            browser.run("PrimeFaces.ab({s: '" + button + "', f: 'q', p: '" + button + " q:rows', u: 'q:bar', onco: function() { document.title = 'asked'; }})");
            browser.titled("asked");
            assertFalse(browser.has("proposal"));
            browser.run("document.title = ''");
        }
        assertEquals("1", gatepost.text("SELECT count(*) FROM message WHERE reverse_path = '" + sender + "'"));
    }

    @Test
    void v08QuarantineIsFoundByItsKindAndWhatIsInfectedIsReleasedByAPostmasterAlone() throws Exception {
        String id = send("frank@example.com");
        try (Connection database = gatepost.database(); Statement statement = database.createStatement()) {
            statement.execute("UPDATE recipient SET state_by = 'quarantine_infected', state_text = 'ContentScan: malware (clamd: infected, Eicar)' WHERE entry_id IN"
                    + " (SELECT e.id FROM queue_entry e JOIN message m ON m.id = e.message_id WHERE m.reverse_path = '" + sender + "')");
        }
        enter("helpdesk");
        browser.open("/admin/queue.xhtml?quarantine=spam&sender=" + sender);
        browser.says("q:rows", "Nothing in the queue matches");
        browser.open("/admin/queue.xhtml?quarantine=infected&sender=" + sender);
        browser.says("q:rows", "quarantine_infected: ContentScan: malware (clamd: infected, Eicar)");
        browser.keep("quarantine");
        browser.open("/admin/message.xhtml?id=" + id);
        browser.says("copies", "by quarantine_infected since");
        browser.says("outline", "text/plain");
        browser.keep("message-quarantined");
        browser.open("/admin/queue.xhtml?quarantine=infected&sender=" + sender);
        select();
        browser.click("q:release");
        browser.click("q:confirm");
        browser.says("said", "Only a postmaster may do that.");
        assertEquals("held", gatepost.text("SELECT r.state FROM recipient r JOIN queue_entry e ON e.id = r.entry_id JOIN message m ON m.id = e.message_id WHERE m.reverse_path = '" + sender + "'"));
        // What a filter or an engine has not passed is the postmaster's, too.
        gatepost.text("UPDATE recipient SET state_by = 'HopRefusal' WHERE state_by = 'quarantine_infected' AND entry_id IN"
                + " (SELECT e.id FROM queue_entry e JOIN message m ON m.id = e.message_id WHERE m.reverse_path = '" + sender + "') RETURNING state");
        browser.open("/admin/queue.xhtml?sender=" + sender);
        select();
        browser.click("q:release");
        browser.click("q:confirm");
        browser.says("said", "Only a postmaster may do that.");
        gatepost.text("UPDATE recipient SET state_by = 'quarantine_infected' WHERE state_by = 'HopRefusal' AND state = 'held' AND entry_id IN"
                + " (SELECT e.id FROM queue_entry e JOIN message m ON m.id = e.message_id WHERE m.reverse_path = '" + sender + "') RETURNING state");
        browser.click("leave:logout");
        enter("admin");
        browser.open("/admin/queue.xhtml?quarantine=any&sender=" + sender);
        select();
        browser.click("q:release");
        browser.click("q:confirm");
        browser.says("said", "1 entry released");
        Eventually.get("delivered", SOON, () -> gatepost.mailContaining("frank", "Return-Path: <" + sender + ">").size(), found -> found == 1);
    }

    @Test
    void recipientsRefusedBesideAreInTheStory() throws Exception {
        String id;
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<" + sender + ">").expect("250");
            talk.say("RCPT TO:<dave@example.com>").expect("550");
            id = finish(talk, "alice@example.com");
        }
        Eventually.get("the refusal is traced", SOON, () -> gatepost.text("SELECT count(*) FROM trace_event WHERE kind = 'refuse' AND sender = '" + sender + "'"), "1"::equals);
        Eventually.get("delivered", SOON, () -> gatepost.events(id), kinds -> kinds.contains("deliver"));
        enter("admin");
        browser.open("/admin/message.xhtml?id=" + id);
        browser.says("sentence", "Refused at RCPT: dave@example.com: 550 5.2.1");
        browser.says("sentence", "Delivered to alice@example.com.");
        browser.keep("message-refused-beside");
    }

    @Test
    void loggingOutEndsTheSession() {
        enter("admin");
        browser.click("leave:logout");
        browser.reaches("/admin/login.xhtml");
        browser.open("/admin/queue.xhtml");
        browser.reaches("/admin/login.xhtml");
    }

    @Test
    void aClickAfterTheSessionEndedSaysSo() throws Exception {
        enter("admin");
        browser.open("/admin/queue.xhtml");
        browser.id("q:hold");
        browser.forgetSession();
        browser.click("q:hold");
        browser.reaches("/admin/expired.xhtml");
        browser.keep("expired");
    }

    @Test
    void aPageThatIsNotThereSaysSo() throws Exception {
        enter("admin");
        browser.open("/admin/nowhere.xhtml");
        assertTrue(browser.text().contains("There is no such page."), browser.text());
        browser.keep("missing");
        browser.open("/admin/message.xhtml?id=nonsense");
        browser.says("sentence", "Not a queue id");
        browser.open("/admin/message.xhtml?id=01arz3ndektsv4rrffq69g5fav");
        browser.says("sentence", "Nothing is known of this message");
        browser.keep("message-unknown");
    }

    @Test
    void theDirectoryIsLookedUpAndWhatIsRememberedIsForgottenOnAllNodes() throws Exception {
        enter("helpdesk");
        browser.open("/admin/directory.xhtml");
        browser.says("servers", "answers");
        browser.type("address", "team@example.com");
        browser.click("look");
        browser.says("answer", "deliveries 1 address");
        browser.says("answer", "account kind group");
        browser.keep("directory");
        browser.open("/admin/directory.xhtml?address=dave@example.com");
        browser.says("answer", "reply 550 5.2.1");
        browser.type("d:object", "dave@example.com");
        browser.click("d:forget");
        browser.says("said", "dave@example.com is forgotten: 1 answer on this node");
        browser.click("d:forgetAll");
        browser.says("said", "Everything is forgotten");
        assertEquals("2", gatepost.text("SELECT count(*) FROM audit WHERE login = 'helpdesk' AND action = 'forget' AND object IN ('directory:dave@example.com', 'directory:*')"));
        assertEquals("dave@example.com *", gatepost.text("SELECT string_agg(object, ' ' ORDER BY id) FROM directory_flush WHERE author = 'helpdesk'"));
        browser.open("/admin/directory.xhtml?address=nonsense");
        browser.says("said", "That is no address.");
    }

    private void enter(String login) {
        browser.open("/admin/");
        logIn(login, login);
        browser.reaches("/admin/overview.xhtml");
        browser.id("sentence");
    }

    private void logIn(String login, String password) {
        browser.type("door:login", login);
        browser.type("door:password", password);
        browser.click("door:enter");
    }

    private void select() {
        browser.css("#q\\:rows_data .ui-chkbox-box").click();
        browser.says("count", "1 entry selected");
    }

    private String send(String recipient) throws Exception {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<" + sender + ">").expect("250");
            return finish(talk, recipient);
        }
    }

    private static String finish(SmtpTalk talk, String recipient) throws Exception {
        talk.say("RCPT TO:<" + recipient + ">").expect("250");
        talk.say("DATA").expect("354");
        talk.send("From: Somebody <somebody@remote.example>\r\nSubject: to be looked at\r\n\r\nbody\r\n.\r\n");
        return talk.expect("250 2.0.0").replaceAll("^250 2\\.0\\.0 .*?([0-9a-z]{26}).*$", "$1");
    }

    private void deferred(String id) throws Exception {
        Eventually.get("deferred", SOON, () -> gatepost.events(id), kinds -> kinds.contains("defer"));
    }
}

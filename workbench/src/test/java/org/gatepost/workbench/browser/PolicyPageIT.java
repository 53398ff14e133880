package org.gatepost.workbench.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.gatepost.workbench.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Policy in a real browser before the real application: written, checked, compared, activated, rolled back, and none of it for the helpdesk. */
class PolicyPageIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final RunningGatepost gatepost = RunningGatepost.shared();
    private Browser browser;

    @BeforeEach
    void open() throws Exception {
        browser = new Browser("https://127.0.0.1:" + gatepost.httpsPort());
    }

    @AfterEach
    void close() {
        browser.close();
    }

    private void enter(String login) {
        browser.open("/admin/");
        browser.type("door:login", login);
        browser.type("door:password", login);
        browser.click("door:enter");
        browser.reaches("/admin/overview.xhtml");
    }

    private String replyToRcpt() throws Exception {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<a@remote.example>").expect("250");
            return talk.say("RCPT TO:<bob@example.com>").reply();
        }
    }

    /** A table behind what the editor holds, as typing it would put it there. */
    private void append(String entry) {
        browser.id("p:text");
        browser.run("var area = document.getElementById('p:text'); area.value += '\\n[mapping_table SEND_ACCESS]\\nentries =\\n|   " + entry + "\\n';"
                + " area.dispatchEvent(new Event('input', {bubbles: true}));");
    }

    @Test
    @DisplayName("A03 policy is written, compared, activated and rolled back in the browser")
    void a03PolicyIsWrittenComparedActivatedAndRolledBackInTheBrowser() throws Exception {
        long before = Long.parseLong(gatepost.text("SELECT version_id FROM active_policy"));
        String newest = gatepost.text("SELECT max(id) FROM policy_version");
        enter("admin");
        browser.open("/admin/policy.xhtml");
        browser.says("sentence", "Version " + before + " decides.");
        browser.keep("policy");

        append("*|*|*|bob@*  $(");
        browser.click("p:check");
        browser.says("said", "1 thing is wrong.");
        browser.says("problems", "mapping_table SEND_ACCESS");
        browser.keep("policy-wrong");
        assertEquals(newest, gatepost.text("SELECT max(id) FROM policy_version"), "a check makes nothing");

        browser.open("/admin/policy.xhtml");
        append("*|*|*|bob@*  $X4.7.1|$Nnot$ now");
        browser.type("p:note", "Bob is away");
        browser.click("p:draft");
        browser.says("said", "is made; it decides nothing");
        browser.says("changes", "bob@*");
        browser.says("versions", "Bob is away");
        browser.keep("policy-draft");
        assertTrue(replyToRcpt().startsWith("250"), "a draft decides nothing");
        long draft = Long.parseLong(gatepost.text("SELECT max(id) FROM policy_version"));
        assertEquals("admin", gatepost.text("SELECT author FROM policy_version WHERE id = " + draft));

        browser.click("p:activate");
        browser.says("question", "Activate version " + draft + "?");
        browser.keep("policy-activate");
        browser.click("p:confirm");
        try {
            browser.says("said", "Version " + draft + " decides instead of version " + before);
            Eventually.get("the draft decides", SOON, this::replyToRcpt, "450 4.7.1 not now"::equals);
        } finally {
            browser.click("p:back");
            browser.says("question", "Go back to the version that decided before version " + draft + "?");
            browser.click("p:confirm");
            browser.says("said", "Version " + before + " decides instead of version " + draft);
        }
        Eventually.get("the former decides", SOON, () -> replyToRcpt().substring(0, 3), "250"::equals);
        assertEquals("3", gatepost.text("SELECT count(*) FROM audit WHERE login = 'admin' AND (object = 'policy:" + draft + "' OR object = 'policy:" + before + "' AND action = 'rollback')"));
    }

    @Test
    void v02AScriptIsCheckedByLineAndColumnAndMadeADraft() throws Exception {
        long before = Long.parseLong(gatepost.text("SELECT version_id FROM active_policy"));
        try (Connection database = gatepost.database(); Statement statement = database.createStatement()) {
            statement.execute("INSERT INTO user_script (owner, name, active, script) VALUES ('carol@example.com', 'holiday', false, E'keep;\nvacation \"away\";')");
        }
        enter("admin");
        browser.open("/admin/sieve.xhtml");
        browser.says("sentence", "Sieve scripts of version " + before);
        browser.type("s:name", "domain example.com");
        script("if header :contains \"Subject\" \"x\" {\n  discrad;\n}");
        browser.click("s:check");
        browser.says("said", "1 thing is wrong.");
        browser.says("problems", "2:3");
        browser.keep("sieve-wrong");
        browser.click("s:draft");
        browser.says("said", "No draft was made.");
        script("if header :contains \"Subject\" \"</textarea><script>\" { discard; }");
        browser.type("s:note", "rubbish goes");
        browser.click("s:draft");
        browser.says("said", "it decides nothing until it is activated");
        browser.keep("sieve-draft");
        long draft = Long.parseLong(gatepost.text("SELECT max(id) FROM policy_version"));
        assertEquals("if header :contains \"Subject\" \"</textarea><script>\" { discard; }",
                gatepost.text("SELECT script FROM sieve_filter WHERE version_id = " + draft + " AND name = 'domain example.com'"));
        assertEquals(before, Long.parseLong(gatepost.text("SELECT version_id FROM active_policy")));
        browser.run("document.getElementById('made').click()");
        browser.says("changes", "sieve_filter domain example.com");

        browser.open("/admin/sieve.xhtml?version=" + draft + "&name=domain%20example.com");
        browser.says("filters", "domain example.com");
        browser.click("s:remove");
        browser.says("said", "it decides nothing until it is activated");
        assertEquals("0", gatepost.text("SELECT count(*) FROM sieve_filter WHERE version_id = " + (draft + 1)));

        browser.open("/admin/sieve.xhtml?user=Carol@example.com");
        browser.says("user-scripts", "line 2, column 1");
        browser.keep("sieve-user");
        browser.open("/admin/sieve.xhtml?user=nobody@example.com");
        browser.says("nobody", "keeps no script here");
    }

    /** As typing would put it there. */
    private void script(String text) {
        browser.id("s:script");
        browser.run("var area = document.getElementById('s:script'); area.value = " + Json.line(text) + "; area.dispatchEvent(new Event('input', {bubbles: true}));");
    }

    @Test
    void theHelpdeskSeesNoPolicy() {
        enter("helpdesk");
        assertFalse(browser.css(".side").getText().contains("Policy"));
        browser.open("/admin/policy.xhtml");
        browser.says("said", "Only a postmaster");
        assertFalse(browser.has("p:text"));
        assertFalse(browser.has("versions"));
        browser.open("/admin/sieve.xhtml?user=carol@example.com");
        browser.says("said", "Only a postmaster");
        browser.says("nobody", "Only a postmaster");
        assertFalse(browser.has("s:script"));
    }
}

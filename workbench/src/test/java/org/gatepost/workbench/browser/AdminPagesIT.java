package org.gatepost.workbench.browser;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

import org.gatepost.mail.QueueId;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminPagesIT {

    private static final String SENDER = "browser-test@remote.example";

    private RunningGatepost gatepost;
    private Browser browser;
    private QueueId waiting;

    @BeforeEach
    void open() throws Exception {
        gatepost = RunningGatepost.shared();
        waiting = new QueueId(new UUID(System.currentTimeMillis() << 16 | 0x7000, 0x8000_0000_0000_0001L));
        putIntoQueue(waiting);
        browser = new Browser("https://127.0.0.1:" + gatepost.httpsPort());
    }

    @AfterEach
    void close() throws Exception {
        browser.close();
        takeOutOfQueue(waiting);
    }

    @Test
    void refusesAWrongAndAnEmptyPassword() throws Exception {
        browser.open("/admin/");
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
        enter("admin");
        browser.says("policy", "1");
        assertFalse(browser.id("sentence").getText().isEmpty());
        browser.keep("overview");
    }

    @Test
    void aQueuedMessageIsFoundHeldReadAndReleased() throws Exception {
        enter("admin");
        browser.open("/admin/queue.xhtml?sender=" + SENDER + "&id=" + waiting);
        browser.css("#q\\:rows_data .ui-chkbox-box").click();
        browser.says("count", "1 entry selected");
        browser.keep("queue");
        browser.click("q:hold");
        browser.says("proposal", "Hold 1 entry");
        browser.type("q:why", "looks odd");
        browser.keep("queue-hold");
        browser.click("q:confirm");
        browser.says("said", "1 entry held");

        browser.open("/admin/search?q=" + waiting);
        browser.reaches("/admin/message.xhtml?id=" + waiting);
        browser.says("sentence", "Held by admin for alice@example.com: looks odd.");
        browser.says("story", "held by admin: looks odd");
        browser.keep("message-held");

        browser.open("/admin/queue.xhtml?state=held&id=" + waiting);
        browser.css("#q\\:rows_data .ui-chkbox-box").click();
        browser.says("count", "1 entry selected");
        browser.click("q:release");
        browser.click("q:confirm");
        browser.says("said", "1 entry released");
    }

    @Test
    void theHelpdeskSeesNoReturnAndNoDelete() throws Exception {
        enter("helpdesk");
        browser.open("/admin/queue.xhtml");
        browser.id("q:hold");
        assertFalse(browser.has("q:return"));
        assertFalse(browser.has("q:delete"));
        browser.keep("queue-helpdesk");
    }

    @Test
    void loggingOutEndsTheSession() {
        enter("admin");
        browser.click("leave:logout");
        browser.reaches("/admin/login.xhtml");
        browser.open("/admin/queue.xhtml");
        browser.reaches("/admin/login.xhtml");
    }

    private void enter(String login) {
        browser.open("/admin/");
        logIn(login, login);
        browser.reaches("/admin/overview.xhtml");
    }

    private void logIn(String login, String password) {
        browser.type("door:login", login);
        browser.type("door:password", password);
        browser.click("door:enter");
    }

    /** A message of ours whose next attempt is an hour away, so that it waits for as long as the test looks at it. */
    private void putIntoQueue(QueueId id) throws SQLException {
        try (Connection connection = gatepost.database()) {
            run(connection, "INSERT INTO message (id, reverse_path, body, content_octets, header_edits, session_id, transaction_no, client_address, client_port, hello,"
                    + " extended, source_channel, policy_version, open_entries) VALUES (?, '" + SENDER + "', '7BIT', 40, '', 'browser', 1, '127.0.0.1', 4711,"
                    + " 'client.remote.example', true, 'tcp_local', 1, 1)", id.value());
            run(connection, "INSERT INTO queue_entry (id, message_id, channel, next_hop, due_at) VALUES (?, ?, 'tcp_lmtpcs', 'tcp_lmtpcs', now() + interval '1 hour')",
                    id.value(), id.value());
            run(connection, "INSERT INTO recipient (entry_id, recipient_no, address, presented, state) VALUES (?, 0, 'alice@example.com', 'alice@example.com', 'waiting')",
                    id.value());
            run(connection, "INSERT INTO content_chunk (message_id, chunk_no, octets) VALUES (?, 0, ?)", id.value(),
                    "From: a@remote.example\r\nSubject: Browser\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void takeOutOfQueue(QueueId id) throws SQLException {
        try (Connection connection = gatepost.database()) {
            run(connection, "DELETE FROM queue_entry WHERE message_id = ?", id.value());
            run(connection, "DELETE FROM content_chunk WHERE message_id = ?", id.value());
            run(connection, "DELETE FROM message WHERE id = ?", id.value());
        }
    }

    private static void run(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}

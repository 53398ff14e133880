package org.gatepost.ee.admin;

import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.sql.DataSource;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

import org.gatepost.ee.store.ContentChunks;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.QueueId;
import org.gatepost.sieve.message.MessageOutline;
import org.gatepost.sieve.message.ReceivedMessage;

/** One message's story: its rows while it is in the queue, and its trace for as long as that is kept. */
@Stateless
@ForRoles({Roles.POSTMASTER, Roles.HELPDESK})
public class MessageStories {

    private static final int LINES_MAX = 1000;
    private static final int COPIES_MAX = 1000;
    /** How long before a message was accepted its recipients may have been refused: further back nobody looks. */
    private static final Duration TRANSACTION_MAX = Duration.ofMinutes(10);
    private static final String LINE = "SELECT r.at, r.kind, r.node, r.sender, r.recipient, r.client_address, r.reply, r.reason, r.details::text AS details";
    private static final int HEADER_OCTETS_MAX = 65_536;
    private static final int OUTLINE_OCTETS_MAX = 4 << 20;

    @Resource(lookup = "java:app/jdbc/gatepost")
    private DataSource database;

    /** What is known of it. Of messages with very many recipients the first 1,000 copies and lines. */
    public MessageStory of(QueueId id) {
        return Sql.on(database, connection -> {
            Optional<MessageFacts> facts = Sql.of("SELECT * FROM message WHERE id = ?", id.value()).first(connection, MessageStories::facts);
            List<CopyState> copies = copies(connection, id);
            List<StoryLine> lines = new ArrayList<>(refusals(connection, id));
            lines.addAll(Sql.of(LINE + " FROM trace_event r WHERE r.queue_id = ? ORDER BY r.at, r.id LIMIT ?", id.value(), LINES_MAX)
                    .list(connection, MessageStories::line));
            String sentence = StorySentence.of(copies, lines);
            AuditLog.of(id, connection).forEach(entry -> lines.add(new StoryLine(entry.at(), "edit", "", "", "", "",
                    entry.action() + " by " + entry.login() + ", " + entry.text(), Map.of())));
            lines.sort(Comparator.comparing(StoryLine::at));
            return new MessageStory(id, sentence, facts, copies, lines);
        });
    }

    /** The header section as received, at most 64 KiB of it, one character an octet; empty once the content is gone. */
    public Optional<String> headerSection(QueueId id) {
        return Sql.on(database, connection -> Sql.of("SELECT substring(octets FROM 1 FOR " + HEADER_OCTETS_MAX + ") FROM content_chunk"
                + " WHERE message_id = ? AND chunk_no = 0", id.value()).first(connection, row -> header(row.getBytes(1))));
    }

    /** What it consists of, by the first 4 MiB of its content; empty once that is gone, and where it cannot be told. */
    public List<PartLine> outline(QueueId id) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        Sql.on(database, connection -> Sql.of("SELECT octets FROM content_chunk WHERE message_id = ? ORDER BY chunk_no LIMIT ?", id.value(), OUTLINE_OCTETS_MAX / ContentChunks.CHUNK_OCTETS)
                .list(connection, row -> row.getBytes(1))).forEach(content::writeBytes);
        return content.size() == 0 ? List.of() : MessageOutline.of(ReceivedMessage.of(content.toByteArray())).stream()
                .map(part -> new PartLine(part.depth(), part.type(), part.name(), part.octets())).toList();
    }

    static String header(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        return (end < 0 ? text : text.substring(0, end + 2)).replace("\r\n", "\n");
    }

    /** The recipients refused in the mail transaction the message came by: those rows bear no queue id, for there was none yet. */
    private static List<StoryLine> refusals(Connection connection, QueueId id) throws SQLException {
        return Sql.of(LINE + " FROM trace_event a JOIN trace_event r ON r.session_id = a.session_id AND r.transaction_no = a.transaction_no AND r.kind = 'refuse' AND r.recipient IS NOT NULL"
                + " AND r.at BETWEEN a.at - make_interval(secs => ?) AND a.at WHERE a.queue_id = ? AND a.kind = 'accept' AND a.transaction_no > 0"
                + " ORDER BY r.at, r.id LIMIT ?", (double) TRANSACTION_MAX.toSeconds(), id.value(), LINES_MAX).list(connection, MessageStories::line);
    }

    private static List<CopyState> copies(Connection connection, QueueId id) throws SQLException {
        return Sql.of("SELECT e.id, e.channel, e.next_hop, e.attempts, e.due_at, e.incarnation, e.last_reply, e.return_requested_by,"
                + " r.address, r.presented, r.state, r.state_by, r.state_text FROM queue_entry e JOIN recipient r ON r.entry_id = e.id"
                + " WHERE e.message_id = ? ORDER BY e.id, r.recipient_no LIMIT ?", id.value(), COPIES_MAX).list(connection, row -> new CopyState(
                        Sql.uuid(row, "id"), row.getString("address"), row.getString("presented"), row.getString("channel"),
                        row.getString("next_hop"), row.getString("state"), row.getString("state_by"), row.getString("state_text"),
                        row.getInt("attempts"), Sql.maybeInstant(row, "due_at"), row.getObject("incarnation") != null,
                        row.getString("return_requested_by") != null, row.getString("last_reply")));
    }

    private static MessageFacts facts(ResultSet row) throws SQLException {
        String client = row.getString("client_address");
        return new MessageFacts(Sql.instant(row, "arrived_at"), row.getString("reverse_path"), row.getLong("content_octets"), row.getString("body"),
                client.isEmpty() ? "" : client + " port " + row.getInt("client_port"), row.getString("hello"), text(row, "tls"),
                text(row, "identity"), row.getString("source_channel"), row.getLong("policy_version"), row.getString("session_id"),
                row.getInt("transaction_no"), row.getString("marks"), edits(row.getString("header_edits")), text(row, "ret"), text(row, "envid"));
    }

    private static int edits(String text) {
        return HeaderEdits.fromText(text).patches().size();
    }

    private static StoryLine line(ResultSet row) throws SQLException {
        Map<String, String> details = details(row.getString("details"));
        Optional.ofNullable(row.getString("client_address")).ifPresent(client -> details.put("client", client));
        return new StoryLine(Sql.instant(row, "at"), row.getString("kind"), row.getString("node"), text(row, "sender"), text(row, "recipient"),
                text(row, "reply"), row.getString("reason"), details);
    }

    static Map<String, String> details(String json) {
        Map<String, String> details = new LinkedHashMap<>();
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            for (Map.Entry<String, JsonValue> entry : reader.readObject().entrySet()) {
                details.put(entry.getKey(), entry.getValue() instanceof JsonString string ? string.getString() : entry.getValue().toString());
            }
        }
        return details;
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).orElse("");
    }
}

package org.gatepost.ee.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.gatepost.mail.ChannelName;
import org.gatepost.mail.Envelope;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.Origin;
import org.gatepost.mail.QueueId;
import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.EntryWishes;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.queue.QueuedRecipient;
import org.gatepost.queue.Route;
import org.gatepost.smtp.protocol.FutureRelease;
import org.gatepost.smtp.protocol.Handling;
import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Ret;
import org.gatepost.smtp.protocol.ReversePath;

/** An entry with its message as the claim reads it; the recipients come by a query of their own. */
record ClaimedRow(UUID entryId, Route route, int attempts, int noticesSent, Duration age, Optional<String> returnRequestedBy, Optional<ReversePath> listOwner,
        Optional<HeaderEdits> edits, EntryWishes wishes, QueuedMessage message) {

    static ClaimedRow read(ResultSet row) throws SQLException {
        Route route = new Route(new ChannelName(row.getString("channel")), row.getString("next_hop"));
        return new ClaimedRow((UUID) row.getObject("entry_id"), route, row.getInt("attempts"), row.getInt("notices_sent"),
                Duration.ofMillis(Math.max(0, row.getLong("age_ms"))), Optional.ofNullable(row.getString("return_requested_by")),
                Optional.ofNullable(row.getString("list_owner")).map(StoredForms::reversePath),
                Optional.ofNullable(row.getString("entry_edits")).map(HeaderEdits::fromText),
                Optional.ofNullable(row.getString("entry_wishes")).map(StoredForms::wishes).orElse(EntryWishes.NONE), message(row));
    }

    ClaimedEntry with(List<QueuedRecipient> recipients) {
        return new ClaimedEntry(new QueueEntry(entryId, route, attempts, noticesSent, age, recipients, returnRequestedBy, listOwner, edits, wishes), message);
    }

    private static QueuedMessage message(ResultSet row) throws SQLException {
        MailParameters parameters = new MailParameters(OptionalLong.empty(), StoredForms.body(row.getString("body")),
                Optional.ofNullable(row.getString("ret")).map(Ret::valueOf), Optional.ofNullable(row.getString("envid")), handling(row));
        return new QueuedMessage(new QueueId((UUID) row.getObject("id")),
                new Envelope(StoredForms.reversePath(row.getString("reverse_path")), parameters), row.getLong("content_octets"),
                HeaderEdits.fromText(row.getString("header_edits")), origin(row), row.getLong("policy_version"), marks(row.getString("marks")));
    }

    private static Handling handling(ResultSet row) throws SQLException {
        String solicit = row.getString("solicit");
        Optional<FutureRelease> release = Optional.ofNullable(row.getTimestamp("release_at")).map(at -> new FutureRelease.HoldUntil(at.toInstant()));
        return new Handling(row.getBoolean("smtputf8"), false, solicit.isEmpty() ? List.of() : Arrays.asList(solicit.split(",")), row.getBoolean("requiretls"), release,
                Optional.ofNullable(row.getString("deliver_by")).map(StoredForms::deliverBy), row.getInt("priority"));
    }

    private static Origin origin(ResultSet row) throws SQLException {
        Optional<Origin.Client> client = Optional.empty();
        String address = row.getString("client_address");
        if (!address.isEmpty()) {
            client = Optional.of(new Origin.Client(IpAddress.parse(address), row.getInt("client_port"),
                    new Hello(row.getString("hello"), row.getBoolean("extended")), StoredForms.tls(row.getString("tls")),
                    Optional.ofNullable(row.getString("identity"))));
        }
        return new Origin(row.getString("session_id"), row.getInt("transaction_no"), client, new ChannelName(row.getString("source_channel")));
    }

    private static Set<String> marks(String text) {
        return text.isEmpty() ? Set.of() : Arrays.stream(text.split(" ")).collect(Collectors.toSet());
    }
}

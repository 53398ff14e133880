package org.gatepost.gate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.gatepost.channel.SubmissionKeywords;
import org.gatepost.channel.SubmissionKeywords.SenderStamp;
import org.gatepost.directory.LoginUser;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.MessageHeader;
import org.gatepost.mail.MessageHeader.Field;
import org.gatepost.mail.QueueId;
import org.gatepost.mail.TraceHeader;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.SessionFacts;

/** What is put right in the header of a user's own message (RFC 6409 section 8): Date, Message-ID, and who sent it. */
final class SubmissionEdits {

    private SubmissionEdits() {
    }

    /** {@code edits} and those this channel makes of this user's message. */
    static HeaderEdits added(HeaderEdits edits, JudgedMessage message, SessionFacts facts, QueueId id, String hostname) {
        SubmissionKeywords submission = facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().submission();
        Optional<LoginUser> user = facts.get(GateFacts.USER);
        MessageHeader header = message.header();
        StringBuilder fields = new StringBuilder();
        List<HeaderEdits.Patch> patches = new ArrayList<>(edits.patches());
        named(submission, header, facts).forEach((name, address) -> {
            // What another claims goes: the field may stand there once (RFC 5322 section 3.6).
            for (Field claimed : header.all(name.toLowerCase(Locale.ROOT))) {
                patches.add(new HeaderEdits.Patch(claimed.at(), claimed.length(), ""));
            }
            fields.append(name).append(": <").append(address.address()).append(">\r\n");
        });
        if (user.isPresent() && submission.submit()) {
            Instant at = message.request().receivedAt();
            if (header.all("date").isEmpty()) {
                fields.append("Date: ").append(TraceHeader.date(at)).append("\r\n");
            }
            if (header.all("message-id").isEmpty()) {
                fields.append("Message-ID: <").append(id).append('@').append(hostname).append(">\r\n");
            }
        }
        HeaderEdits all = new HeaderEdits(patches);
        return fields.isEmpty() ? all : all.prepend(fields.toString());
    }

    /** Fields the channel writes, and whom they name. */
    private static Map<String, Mailbox> named(SubmissionKeywords submission, MessageHeader header, SessionFacts facts) {
        SenderStamp stamp = submission.senderStamp();
        if (stamp == SenderStamp.NONE || facts.get(GateFacts.USER).isEmpty() && !submission.stampsEverybody()) {
            return Map.of();
        }
        boolean resent = stamp.followsResent() && header.fields().stream().anyMatch(field -> field.name().startsWith("resent-"));
        String prefix = resent ? "Resent-" : "";
        Map<String, Mailbox> fields = new LinkedHashMap<>();
        Optional<Mailbox> user = OriginatorTable.authenticated(facts);
        switch (stamp) {
            case NONE -> { }
            case RESENT_OR_SENDER, SENDER -> user.ifPresent(address -> fields.put(prefix + "Sender", address));
            case RESENT_OR_FROM, FROM -> user.ifPresent(address -> fields.put(prefix + "From", address));
            case TABLE_RESENT_OR_PLAIN, TABLE -> facts.get(GateFacts.ORIGINATORS).ifPresent(said -> {
                said.sender().ifPresent(address -> fields.put(prefix + "Sender", address));
                said.from().ifPresent(address -> fields.put(prefix + "From", address));
            });
        }
        return fields;
    }
}

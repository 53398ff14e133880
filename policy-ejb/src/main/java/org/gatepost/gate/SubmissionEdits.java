package org.gatepost.gate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.gatepost.channel.SubmissionKeywords;
import org.gatepost.channel.SubmissionKeywords.SenderStamp;
import org.gatepost.directory.LoginUser;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.MessageHeader;
import org.gatepost.mail.MessageHeader.Field;
import org.gatepost.mail.QueueId;
import org.gatepost.mail.TraceHeader;
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
        if (user.isPresent() && submission.senderStamp() != SenderStamp.NONE) {
            String name = nameOf(submission.senderStamp(), header);
            // What another claims goes: the field may stand there once (RFC 5322 section 3.6).
            for (Field claimed : header.all(name.toLowerCase(Locale.ROOT))) {
                patches.add(new HeaderEdits.Patch(claimed.at(), claimed.length(), ""));
            }
            fields.append(name).append(": <").append(user.get().mail().address()).append(">\r\n");
        }
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

    private static String nameOf(SenderStamp stamp, MessageHeader header) {
        boolean resent = header.fields().stream().anyMatch(field -> field.name().startsWith("resent-"));
        return stamp == SenderStamp.RESENT_OR_SENDER && resent ? "Resent-Sender" : "Sender";
    }
}

package org.gatepost.trace;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import org.gatepost.mail.QueueId;
import org.gatepost.smtp.protocol.Reply;

/**
 * One row of the trace: something that happened to a connection, a message or one recipient's copy, and why.
 *
 * @param at by the node's clock
 * @param session the SMTP session it belongs to, with the transaction's number (0: none)
 * @param sender reverse-path without brackets, where a transaction has one
 * @param recipient the recipient concerned, where it is about one
 * @param client the client's address, for what concerns a connection
 * @param reply the reply given, or received from a next hop
 * @param reason the stage or rule, and what it saw; never shown to clients, never a secret
 * @param details further facts by name; values are String, Number, Boolean, or lists of them
 */
public record TraceEvent(Kind kind, Instant at, Optional<String> session, int transaction, Optional<QueueId> queueId, Optional<String> sender,
        Optional<String> recipient, Optional<String> client, Optional<Reply> reply, String reason, Map<String, Object> details) {

    /** What can happen. In the database and the JSON log in lower case. */
    public enum Kind {
        /** A client connected and was greeted. */
        CONNECT,
        /** A client proved who it is. */
        LOGIN,
        /** A session ended. */
        DISCONNECT,
        /** A connection, command or message was refused, for good or for now. */
        REFUSE,
        /** A refusal that is only tried: what it was about was let through. */
        WOULD_REFUSE,
        /** Somebody asked for the mail of a domain by ETRN, and its delivery begins. */
        TURN,
        /** A message became ours. */
        ACCEPT,
        /** A next hop took a recipient's copy. */
        DELIVER,
        /** An attempt failed for now. */
        DEFER,
        /** A recipient's copy failed for good, or grew too old. */
        FAIL,
        /** A report was queued. */
        DSN,
        /** A report was not sent, by the rule the reason names. */
        NO_DSN,
        /** A recipient's copy is held. */
        HOLD,
        /** A held copy waits for delivery again. */
        RELEASE,
        /** A copy was discarded, by the rule or person the reason names. */
        DISCARD
    }

    public TraceEvent {
        details = Details.of(details);
    }

    /** An event with nothing but its kind, time and reason; the {@code with} methods add the rest. */
    public static TraceEvent of(Kind kind, Instant at, String reason) {
        return new TraceEvent(kind, at, Optional.empty(), 0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), reason, Details.NONE);
    }

    public TraceEvent withSession(String sessionId, int transactionNumber) {
        return new TraceEvent(kind, at, Optional.of(sessionId), transactionNumber, queueId, sender, recipient, client, reply, reason, details);
    }

    public TraceEvent withQueueId(QueueId id) {
        return new TraceEvent(kind, at, session, transaction, Optional.of(id), sender, recipient, client, reply, reason, details);
    }

    public TraceEvent withSender(String address) {
        return new TraceEvent(kind, at, session, transaction, queueId, Optional.of(address), recipient, client, reply, reason, details);
    }

    public TraceEvent withRecipient(String address) {
        return new TraceEvent(kind, at, session, transaction, queueId, sender, Optional.of(address), client, reply, reason, details);
    }

    public TraceEvent withClient(String address) {
        return new TraceEvent(kind, at, session, transaction, queueId, sender, recipient, Optional.of(address), reply, reason, details);
    }

    public TraceEvent withReply(Reply given) {
        return new TraceEvent(kind, at, session, transaction, queueId, sender, recipient, client, Optional.of(given), reason, details);
    }

    /** One more detail, where there is one. */
    public TraceEvent with(String name, Optional<?> value) {
        return value.map(present -> with(name, (Object) present)).orElse(this);
    }

    /** One more detail. */
    public TraceEvent with(String name, Object value) {
        return new TraceEvent(kind, at, session, transaction, queueId, sender, recipient, client, reply, reason, Details.of(details).with(name, value));
    }
}

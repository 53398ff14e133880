package org.gatepost.gate;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import org.gatepost.dnslist.ListAnswer;
import org.gatepost.dnslist.ListFacts;
import org.gatepost.mail.QueueId;
import org.gatepost.mailauth.ClientName;
import org.gatepost.mailauth.NameFacts;
import org.gatepost.mailauth.spf.SpfFacts;
import org.gatepost.mailauth.spf.SpfVerdict;
import org.gatepost.smtp.listener.AuthRequest;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.listener.DisconnectNotice;
import org.gatepost.smtp.listener.InquiryRequest;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.MessageRequest;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.listener.RefusalNotice;
import org.gatepost.smtp.protocol.ClientCertificate;
import org.gatepost.smtp.protocol.Command;
import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.TlsSession;
import org.gatepost.stage.SessionFacts;
import org.gatepost.trace.TraceEvent;
import org.gatepost.trace.TraceEvent.Kind;
import org.gatepost.trace.TraceLog;

/** Writes what happens in sessions: connections, refusals, ends. What was accepted is written with the message itself. Safe for use by many threads. */
final class SessionTrace {

    private static final String POLICY_VERSION = "policyVersion";

    private final TraceLog log;
    private final Clock clock;

    SessionTrace(TraceLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    void connected(Connection connection, SessionFacts facts) {
        log.record(event(Kind.CONNECT, connection, "").with("sourceChannel", facts.require(GateFacts.SOURCE_CHANNEL).name().value())
                .with("clientName", facts.get(NameFacts.CLIENT).map(ClientName::text)).with("dnsLists", lists(facts))
                .with(POLICY_VERSION, version(facts)));
    }

    /** A client that encrypts its connection begins anew, and what was agreed belongs to it. */
    void encrypted(Connection connection, SessionFacts facts) {
        TraceEvent event = event(Kind.CONNECT, connection, "encrypted").with("sourceChannel", facts.require(GateFacts.SOURCE_CHANNEL).name().value());
        log.record(event.with("cipher", connection.tls().map(TlsSession::cipher)).with("serverName", connection.tls().flatMap(TlsSession::serverName))
                .with("clientCertificate", connection.tls().flatMap(TlsSession::client).map(ClientCertificate::subject))
                .with("clientCertificateVerified", connection.tls().flatMap(TlsSession::client).map(ClientCertificate::verified)).with(POLICY_VERSION, version(facts)));
    }

    /** @param mechanism by which it proved who it is */
    void loggedIn(Connection connection, String mechanism, SessionFacts facts) {
        log.record(event(Kind.LOGIN, connection, "").with("mechanism", mechanism).with("identity", identity(facts))
                .with("cipher", connection.tls().map(TlsSession::cipher)).with("sourceChannel", facts.require(GateFacts.SOURCE_CHANNEL).name().value())
                .with(POLICY_VERSION, version(facts)));
    }

    void refused(Connection connection, SessionFacts facts, Reply reply, String reason) {
        log.record(event(Kind.REFUSE, connection, reason).withReply(reply).with(POLICY_VERSION, version(facts)));
    }

    void refused(AuthRequest auth, Reply reply, String reason) {
        log.record(event(Kind.REFUSE, auth.connection(), reason).with("hello", auth.hello().name()).withReply(reply).with("stage", "auth")
                .with("sourceChannel", SessionFacts.in(auth.notes()).get(GateFacts.SOURCE_CHANNEL).map(channel -> channel.name().value()))
                .with(POLICY_VERSION, version(SessionFacts.in(auth.notes()))));
    }

    void refused(MailRequest mail, Reply reply, String reason) {
        log.record(inTransaction(Kind.REFUSE, mail, SessionFacts.in(mail.notes()), reason).withReply(reply).with("stage", "mail"));
    }

    void refused(RcptRequest rcpt, Reply reply, String reason) {
        log.record(inTransaction(Kind.REFUSE, rcpt.mail(), SessionFacts.in(rcpt.notes()), reason).withReply(reply).with("stage", "rcpt")
                .withRecipient(rcpt.forwardPath().address()));
    }

    void refused(MessageRequest message, Reply reply, String reason) {
        log.record(inMessage(message, reason).withReply(reply));
    }

    /** What is only tried is written where it was about to be refused, whatever becomes of the rest. */
    void wouldRefuse(Connection connection, SessionFacts facts, OnTrial.Tried tried) {
        log.record(wouldRefuse(event(Kind.WOULD_REFUSE, connection, reason(tried)), tried).with("stage", "connect").with(POLICY_VERSION, version(facts)));
    }

    void wouldRefuse(MailRequest mail, OnTrial.Tried tried) {
        log.record(wouldRefuse(inTransaction(Kind.WOULD_REFUSE, mail, SessionFacts.in(mail.notes()), reason(tried)), tried).with("stage", "mail"));
    }

    void wouldRefuse(RcptRequest rcpt, OnTrial.Tried tried) {
        log.record(wouldRefuse(inTransaction(Kind.WOULD_REFUSE, rcpt.mail(), SessionFacts.in(rcpt.notes()), reason(tried)), tried).with("stage", "rcpt")
                .withRecipient(rcpt.forwardPath().address()));
    }

    void wouldRefuse(MessageRequest message, OnTrial.Tried tried) {
        log.record(wouldRefuse(inTransaction(Kind.WOULD_REFUSE, message.mail(), SessionFacts.in(message.notes()), reason(tried)), tried).with("stage", "message")
                .with("octets", message.content().size()));
    }

    private static TraceEvent wouldRefuse(TraceEvent event, OnTrial.Tried tried) {
        return tried.reply().map(event::withReply).orElse(event);
    }

    private static String reason(OnTrial.Tried tried) {
        return tried.stage() + ": " + tried.reason();
    }

    /** One recipient among others. */
    void refused(MessageRequest message, AcceptedRecipient recipient) {
        AcceptedRecipient.Refusal refusal = recipient.refusal().orElseThrow();
        log.record(inMessage(message, refusal.by() + ": " + refusal.reason()).withReply(refusal.reply()).withRecipient(recipient.presented().address()));
    }

    /** A part of a message that we have: what was sent once more is thrown away. */
    void cameAgain(MessageRequest message, QueueId known, String reason) {
        log.record(inTransaction(Kind.DISCARD, message.mail(), SessionFacts.in(message.notes()), reason).withQueueId(known).with("stage", "message").with("octets", message.content().size()));
    }

    /** ETRN; what VRFY and EXPN are told is not worth a row each. */
    void inquired(InquiryRequest request, SessionFacts facts, Reply reply) {
        if (request.inquiry() instanceof Command.Turn turn) {
            log.record(event(reply.isPositive() ? Kind.TURN : Kind.REFUSE, request.connection(), "ETRN " + turn.node()).withReply(reply)
                    .with("hello", request.hello().map(Hello::name)).with("identity", identity(facts))
                    .with("sourceChannel", facts.get(GateFacts.SOURCE_CHANNEL).map(channel -> channel.name().value())).with(POLICY_VERSION, version(facts)));
        }
    }

    void refused(RefusalNotice notice) {
        String reason = "connector: " + (notice.why().isEmpty() ? String.join(" ", notice.reply().lines()) : notice.why());
        TraceEvent event = notice.mail().map(mail -> inTransaction(Kind.REFUSE, mail, SessionFacts.in(notice.notes()), reason))
                .orElseGet(() -> event(Kind.REFUSE, notice.connection(), reason).with("hello", notice.hello().map(Hello::name))
                        .with(POLICY_VERSION, version(SessionFacts.in(notice.notes()))));
        log.record(event.withReply(notice.reply()));
    }

    void outcomeUnknown(MessageRequest message) {
        log.record(inMessage(message, "Acceptance: the database does not say whether it committed; closed without a reply"));
    }

    void disconnected(DisconnectNotice notice) {
        TraceEvent event = event(Kind.DISCONNECT, notice.connection(), notice.reason().name().toLowerCase(Locale.ROOT))
                .with("hello", notice.hello().map(Hello::name)).with("milliseconds", notice.lasted().toMillis())
                .with("transactions", notice.transactions()).with("messages", notice.messages()).with("errors", notice.errors());
        log.record(notice.lastReply().map(event::withReply).orElse(event));
    }

    private TraceEvent inMessage(MessageRequest message, String reason) {
        return inTransaction(Kind.REFUSE, message.mail(), SessionFacts.in(message.notes()), reason).with("stage", "message")
                .with("octets", message.content().size());
    }

    private TraceEvent inTransaction(Kind kind, MailRequest mail, SessionFacts facts, String reason) {
        return facts(event(kind, mail.connection(), reason), mail, facts);
    }

    private TraceEvent event(Kind kind, Connection connection, String reason) {
        return TraceEvent.of(kind, clock.instant(), reason).withSession(connection.sessionId(), 0).withClient(connection.clientAddress().toString())
                .with("clientPort", connection.clientPort()).with("listener", connection.listener())
                .with("tls", connection.tls().map(TlsSession::version)).with("through", connection.revealed().map(told -> told.through().toString()));
    }

    /** The user whose session it is. */
    static Optional<String> identity(SessionFacts facts) {
        return facts.get(GateFacts.USER).map(user -> user.mail().address());
    }

    /** An event with what is known of its transaction. */
    static TraceEvent facts(TraceEvent event, MailRequest mail, SessionFacts facts) {
        return event.withSession(mail.connection().sessionId(), mail.transactionNumber()).withSender(mail.reversePath().address())
                .withClient(mail.connection().clientAddress().toString()).with("clientPort", mail.connection().clientPort())
                .with("hello", mail.hello().name()).with("tls", mail.connection().tls().map(TlsSession::version))
                .with("cipher", mail.connection().tls().map(TlsSession::cipher))
                .with("through", mail.connection().revealed().map(told -> told.through().toString()))
                .with("identity", identity(facts))
                .with("sourceChannel", facts.get(GateFacts.SOURCE_CHANNEL).map(channel -> channel.name().value()))
                .with("declaredOctets", declaredOctets(mail))
                .with("handling", Optional.of(mail.parameters().handling().words()).filter(words -> !words.isEmpty()))
                .with("clientName", facts.get(NameFacts.CLIENT).map(ClientName::text)).with("spf", spf(facts)).with("dnsLists", lists(facts))
                .with(POLICY_VERSION, version(facts));
    }

    /** Which version decided; none before a connection has been judged. */
    private static Optional<Long> version(SessionFacts facts) {
        return facts.get(GateFacts.POLICY).map(PolicySnapshot::version);
    }

    private static Optional<List<String>> spf(SessionFacts facts) {
        return some(Stream.of(facts.get(SpfFacts.HELLO), facts.get(SpfFacts.MAIL_FROM)).flatMap(Optional::stream).map(SpfVerdict::toString).toList());
    }

    /** What none of them says is not worth a word. */
    private static Optional<List<String>> lists(SessionFacts facts) {
        return some(Stream.of(facts.get(ListFacts.CLIENT), facts.get(ListFacts.SENDER)).flatMap(Optional::stream).flatMap(all -> all.verdicts().stream())
                .filter(verdict -> !(verdict.answer() instanceof ListAnswer.NotListed)).map(Object::toString).toList());
    }

    private static Optional<List<String>> some(List<String> lines) {
        return Optional.of(lines).filter(any -> !any.isEmpty());
    }

    private static Optional<Long> declaredOctets(MailRequest mail) {
        return mail.parameters().size().isPresent() ? Optional.of(mail.parameters().size().getAsLong()) : Optional.empty();
    }
}

package org.gatepost.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.gatepost.auth.AuthClient;
import org.gatepost.auth.AuthOutcome;
import org.gatepost.auth.Authenticator;
import org.gatepost.channel.Channel;
import org.gatepost.channel.ServiceKeywords;
import org.gatepost.directory.LoginUser;
import org.gatepost.mail.ChannelName;
import org.gatepost.mail.MessageHeader;
import org.gatepost.queue.Acceptance;
import org.gatepost.smtp.listener.AuthDecision;
import org.gatepost.smtp.listener.AuthRequest;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.listener.Decision;
import org.gatepost.smtp.listener.DisconnectNotice;
import org.gatepost.smtp.listener.HelloRequest;
import org.gatepost.smtp.listener.InquiryRequest;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.MessageRequest;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.listener.RefusalNotice;
import org.gatepost.smtp.listener.Revealed;
import org.gatepost.smtp.listener.SmtpListener;
import org.gatepost.smtp.listener.TlsRequest;
import org.gatepost.smtp.protocol.LinkTerms;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.SessionLimits;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.StageChain;
import org.gatepost.stage.StageChain.Outcome;

/**
 * Keeps the gate: puts each request before the stages of its list, answers, and writes what was decided to the trace. Stateless; safe for use by
 * many threads. No transaction is open while it judges.
 */
public final class Gatekeeper implements SmtpListener {

    private final Gates gates;
    private final PolicySource policy;
    private final Acceptance acceptance;
    private final NewMessages newMessages;
    private final Inquiries inquiries;
    private final SessionTrace trace;
    private final InstantSource clock;
    private final Authenticator authenticator;
    private final Limits limits;
    private final FilterReturn filterReturn;
    private final Defragmentation defragmentation;

    Gatekeeper(Gates gates, PolicySource policy, Authenticator authenticator, Acceptance acceptance, NewMessages newMessages, Inquiries inquiries, SessionTrace trace,
            FilterReturn filterReturn, Defragmentation defragmentation, InstantSource clock) {
        this.gates = gates;
        this.policy = policy;
        this.authenticator = authenticator;
        this.limits = new Limits(authenticator.offer());
        this.acceptance = acceptance;
        this.newMessages = newMessages;
        this.inquiries = inquiries;
        this.trace = trace;
        this.filterReturn = filterReturn;
        this.defragmentation = defragmentation;
        this.clock = clock;
    }

    @Override
    public boolean ready() {
        try {
            policy.current();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    @Override
    public Decision onConnect(ConnectRequest request) {
        PolicySnapshot snapshot = policy.current();
        ListenerPolicy listener = snapshot.listeners().get(request.connection().listener());
        if (listener == null) {
            Reply reply = Replies.SYSTEM_BUSY_AT_CONNECT;
            trace.refused(request.connection(), SessionFacts.NONE.with(GateFacts.POLICY, snapshot), reply, "policy version " + snapshot.version() + " has no listener " + request.connection().listener());
            return new Decision.HangUp(reply);
        }
        SessionFacts facts = SessionFacts.NONE.with(GateFacts.POLICY, snapshot).with(GateFacts.LISTENER, listener)
                .with(GateFacts.SOURCE_CHANNEL, snapshot.channel(listener.sourceChannel()));
        if (!listener.proxy().isEmpty() && request.connection().revealed().isEmpty()) {
            return beforeProxyHeader(request.connection(), facts);
        }
        Outcome outcome = judged(gates.connect(), request, facts, tried -> trace.wouldRefuse(request.connection(), facts, tried));
        if (outcome instanceof Outcome.Passed passed) {
            trace.connected(request.connection(), passed.facts());
            Optional<String> login = request.connection().revealed().flatMap(Revealed::login);
            return login.isPresent() ? vouched(request.connection(), login.get(), passed.facts()) : decision(outcome, request.connection());
        } else if (outcome instanceof Outcome.Stopped stopped) {
            trace.refused(request.connection(), facts, stopped.reply(), reason(stopped));
        }
        return decision(outcome, request.connection());
    }

    /** XCLIENT named a user: it may only where the channel says so, and what is known of users holds for this one too. */
    private Decision vouched(Connection connection, String login, SessionFacts facts) {
        AuthOutcome outcome = authenticator.vouched(client(connection, List.of()), login);
        Match<SessionFacts> known = switch (outcome) {
            case AuthOutcome.Proven(LoginUser user) -> knowing(user, facts);
            case AuthOutcome.Failed failed when failed.reply().isTransient() -> new Match.Unavailable<>(failed.reason());
            case AuthOutcome.Failed failed -> new Match.Conflicting<>(failed.reason());
            case AuthOutcome.Ask ask -> throw new IllegalStateException("nobody is there to be asked");
        };
        return switch (known) {
            case Match.Found<SessionFacts>(SessionFacts now) -> {
                trace.loggedIn(connection, "XCLIENT", now);
                yield decision(new Outcome.Passed(now), connection);
            }
            case Match.Unavailable<SessionFacts>(String why) -> notTaken(connection, facts, Replies.CANNOT_AUTHENTICATE_AT_CONNECT, why);
            case Match.Conflicting<SessionFacts>(String why) -> notTaken(connection, facts, Replies.LOGIN_NOT_TAKEN, why);
            case Match.NotFound<SessionFacts>() -> notTaken(connection, facts, Replies.LOGIN_NOT_TAKEN, login);
        };
    }

    private Decision notTaken(Connection connection, SessionFacts facts, Reply reply, String why) {
        trace.refused(connection, facts, reply, "authentication XCLIENT: " + why);
        return new Decision.HangUp(reply);
    }

    /** Nothing is judged before the header has told whose connection this is; who is not trusted to tell has no business at this port. */
    private Decision beforeProxyHeader(Connection connection, SessionFacts facts) {
        ListenerPolicy listener = facts.require(GateFacts.LISTENER);
        if (!listener.proxy().contains(connection.clientAddress())) {
            Reply reply = Replies.PROXY_NOT_TRUSTED;
            trace.refused(connection, facts, reply, "listener " + listener.name() + " trusts no PROXY header of this address");
            return new Decision.HangUp(reply);
        }
        return new Decision.Proceed(facts, limits(facts, connection).on(LinkTerms.PROXY_FIRST));
    }

    /** What depends on encryption is decided anew, and {@code tlsswitchchannel} leads to another source channel. */
    @Override
    public Decision onTls(TlsRequest request) {
        SessionFacts facts = SessionFacts.in(request.notes());
        Optional<Channel> other = facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().connection().tlsSwitchChannel()
                .map(facts.require(GateFacts.POLICY)::channel);
        SessionFacts now = other.map(channel -> facts.with(GateFacts.SOURCE_CHANNEL, channel)).orElse(facts);
        trace.encrypted(request.connection(), now);
        return decision(new Outcome.Passed(now), request.connection());
    }

    @Override
    public Decision onHello(HelloRequest request) {
        Outcome outcome = gates.hello().decide(request, SessionFacts.in(request.notes()));
        if (outcome instanceof Outcome.Stopped stopped) {
            trace.refused(request.connection(), SessionFacts.in(request.notes()), stopped.reply(), reason(stopped));
        }
        return decision(outcome, request.connection());
    }

    @Override
    public AuthDecision onAuth(AuthRequest request) {
        SessionFacts facts = SessionFacts.in(request.notes());
        ServiceKeywords service = facts.require(GateFacts.SOURCE_CHANNEL).keywords().service();
        List<String> offered = authenticator.offer().of(service, request.connection().tls());
        AuthOutcome outcome = offered.contains(request.mechanism())
                ? authenticator.step(client(request.connection(), offered), request.mechanism(),
                        request.message(), request.exchange())
                : new AuthOutcome.Failed(authenticator.offer().refusal(request.mechanism(), service, request.connection().tls()), "mechanism not offered");
        return switch (outcome) {
            case AuthOutcome.Ask ask -> new AuthDecision.Challenge(ask.message(), ask.exchange());
            case AuthOutcome.Failed failed -> refuse(request, failed);
            case AuthOutcome.Proven(LoginUser user) -> authenticated(request, user, facts);
        };
    }

    private static AuthClient client(Connection connection, List<String> offered) {
        return new AuthClient(connection.clientAddress().toString(), connection.tls(), offered);
    }

    private AuthDecision authenticated(AuthRequest request, LoginUser user, SessionFacts facts) {
        return switch (knowing(user, facts)) {
            case Match.Found<SessionFacts>(SessionFacts known) -> {
                trace.loggedIn(request.connection(), request.mechanism(), known);
                yield new AuthDecision.Authenticated(user.mail().address(), known.with(GateFacts.MECHANISM, request.mechanism()), limits(known, request.connection()));
            }
            case Match.Unavailable<SessionFacts>(String why) -> refuse(request, new AuthOutcome.Failed(Replies.CANNOT_AUTHENTICATE, why));
            case Match.Conflicting<SessionFacts>(String why) -> refuse(request, new AuthOutcome.Failed(Replies.CANNOT_AUTHENTICATE, why));
            case Match.NotFound<SessionFacts>() -> refuse(request, new AuthOutcome.Failed(Replies.CANNOT_AUTHENTICATE, user.mail().address()));
        };
    }

    /** From here on another channel's rules may hold: the user's own (mailSMTPSubmitChannel), else the one for users ({@code saslswitchchannel}). */
    private static Match<SessionFacts> knowing(LoginUser user, SessionFacts facts) {
        PolicySnapshot snapshot = facts.require(GateFacts.POLICY);
        Channel source = facts.require(GateFacts.SOURCE_CHANNEL);
        ChannelName name;
        try {
            name = user.submitChannel().map(ChannelName::new).or(() -> source.keywords().service().authentication().switchesTo()).orElse(source.name());
        } catch (IllegalArgumentException e) {
            return new Match.Unavailable<>(user.mail() + ": mailSMTPSubmitChannel: " + e.getMessage());
        }
        if (!snapshot.channels().containsKey(name)) {
            // Who is to be kept short is not let in at all where nobody says how.
            return new Match.Unavailable<>(user.mail() + ": mailSMTPSubmitChannel names " + name + ", which is not defined");
        }
        return new Match.Found<>(facts.with(GateFacts.USER, user).with(GateFacts.SOURCE_CHANNEL, snapshot.channel(name)));
    }

    private AuthDecision refuse(AuthRequest request, AuthOutcome.Failed failed) {
        trace.refused(request, failed.reply(), "authentication " + request.mechanism() + ": " + failed.reason());
        return new AuthDecision.Refuse(failed.reply());
    }

    @Override
    public Decision onMail(MailRequest request) {
        Outcome outcome = mailOutcome(request, withPolicyOfTheTransaction(SessionFacts.in(request.notes())));
        if (outcome instanceof Outcome.Stopped stopped) {
            trace.refused(request, stopped.reply(), reason(stopped));
        }
        return decisionInTransaction(outcome, request.connection());
    }

    /** A mail transaction is judged by one policy from here to its end; a change made meanwhile holds from the next MAIL on. */
    private SessionFacts withPolicyOfTheTransaction(SessionFacts facts) {
        PolicySnapshot snapshot = policy.current();
        if (snapshot == facts.require(GateFacts.POLICY)) {
            return facts.with(GateFacts.RECIPIENTS, List.of());
        }
        ListenerPolicy former = facts.require(GateFacts.LISTENER);
        ListenerPolicy listener = snapshot.listeners().getOrDefault(former.name(), former);
        // A session that was switched to another channel stays there.
        Channel entered = facts.require(GateFacts.SOURCE_CHANNEL);
        Channel source = snapshot.channels().getOrDefault(entered.name().equals(former.sourceChannel()) ? listener.sourceChannel() : entered.name(), entered);
        return facts.with(GateFacts.POLICY, snapshot).with(GateFacts.LISTENER, listener).with(GateFacts.SOURCE_CHANNEL, source)
                .with(GateFacts.RECIPIENTS, List.of());
    }

    @Override
    public Decision onRcpt(RcptRequest request) {
        SessionFacts facts = SessionFacts.in(request.notes());
        Outcome outcome = rcptOutcome(request, facts.get(GateFacts.TABLE_WISHES).isEmpty() ? facts
                : facts.with(GateFacts.TABLE_WISHES, TableWishes.of(facts).later()));
        if (outcome instanceof Outcome.Stopped stopped) {
            trace.refused(request, stopped.reply(), reason(stopped));
        }
        return decisionInTransaction(outcome, request.mail().connection());
    }

    @Override
    public Reply onInquiry(InquiryRequest request) {
        SessionFacts facts = SessionFacts.in(request.notes());
        Reply reply = inquiries.answer(request, facts);
        trace.inquired(request, facts, reply);
        return reply;
    }

    @Override
    public Receipt onMessage(MessageRequest request) {
        SessionFacts facts = SessionFacts.in(request.notes());
        if (filterReturn.concerns(facts)) {
            return filterReturn.message(request, headerOf(request, facts), facts);
        }
        JudgedMessage message = new JudgedMessage(asTablesWish(request, facts), headerOf(request, facts));
        return defragmentation.part(message, facts).map(part -> defragmentation.receive(part, message, facts, new Pieces())).orElseGet(() -> judge(message, facts, Optional::empty));
    }

    private Receipt judge(JudgedMessage message, SessionFacts facts, Supplier<Optional<Receipt>> again) {
        return switch (judged(gates.message(), message, facts, tried -> trace.wouldRefuse(message.request(), tried))) {
            case Outcome.Stopped stopped -> {
                trace.refused(message.request(), stopped.reply(), reason(stopped));
                yield new Receipt.Refused(stopped.reply());
            }
            case Outcome.Passed passed -> accept(message, passed.facts(), again);
        };
    }

    /** What this gate does with messages that come in pieces. */
    private final class Pieces implements Defragmentation.Gate {
        @Override
        public Outcome part(JudgedMessage part, SessionFacts facts) {
            return judged(gates.part(), part, facts, tried -> trace.wouldRefuse(part.request(), tried));
        }

        @Override
        public Receipt keep(JudgedMessage part, SessionFacts facts, Supplier<Optional<Receipt>> again) {
            return accept(part, facts, again);
        }

        @Override
        public Receipt judge(JudgedMessage whole, SessionFacts facts, Supplier<Optional<Receipt>> again) {
            return Gatekeeper.this.judge(whole, facts, again);
        }
    }

    /** From here on a reverse-path that a table named is the message's. */
    private static MessageRequest asTablesWish(MessageRequest request, SessionFacts facts) {
        MailRequest mail = request.mail();
        return TableWishes.of(facts).reversePath().map(path -> new MessageRequest(new MailRequest(mail.connection(), mail.hello(), mail.identity(), mail.transactionNumber(), path,
                mail.parameters(), mail.notes()), request.content(), request.receivedAt(), request.notes())).orElse(request);
    }

    /** @param again asked for another receipt before it is said that the message could not be stored */
    private Receipt accept(JudgedMessage message, SessionFacts facts, Supplier<Optional<Receipt>> again) {
        RecipientVerdicts verdicts = new RecipientVerdicts(softBounces(facts) ? softened(facts.require(GateFacts.RECIPIENTS)) : facts.require(GateFacts.RECIPIENTS),
                message.request().mail().parameters().handling().perRecipientReplies());
        if (verdicts.refusesAll()) {
            AcceptedRecipient.Refusal refusal = verdicts.common();
            trace.refused(message.request(), refusal.reply(), refusal.by() + ": " + refusal.reason());
            return new Receipt.Refused(refusal.reply(), verdicts.replies());
        }
        Receipt receipt = acceptance.accept(newMessages.of(message, facts.with(GateFacts.RECIPIENTS, verdicts.taken())));
        return switch (receipt) {
            case Receipt.Accepted accepted -> {
                if (verdicts.toldEach()) {
                    verdicts.refused().forEach(recipient -> trace.refused(message.request(), recipient));
                }
                yield new Receipt.Accepted(accepted.id(), verdicts.replies());
            }
            case Receipt.Refused refused -> again.get().orElseGet(() -> {
                trace.refused(message.request(), refused.reply(), "Acceptance: could not be stored");
                return refused;
            });
            case Receipt.Unknown unknown -> {
                trace.outcomeUnknown(message.request());
                yield unknown;
            }
        };
    }

    private static MessageHeader headerOf(MessageRequest request, SessionFacts facts) {
        try {
            return MessageHeader.read(request.content(), facts.require(GateFacts.SOURCE_CHANNEL).headerOctetsMax());
        } catch (IOException e) {
            throw new UncheckedIOException("the spool cannot be read", e);
        }
    }

    @Override
    public void onRefusal(RefusalNotice notice) {
        trace.refused(notice);
    }

    @Override
    public void onDisconnect(DisconnectNotice notice) {
        trace.disconnected(notice);
    }

    private SessionLimits limits(SessionFacts facts, Connection connection) {
        return limits.of(facts.require(GateFacts.LISTENER), facts.require(GateFacts.SOURCE_CHANNEL), connection, facts.get(GateFacts.USER).isPresent(),
                clock.instant());
    }

    private Decision decision(Outcome outcome, Connection connection) {
        return decision(outcome, facts -> workedOut(facts, connection));
    }

    /** Inside a transaction nothing is shown that goes by the clock: limits are worked out anew only where what they follow from has changed. */
    private Decision decisionInTransaction(Outcome outcome, Connection connection) {
        return decision(outcome, facts -> asTablesWish(facts.get(GateFacts.LIMITS).filter(known -> known.followFrom(facts, connection))
                .map(known -> ofSender(facts, known.limits())).orElseGet(() -> workedOut(facts, connection)), facts));
    }

    /** The limits of the transaction: a sender of ours may have a cutoff of its own below the channel's. */
    private static Decision.Proceed ofSender(SessionFacts facts, SessionLimits limits) {
        OptionalLong cutoff = facts.get(GateFacts.SENDER).map(sender -> sender.limits().recipientCutoff()).orElse(OptionalLong.empty());
        return new Decision.Proceed(facts, cutoff.isEmpty() ? limits
                : limits.counting(limits.counts().withRecipientCutoff((int) Math.min(cutoff.getAsLong(), limits.counts().recipientCutoff()))));
    }

    private static Decision.Proceed asTablesWish(Decision.Proceed proceed, SessionFacts facts) {
        return facts.get(GateFacts.TABLE_WISHES).map(wishes -> new Decision.Proceed(proceed.notes(), wishes.within(proceed.limits()), wishes.pause())).orElse(proceed);
    }

    private Decision.Proceed workedOut(SessionFacts facts, Connection connection) {
        KnownLimits known = KnownLimits.of(facts, connection, limits(facts, connection));
        return ofSender(facts.with(GateFacts.LIMITS, known), known.limits());
    }

    private static Decision decision(Outcome outcome, Function<SessionFacts, Decision> proceed) {
        return switch (outcome) {
            case Outcome.Passed(SessionFacts facts) -> proceed.apply(facts);
            case Outcome.Stopped stopped when stopped.hangUp() -> new Decision.HangUp(stopped.reply());
            case Outcome.Stopped stopped -> new Decision.Refuse(stopped.reply(), TableWishes.of(stopped.facts()).pause());
        };
    }

    private Outcome mailOutcome(MailRequest request, SessionFacts facts) {
        return filterReturn.mail(request, facts).orElseGet(() -> judged(gates.mail(), request, facts, tried -> trace.wouldRefuse(request, tried)));
    }

    private Outcome rcptOutcome(RcptRequest request, SessionFacts facts) {
        return filterReturn.concerns(facts) ? filterReturn.rcpt(request, facts) : judged(gates.rcpt(), request, facts, tried -> trace.wouldRefuse(request, tried));
    }

    /** What a list of stages says, with all that the source channel does not mean in earnest. */
    private static <R> Outcome judged(StageChain<R> stages, R request, SessionFacts facts, Consumer<OnTrial.Tried> told) {
        OnTrial trial = new OnTrial(told);
        return softened(trial.tellingOfRows(stages.decide(request, facts, trial)), facts);
    }

    /** Where the source channel says {@code softbounce}, nothing is refused for good; a connection is closed with 421 then, the only 4xx a greeting knows. */
    private static Outcome softened(Outcome outcome, SessionFacts facts) {
        if (!(outcome instanceof Outcome.Stopped stopped) || !softBounces(facts)) {
            return outcome;
        }
        return new Outcome.Stopped(stopped.stage(), stopped.hangUp() ? Replies.closing(stopped.reply()) : stopped.reply().softened(), stopped.reason(), stopped.hangUp(), stopped.facts());
    }

    private static List<AcceptedRecipient> softened(List<AcceptedRecipient> recipients) {
        return recipients.stream().map(AcceptedRecipient::softened).toList();
    }

    private static boolean softBounces(SessionFacts facts) {
        return facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().trial().softBounce();
    }

    private static String reason(Outcome.Stopped stopped) {
        return stopped.stage() + ": " + stopped.reason();
    }
}

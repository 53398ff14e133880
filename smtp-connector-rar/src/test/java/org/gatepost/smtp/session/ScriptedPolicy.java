package org.gatepost.smtp.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.gatepost.smtp.listener.AuthDecision;
import org.gatepost.smtp.listener.AuthExchange;
import org.gatepost.smtp.listener.AuthRequest;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.listener.Decision;
import org.gatepost.smtp.listener.DisconnectNotice;
import org.gatepost.smtp.listener.HelloRequest;
import org.gatepost.smtp.listener.InquiryRequest;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.MessageRequest;
import org.gatepost.smtp.listener.Pause;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.listener.RefusalNotice;
import org.gatepost.smtp.listener.SessionNotes;
import org.gatepost.smtp.listener.SmtpListener;
import org.gatepost.smtp.listener.TlsRequest;
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.LinkTerms;
import org.gatepost.smtp.protocol.Command;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.SaslMessage;
import org.gatepost.smtp.protocol.SessionLimits;
import org.gatepost.smtp.protocol.TurnNode;

/** A policy whose answers stand in the addresses: the demo directory's names, and some of its own ({@code dialogs/README.md}). */
class ScriptedPolicy implements SmtpListener {

    /** The recipients of the transaction so far, so that a test sees notes travel. */
    record Accepted(List<String> recipients) implements SessionNotes {

        /** A recipient {@code list60@...} has sixty copies. */
        @Override
        public int weight() {
            return recipients.stream().mapToInt(recipient -> recipient.startsWith("list60@") ? 60 : 1).sum();
        }
    }

    final SessionLimits limits;
    final boolean refusesConnections;
    boolean expectsProxy;
    boolean refusesEncrypted;
    final List<ConnectRequest> connects = new ArrayList<>();
    final List<TlsRequest> encrypted = new ArrayList<>();
    final List<HelloRequest> hellos = new ArrayList<>();
    final List<String> messages = new ArrayList<>();
    final List<MessageRequest> requests = new ArrayList<>();
    final List<MailRequest> mails = new ArrayList<>();
    final List<RcptRequest> recipients = new ArrayList<>();
    final List<DisconnectNotice> ends = new ArrayList<>();
    final List<RefusalNotice> refusals = new ArrayList<>();

    ScriptedPolicy(SessionLimits limits, boolean refusesConnections) {
        this.limits = limits;
        this.refusesConnections = refusesConnections;
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public Decision onConnect(ConnectRequest request) {
        connects.add(request);
        if (expectsProxy && request.connection().revealed().isEmpty()) {
            return new Decision.Proceed(SessionNotes.NONE, limits.on(LinkTerms.PROXY_FIRST));
        }
        return refusesConnections ? new Decision.HangUp(Reply.of(554, "5.7.1", "not you")) : new Decision.Proceed(SessionNotes.NONE, limits);
    }

    @Override
    public Decision onTls(TlsRequest request) {
        encrypted.add(request);
        return refusesEncrypted ? new Decision.HangUp(Reply.of(421, "4.7.0", "not you")) : new Decision.Proceed(SessionNotes.NONE,
                encrypted());
    }

    private SessionLimits encrypted() {
        return limits.offering(limits.offer().without(Extension.STARTTLS)).on(LinkTerms.DEFAULT);
    }

    @Override
    public Decision onHello(HelloRequest request) {
        hellos.add(request);
        return answer(request.hello().name(), SessionNotes.NONE, request.connection());
    }

    /** What was said before, in an exchange of several steps. */
    record Said(List<String> messages) implements AuthExchange {
    }

    /** PLAIN and LOGIN of users whose password is their name; {@code down} cannot be asked, and STRONG is not for this connection. */
    @Override
    public AuthDecision onAuth(AuthRequest request) {
        List<String> said = new ArrayList<>(request.exchange().map(Said.class::cast).map(Said::messages).orElse(List.of()));
        request.message().ifPresent(message -> said.add(new String(message.octets(), StandardCharsets.UTF_8)));
        return switch (request.mechanism()) {
            case "PLAIN" -> said.isEmpty() ? new AuthDecision.Challenge(SaslMessage.EMPTY, new Said(said)) : judge(said.getFirst().split("\0", -1));
            case "LOGIN" -> said.size() < 2 ? new AuthDecision.Challenge(SaslMessage.of(said.isEmpty() ? "Username:" : "Password:"), new Said(said))
                    : judge(new String[] {"", said.get(0), said.get(1)});
            case "STRONG" -> new AuthDecision.Refuse(Replies.ENCRYPTION_NEEDED);
            case "FAIL" -> throw new IllegalStateException("a bug");
            default -> new AuthDecision.Refuse(Replies.UNKNOWN_MECHANISM);
        };
    }

    private AuthDecision judge(String[] parts) {
        if (parts.length == 3 && parts[1].equals("down")) {
            return new AuthDecision.Refuse(Replies.CANNOT_AUTHENTICATE);
        }
        return parts.length == 3 && !parts[1].isEmpty() && parts[1].equals(parts[2])
                ? new AuthDecision.Authenticated(parts[1] + "@example.com", SessionNotes.NONE, limits) : new AuthDecision.Refuse(Replies.BAD_CREDENTIALS);
    }

    @Override
    public Decision onMail(MailRequest request) {
        mails.add(request);
        return answer(request.reversePath().address(), new Accepted(List.of()), request.connection());
    }

    @Override
    public Decision onRcpt(RcptRequest request) {
        recipients.add(request);
        List<String> more = new ArrayList<>(((Accepted) request.notes()).recipients());
        more.add(request.forwardPath().address());
        return answer(request.forwardPath().address(), new Accepted(more), request.mail().connection());
    }

    private Decision answer(String address, SessionNotes notes, Connection connection) {
        SessionLimits now = connection.tls().isPresent() ? encrypted() : limits;
        int end = address.indexOf(address.indexOf('@') < 0 ? '.' : '@');
        return switch (end < 0 ? address : address.substring(0, end)) {
            case "nobody", "ivan" -> new Decision.Refuse(Replies.NO_SUCH_USER);
            case "carol" -> new Decision.Refuse(Replies.MAILBOX_INACTIVE);
            case "dave" -> new Decision.Refuse(Replies.MAILBOX_DISABLED);
            case "erin" -> new Decision.Refuse(Replies.MAILBOX_FULL);
            case "refuse550" -> new Decision.Refuse(Reply.of(550, "5.7.1", "refused"));
            case "refuse451" -> new Decision.Refuse(Reply.of(451, "4.3.0", "later"));
            case "hangup421" -> new Decision.HangUp(Reply.of(421, "4.7.0", "go away"));
            case "waits" -> new Decision.Proceed(notes, now, new Pause(Duration.ofSeconds(2), Duration.ZERO));
            case "slows" -> new Decision.Refuse(Reply.of(550, "5.7.1", "slowly"), new Pause(Duration.ofSeconds(1), Duration.ofSeconds(1)));
            case "fail" -> throw new IllegalStateException("a bug");
            default -> new Decision.Proceed(notes, now);
        };
    }

    @Override
    public Reply onInquiry(InquiryRequest request) {
        return switch (request.inquiry()) {
            case Command.Verify verify when verify.text().startsWith("opened") ->
                verify.utf8() ? Replies.addresses(List.of("j\u00fcrgen@example.com")) : Replies.UTF8_REPLY_NEEDED;
            case Command.Verify verify -> Replies.CANNOT_VERIFY;
            case Command.Expand expand -> Replies.addresses(List.of("alice@example.com", "bob@example.com"));
            case Command.Turn(TurnNode node) when node.toString().contains("stranger") -> Replies.TURN_REFUSED;
            case Command.Turn(TurnNode node) when node.toString().contains("busy") -> Replies.TURN_TOO_SOON;
            case Command.Turn(TurnNode node) -> Replies.turning("queuing for " + node + " started");
        };
    }

    @Override
    public Receipt onMessage(MessageRequest request) {
        requests.add(request);
        // Local parts that begin so are refused by their own reply once the content is known.
        List<Reply> each = ((Accepted) request.notes()).recipients().stream().map(recipient -> recipient.startsWith("after550")
                ? Replies.SOLICITATION_REFUSED : recipient.startsWith("after452") ? Replies.MAILBOX_FULL : Replies.RECIPIENT_CONTENT_OK).toList();
        if (each.stream().noneMatch(Reply::isPositive)) {
            return new Receipt.Refused(each.getFirst(), each);
        }
        String first = ((Accepted) request.notes()).recipients().getFirst();
        if (first.startsWith("receipt550@")) {
            return new Receipt.Refused(Replies.infected(List.of("Eicar-Test")));
        }
        if (first.startsWith("receipt-unknown@")) {
            return new Receipt.Unknown();
        }
        try (var in = request.content().open()) {
            messages.add(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Receipt.Accepted("Q" + messages.size(), each);
    }

    @Override
    public void onRefusal(RefusalNotice notice) {
        refusals.add(notice);
    }

    @Override
    public void onDisconnect(DisconnectNotice notice) {
        ends.add(notice);
    }
}

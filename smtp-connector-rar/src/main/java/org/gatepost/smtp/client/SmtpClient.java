package org.gatepost.smtp.client;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.protocol.TlsSession;

/**
 * One connection to a next hop, greeted and introduced, over which message after message is sent by SMTP or LMTP. For one thread at a time; only
 * {@link #abortIfOverdue()} and {@link #close()} may come from others.
 *
 * <p>Every wait is bounded by {@link ClientTimeouts} as long as somebody calls {@link #abortIfOverdue()} now and then. A connection that broke,
 * heard 421 or lost step is closed at once; {@link #isUsable()} tells.
 */
public final class SmtpClient implements AutoCloseable {

    private final Wire wire;
    private final Introduction us;
    private final PassOn passOn;
    private int transactions;
    private int recipients;
    /** Announced behind the last message's final dot. */
    private Optional<MailTransaction> begun = Optional.empty();

    SmtpClient(Wire wire, Introduction us, Extensions offered, boolean trusted) {
        this.wire = wire;
        this.us = us;
        this.passOn = new PassOn(offered, trusted);
    }

    /** Waits for the greeting and introduces us, in the clear: EHLO, and HELO where that is not understood (RFC 5321 section 3.2); LHLO for LMTP. */
    public static Opening open(RemoteLink link, Dialect dialect, String helloName, ClientTimeouts timeouts) {
        return open(link, new Introduction(dialect, link.remoteAddress(), helloName, timeouts, TlsPolicy.NONE, Optional.empty()));
    }

    /**
     * Waits for the greeting and introduces us: EHLO, TLS as it is asked for and EHLO again, AUTH.
     *
     * @param link ours from now on: closed where this fails, and by {@link #close()} else
     */
    public static Opening open(RemoteLink link, Introduction us) {
        return new Beginning(link, us).run();
    }

    /** The failure of a connection that could not be made. */
    public static RemoteReply unreachable(IOException why) {
        return Failures.broken(why, Step.CONNECT);
    }

    /** Makes one mail transaction. Never throws for what the next hop or the network does. */
    public Transmission send(OutgoingMessage message) {
        return send(message, Optional::empty);
    }

    /**
     * Makes one mail transaction, and where the next hop offers PIPELINING, begins the one after it: its envelope leaves together with this message's
     * final dot, which saves a round trip (RFC 2920 section 3.1).
     *
     * @param following asked for at most once, when the next hop wants this message's content. What it gives must be sent next: sending another one instead,
     *        or {@link #quit()}, ends the connection, because the next hop may be waiting for content by then
     */
    public Transmission send(OutgoingMessage message, Supplier<Optional<OutgoingMessage>> following) {
        transactions++;
        recipients += message.recipients().size();
        Optional<MailTransaction> ours = begun.filter(transaction -> transaction.carries(message));
        if (begun.isPresent() && ours.isEmpty()) {
            close();
        }
        begun = Optional.empty();
        Transmission sent = ours.orElseGet(() -> new MailTransaction(wire, us.dialect(), passOn, message)).run(() -> {
            begun = following.get().map(next -> new MailTransaction(wire, us.dialect(), passOn, next));
            return begun;
        });
        begun = begun.filter(MailTransaction::isAnnounced);
        return sent;
    }

    /**
     * Asks whether a recipient would be taken, without sending anything: MAIL, RCPT and RSET. Never throws for what the next hop or the network does.
     *
     * @return what was said to RCPT, or what kept RCPT from being said or answered
     */
    public RemoteReply ask(ReversePath from, Mailbox to) {
        if (begun.isPresent()) {
            throw new IllegalStateException("another message was announced and goes first");
        }
        return new RecipientQuestion(wire, passOn.offered()).ask(from, to);
    }

    /** Whether another message can be sent over it. */
    public boolean isUsable() {
        return !wire.isClosed();
    }

    /** Transactions made so far. */
    public int transactions() {
        return transactions;
    }

    /** Recipients named in them, refused ones too. */
    public int recipients() {
        return recipients;
    }

    public String remoteAddress() {
        return wire.link().remoteAddress();
    }

    /** The name the next hop is known by. */
    public String remoteHost() {
        return us.remoteHost();
    }

    /** What was agreed where the connection is encrypted. */
    public Optional<TlsSession> tls() {
        return wire.link().tls();
    }

    /** Whether it offered the extension, in its last answer to EHLO or LHLO. */
    public boolean offers(Extension extension) {
        return passOn.offered().has(extension);
    }

    /** The greatest message it said it takes, where it said so. */
    public OptionalLong octetsMax() {
        return passOn.offered().octetsMax();
    }

    /** Whether the other side's certificate was looked at and taken. */
    public boolean isTrusted() {
        return passOn.protectedHop();
    }

    /** Closes it where a write or a reply has lasted longer than it may; true where it did. From any thread. */
    public boolean abortIfOverdue() {
        return abortIfOverdue(System.nanoTime());
    }

    boolean abortIfOverdue(long nowNanos) {
        return wire.abortIfOverdue(nowNanos);
    }

    /** Says QUIT, without waiting for an answer, and closes: nothing is left that the answer could tell. */
    public void quit() {
        try (this) {
            // In what may be the place of content it would be content.
            if (isUsable() && begun.isEmpty()) {
                wire.write("QUIT\r\n");
            }
        } catch (IOException e) {
            // It is closed either way.
            return;
        }
    }

    /** Closes it at once. From any thread. */
    @Override
    public void close() {
        wire.close();
    }
}

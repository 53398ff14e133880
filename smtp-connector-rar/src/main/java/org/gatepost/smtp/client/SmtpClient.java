package org.gatepost.smtp.client;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

import org.gatepost.smtp.protocol.Reply;

/**
 * One connection to a next hop, greeted and introduced, over which message after message is sent by SMTP or LMTP. For one thread at a time; only
 * {@link #abortIfOverdue()} and {@link #close()} may come from others.
 *
 * <p>Every wait is bounded by {@link ClientTimeouts} as long as somebody calls {@link #abortIfOverdue()} now and then. A connection that broke,
 * heard 421 or lost step is closed at once; {@link #isUsable()} tells.
 */
public final class SmtpClient implements AutoCloseable {

    private final Wire wire;
    private final Dialect dialect;
    private final Extensions offered;
    private final String remoteAddress;
    private int transactions;
    /** Announced behind the last message's final dot. */
    private Optional<MailTransaction> begun = Optional.empty();

    private SmtpClient(Wire wire, Dialect dialect, Extensions offered, String remoteAddress) {
        this.wire = wire;
        this.dialect = dialect;
        this.offered = offered;
        this.remoteAddress = remoteAddress;
    }

    /**
     * Waits for the greeting and introduces us: EHLO, and HELO where that is not understood (RFC 5321 section 3.2); LHLO for LMTP.
     *
     * @param link ours from now on: closed where this fails, and by {@link #close()} else
     * @param helloName our host name or an address literal
     */
    public static Opening open(RemoteLink link, Dialect dialect, String helloName, ClientTimeouts timeouts) {
        Wire wire = new Wire(link, timeouts);
        Step step = Step.GREETING;
        try {
            Reply greeting = wire.read();
            if (greeting.code() != 220) {
                return refused(wire, greeting, step);
            }
            step = Step.HELLO;
            Reply hello = wire.ask(dialect.hello() + " " + helloName + "\r\n");
            boolean extended = hello.code() == 250;
            if (!extended && hello.isPermanent() && dialect == Dialect.SMTP) {
                hello = wire.ask("HELO " + helloName + "\r\n");
            }
            if (hello.code() != 250) {
                return refused(wire, hello, step);
            }
            wire.relyOnWatch();
            return new Opening.Opened(new SmtpClient(wire, dialect, extended ? Extensions.of(hello) : Extensions.NONE, link.remoteAddress()));
        } catch (Wire.ServiceClosing e) {
            return new Opening.Failed(new RemoteReply.Spoken(e.reply(), step));
        } catch (IOException e) {
            wire.close();
            return new Opening.Failed(Failures.broken(e, step));
        }
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
        Optional<MailTransaction> ours = begun.filter(transaction -> transaction.carries(message));
        if (begun.isPresent() && ours.isEmpty()) {
            close();
        }
        begun = Optional.empty();
        Transmission sent = ours.orElseGet(() -> new MailTransaction(wire, dialect, offered, message)).run(() -> {
            begun = following.get().map(next -> new MailTransaction(wire, dialect, offered, next));
            return begun;
        });
        begun = begun.filter(MailTransaction::isAnnounced);
        return sent;
    }

    /** Whether another message can be sent over it. */
    public boolean isUsable() {
        return !wire.isClosed();
    }

    /** Transactions made so far. */
    public int transactions() {
        return transactions;
    }

    public String remoteAddress() {
        return remoteAddress;
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

    private static Opening refused(Wire wire, Reply reply, Step step) {
        wire.close();
        return new Opening.Failed(reply.isPositive()
                ? Failures.broken(new ReplyReader.MalformedReply("unexpected reply " + reply), step)
                : new RemoteReply.Spoken(reply, step));
    }
}

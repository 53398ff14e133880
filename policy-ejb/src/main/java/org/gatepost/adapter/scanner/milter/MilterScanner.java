package org.gatepost.adapter.scanner.milter;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.Scanner;
import org.gatepost.scan.ScannerOptions;
import org.gatepost.scan.ScannerPolicy;
import org.gatepost.smtp.session.SteadyClock;

/**
 * Asks a mail filter (milter) about a message: the stages of the session are played when the content is there, on a connection that is new or kept from another message. It may add,
 * change and remove header fields, have a message kept back, refused, deferred or discarded; body and envelope are its to change where policy allows it. An
 * answer that is not in the protocol is {@link ScanVerdict.Unavailable}, never clean. Safe for use by many threads; never throws.
 */
public final class MilterScanner implements Scanner {

    private final String name;
    private final String hostname;
    private final Permits permits;
    private final Opener opener;
    private final InstantSource steadyClock;
    private final KeptConnections connections;

    /** Opens a link to the filter within a deadline, which is the link's. */
    @FunctionalInterface
    interface Opener {
        MilterLink open(Duration deadline) throws IOException;
    }

    /**
     * @param hostname our name, macro {@code j}
     * @param options what it may do besides: {@code body}, {@code body_octets_max}, {@code envelope}, see {@link Permits}; {@code connections_kept},
     *     {@code kept_seconds}, see {@link Keeping}
     */
    public MilterScanner(String name, ScannerPolicy.Server server, String hostname, ScannerOptions options) {
        this(name, deadline -> SocketLink.to(server, deadline), hostname, options, new SteadyClock());
    }

    MilterScanner(String name, Opener opener, String hostname, ScannerOptions options, InstantSource steadyClock) {
        this.name = name;
        this.opener = opener;
        this.hostname = hostname;
        this.permits = Permits.of(options);
        this.steadyClock = steadyClock;
        this.connections = new KeptConnections(Keeping.of(options), steadyClock);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ScanAnswer scan(ScanQuestion question) {
        Instant end = steadyClock.instant().plus(question.deadline());
        try {
            Optional<KeptConnections.Lent> kept = connections.take();
            Optional<ScanAnswer> answer = kept.isPresent() ? askAgain(kept.get(), question) : Optional.empty();
            return answer.isPresent() ? answer.get() : askAnew(question.within(Duration.between(steadyClock.instant(), end)));
        } catch (CannotLook e) {
            return ScanAnswer.of(new ScanVerdict.Unscannable(reason(e)));
        } catch (IOException | RuntimeException e) {
            return ScanAnswer.unavailable(reason(e));
        }
    }

    /** On a connection of its own. */
    ScanAnswer askAnew(ScanQuestion question) throws IOException {
        Connection connection = Connection.begin(opener.open(question.deadline()), permits.actions());
        return ask(new KeptConnections.Lent(connection, steadyClock.instant()), question);
    }

    /** Empty where the filter has left a connection that was kept, and has said nothing of this message: a new one tells how it stands. */
    private Optional<ScanAnswer> askAgain(KeptConnections.Lent kept, ScanQuestion question) throws IOException {
        kept.connection().again(question.deadline());
        try {
            return Optional.of(ask(kept, question));
        } catch (CannotLook | InterruptedIOException e) {
            // The message's fault, or the time's.
            throw e;
        } catch (IOException e) {
            if (kept.connection().hasHeard()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** The whole exchange about one message. Only what ended as it should is kept. */
    private ScanAnswer ask(KeptConnections.Lent lent, ScanQuestion question) throws IOException {
        Connection connection = lent.connection();
        try (InputStream content = question.content().open()) {
            ScanAnswer answer = new Conversation(connection.packets(), connection.terms(), permits, question, hostname).play(content);
            connections.keep(lent);
            return answer;
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public boolean answers(Duration deadline) {
        try {
            Connection.begin(opener.open(deadline), permits.actions()).quit();
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}

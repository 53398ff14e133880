package org.gatepost.smtp.session;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;

import org.gatepost.smtp.listener.CloseReason;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.listener.Decision;
import org.gatepost.smtp.listener.Revealed;
import org.gatepost.smtp.listener.SessionNotes;
import org.gatepost.smtp.listener.SmtpListener;
import org.gatepost.smtp.listener.TlsRequest;
import org.gatepost.smtp.protocol.LinkTerms;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.SessionLimits;
import org.gatepost.smtp.protocol.XClientAttributes;
import org.gatepost.smtp.session.SessionState.Closed;
import org.gatepost.smtp.session.SessionState.Connected;
import org.gatepost.smtp.session.SessionState.Greeted;
import org.gatepost.smtp.wire.ProxyHeader;

/**
 * How a session comes to its beginning, once or again: connect, a PROXY header, the handshake, the greeting; STARTTLS and XCLIENT, after which nothing
 * holds that was said before. For the session's thread.
 */
final class SessionOpening {

    private final SessionSettings settings;
    private final Arrival arrival;
    private final SmtpListener listener;
    private final Conversation client;
    private final SessionCourse course;
    private boolean holdsEncryption;

    SessionOpening(SessionSettings settings, Arrival arrival, SmtpListener listener, Conversation client, SessionCourse course) {
        this.settings = settings;
        this.arrival = arrival;
        this.listener = listener;
        this.client = client;
        this.course = course;
    }

    /** From the accepted connection to the greeting. */
    void greet() throws IOException {
        Decision decision = listener.onConnect(arrival.connect());
        if (decision instanceof Decision.Proceed proceed && proceed.limits().link().proxyFirst()) {
            if (!takeProxyHeader()) {
                return;
            }
            decision = askAgain();
        }
        // A client that is refused is told so, and on this port it understands nothing before the handshake.
        if (arrival.tlsFirst() && !encrypt(linkTerms(decision))) {
            return;
        }
        if (arrival.tlsFirst() && decision instanceof Decision.Proceed proceed) {
            decision = listener.onTls(new TlsRequest(course.connection(), proceed.notes()));
        }
        greet(decision);
    }

    private void greet(Decision decision) throws IOException {
        switch (decision) {
            case Decision.Proceed proceed -> {
                course.become(new Connected(course.connection(), proceed.notes(), proceed.limits()));
                if (talksFirst(proceed.limits().link().greetPause())) {
                    course.breakOff(Replies.TALKS_FIRST, "greetpause: it spoke before our greeting");
                    return;
                }
                course.say(Replies.greeting(settings.hostname()));
            }
            case Decision.Refuse refuse -> course.hangUp(refuse.reply());
            case Decision.HangUp hangUp -> course.hangUp(hangUp.reply());
        }
    }

    /** A client that speaks before it was greeted (RFC 5321 section 4.3.1) knows what it wants to say whoever we are. A trusted host that reveals another speaks for it, and waited already. */
    private boolean talksFirst(Duration pause) throws IOException {
        boolean begunAnew = course.connection().revealed().filter(revealed -> revealed.by() == Revealed.By.XCLIENT).isPresent();
        return !pause.isZero() && !begunAnew && client.hearsWithin(pause);
    }

    private static LinkTerms linkTerms(Decision decision) {
        return decision instanceof Decision.Proceed proceed ? proceed.limits().link() : LinkTerms.DEFAULT;
    }

    private Decision askAgain() {
        Connection connection = course.connection();
        return listener.onConnect(new ConnectRequest(connection, arrival.connect().openSessions(), arrival.clients().belongsTo(connection.clientAddress())));
    }

    /** False where none came in time: the connection is closed without a word, for nobody who speaks SMTP is behind it. */
    private boolean takeProxyHeader() throws IOException {
        ProxyHeader header;
        try {
            header = client.readProxyHeader(settings.handshake());
        } catch (SocketTimeoutException e) {
            header = new ProxyHeader.Malformed("no PROXY header within " + settings.handshake().toSeconds() + " s");
        }
        Connection now = course.connection();
        Revealed revealed = Revealed.byProxy(now.clientAddress());
        switch (header) {
            case ProxyHeader.Client told -> course.isNow(new Connection(now.sessionId(), now.listener(), told.address(), told.port(), told.serverAddress(),
                    told.serverPort(), now.tls(), Optional.of(revealed)));
            case ProxyHeader.Own own -> course.isNow(new Connection(now.sessionId(), now.listener(), now.clientAddress(), now.clientPort(), now.serverAddress(),
                    now.serverPort(), now.tls(), Optional.of(revealed)));
            case ProxyHeader.Malformed malformed -> {
                course.closeSilently(Replies.PROXY_HEADER_WRONG, malformed.why());
                return false;
            }
        }
        return true;
    }

    /** STARTTLS (RFC 3207 section 4): after the handshake the session stands where it stood after its greeting, and says nothing before it is spoken to. */
    void startTls() throws IOException {
        Connected connected = beginning();
        // Section 6: what came behind STARTTLS came in the clear, from anybody, and is never executed.
        if (client.hasMore()) {
            course.breakOff(Replies.INPUT_BEHIND_STARTTLS);
            return;
        }
        if (!client.canEncrypt()) {
            course.refuse(Replies.TLS_UNAVAILABLE);
            return;
        }
        if (!takesPlace()) {
            course.refuse(Replies.TLS_UNAVAILABLE, encrypted());
            return;
        }
        client.sayNow(Replies.READY_FOR_TLS);
        if (!encrypt(course.limits().link())) {
            return;
        }
        course.forgetHello();
        switch (listener.onTls(new TlsRequest(course.connection(), connected.notes()))) {
            case Decision.Proceed proceed -> course.become(new Connected(course.connection(), proceed.notes(), proceed.limits()));
            case Decision.Refuse refuse -> course.hangUp(refuse.reply());
            case Decision.HangUp hangUp -> course.hangUp(hangUp.reply());
        }
    }

    private Connected beginning() {
        return course.state() instanceof Greeted greeted ? greeted.atConnect() : (Connected) course.state();
    }

    /** False where it failed: nobody can be told any more, and the connection is closed. */
    private boolean encrypt(LinkTerms terms) {
        if (!client.canEncrypt()) {
            course.closeSilently(Replies.TLS_UNAVAILABLE, "");
            return false;
        }
        if (!takesPlace()) {
            course.closeSilently(Replies.TLS_UNAVAILABLE, encrypted());
            return false;
        }
        try {
            course.isNow(course.connection().encrypted(client.startTls(terms.asksClientCertificate(), settings.handshake())));
            return true;
        } catch (HandshakeFailed e) {
            course.closeSilently(Replies.HANDSHAKE_FAILED, "TLS handshake: " + e.getMessage());
            return false;
        }
    }

    /** Whether one more session may be encrypted: this one holds the place from here to its end, however often it is asked. */
    private boolean takesPlace() {
        holdsEncryption = holdsEncryption || settings.load().encrypted().take(1);
        return holdsEncryption;
    }

    private String encrypted() {
        return "encrypted sessions: " + settings.load().encrypted();
    }

    /** The session is over. */
    void giveBack() {
        if (holdsEncryption) {
            settings.load().encrypted().giveBack(1);
            holdsEncryption = false;
        }
    }

    /** XCLIENT: the session begins anew, as that client's. */
    void xclient(XClientAttributes told) throws IOException {
        Connection now = course.connection();
        Revealed revealed = new Revealed(Revealed.By.XCLIENT, now.revealed().map(Revealed::through).orElse(now.clientAddress()), told.name(), told.hello(),
                told.extended(), told.login());
        course.isNow(new Connection(now.sessionId(), now.listener(), told.address().orElse(now.clientAddress()), told.port().orElse(now.clientPort()),
                told.serverAddress().orElse(now.serverAddress()), told.serverPort().orElse(now.serverPort()), now.tls(), Optional.of(revealed)));
        course.forgetHello();
        course.become(new Connected(course.connection(), SessionNotes.NONE, SessionLimits.DEFAULT));
        Decision decision = askAgain();
        if (decision instanceof Decision.Proceed proceed && now.tls().isPresent()) {
            decision = listener.onTls(new TlsRequest(course.connection(), proceed.notes()));
        }
        greet(decision);
    }
}

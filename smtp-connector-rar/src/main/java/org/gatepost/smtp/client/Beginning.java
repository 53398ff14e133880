package org.gatepost.smtp.client;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

import org.gatepost.smtp.protocol.Reply;

/** The first words on a connection: greeting, EHLO, STARTTLS and EHLO again, AUTH. Used once. */
final class Beginning {

    private final Introduction us;
    private Wire wire;
    private Step step = Step.GREETING;
    private Extensions offered = Extensions.NONE;
    private boolean trusted;

    /** Something ends it that is no failure of the network. */
    private static final class Ended extends Exception {
        private final transient Opening opening;

        Ended(Opening opening) {
            this.opening = opening;
        }
    }

    Beginning(RemoteLink link, Introduction us) {
        this.us = us;
        this.wire = new Wire(link, us.timeouts());
    }

    /** Never throws for what the next hop or the network does; nothing is left open where it fails. */
    Opening run() {
        try {
            Reply greeting = wire.read();
            if (greeting.code() != 220) {
                throw refused(greeting);
            }
            hello();
            startTls();
            if (us.login().isPresent()) {
                authenticate(us.login().get());
            }
            wire.relyOnWatch();
            return new Opening.Opened(new SmtpClient(wire, us, offered, trusted));
        } catch (Ended e) {
            wire.close();
            return e.opening;
        } catch (Wire.ServiceClosing e) {
            return new Opening.Failed(new RemoteReply.Spoken(e.reply(), step));
        } catch (IOException e) {
            wire.close();
            return new Opening.Failed(Failures.broken(e, step));
        }
    }

    /** EHLO, and HELO where that is not understood (RFC 5321 section 3.2); LHLO for LMTP. */
    private void hello() throws IOException, Ended {
        step = Step.HELLO;
        Reply hello = wire.ask(us.dialect().hello() + " " + us.helloName() + "\r\n");
        boolean extended = hello.code() == 250;
        if (!extended && hello.isPermanent() && us.dialect() == Dialect.SMTP) {
            hello = wire.ask("HELO " + us.helloName() + "\r\n");
        }
        if (hello.code() != 250) {
            throw refused(hello);
        }
        offered = extended ? Extensions.of(hello) : Extensions.NONE;
    }

    private void startTls() throws IOException, Ended {
        Optional<PeerTrust> trust = switch (us.tls()) {
            case TlsPolicy.None() -> Optional.empty();
            case TlsPolicy.Opportunistic() -> offered.startTls() ? Optional.of(PeerTrust.ANYONE) : Optional.empty();
            case TlsPolicy.Required(PeerTrust required) -> Optional.of(required);
        };
        if (trust.isEmpty()) {
            return;
        }
        step = Step.STARTTLS;
        if (!offered.startTls()) {
            throw unprotected("4.7.4", "STARTTLS is required here and not offered", TlsFault.STARTTLS_NOT_SUPPORTED);
        }
        Reply reply = wire.ask("STARTTLS\r\n");
        if (reply.code() == 220) {
            handshake(trust.get());
            // What was offered in the clear counts no more (RFC 3207 section 4.2).
            hello();
        } else if (us.tls() instanceof TlsPolicy.Required) {
            throw unprotected("4.7.4", "STARTTLS was refused: " + reply, TlsFault.STARTTLS_NOT_SUPPORTED);
        }
    }

    private void handshake(PeerTrust trust) throws Ended {
        try {
            wire = wire.startTls(new TlsTerms(us.remoteHost(), trust));
            trusted = !(trust instanceof PeerTrust.Anyone);
        } catch (IOException e) {
            throw unprotected("4.7.5", "TLS failed: " + e.getMessage(), UntrustedPeer.faultOf(e));
        }
    }

    /** In the clear a password is told to nobody (RFC 4954 section 4). */
    private void authenticate(Login login) throws IOException, Ended {
        step = Step.AUTH;
        Optional<ClientMechanism> mechanism = ClientMechanism.strongest(offered.mechanisms(), login);
        if (wire.link().tls().isEmpty() || mechanism.isEmpty()) {
            if (!login.must()) {
                return;
            }
            String why = wire.link().tls().isEmpty() ? "a password needs TLS" : "no mechanism of ours is offered";
            throw new Ended(new Opening.Failed(new RemoteReply.Broken(Reply.of(454, "4.7.0", "cannot authenticate: " + why), step)));
        }
        Reply reply = mechanism.get().exchange(wire);
        if (reply.code() != 235) {
            throw refused(reply);
        }
    }

    private Ended refused(Reply reply) {
        return new Ended(new Opening.Failed(reply.isPositive()
                ? Failures.broken(new ReplyReader.MalformedReply("unexpected reply " + reply), step)
                : new RemoteReply.Spoken(reply, step)));
    }

    private Ended unprotected(String status, String text, TlsFault fault) {
        return new Ended(new Opening.Unprotected(
                new RemoteReply.Broken(Reply.quoting(451, status, text + " (at " + step.name().toLowerCase(Locale.ROOT) + ")"), step), fault));
    }
}

package org.gatepost.ee.inbound;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

import org.gatepost.ee.health.OpenPorts;
import org.gatepost.gate.Gatekeeper;
import org.gatepost.smtp.listener.AuthDecision;
import org.gatepost.smtp.listener.AuthRequest;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.Decision;
import org.gatepost.smtp.listener.DisconnectNotice;
import org.gatepost.smtp.listener.HelloRequest;
import org.gatepost.smtp.listener.InquiryRequest;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.MessageRequest;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.listener.PortNotice;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.listener.RefusalNotice;
import org.gatepost.smtp.listener.SmtpListener;
import org.gatepost.smtp.listener.TlsRequest;
import org.gatepost.smtp.protocol.Reply;

/**
 * The SMTP listener as a message-driven bean: each method hands its stage to the {@link Gatekeeper}. No transaction is open while a stage is
 * judged, for seconds of look-ups and scanning must not hold one; what has to commit does so inside, before the method returns.
 */
@MessageDriven(name = "SmtpGateBean", messageListenerInterface = SmtpListener.class, activationConfig = {
        @ActivationConfigProperty(propertyName = "hostname", propertyValue = "${MPCONFIG=gatepost.hostname:localhost.localdomain}"),
        @ActivationConfigProperty(propertyName = "bind", propertyValue = "${MPCONFIG=gatepost.bind:127.0.0.1}"),
        @ActivationConfigProperty(propertyName = "smtpPort", propertyValue = "${MPCONFIG=gatepost.smtp.port:2525}"),
        @ActivationConfigProperty(propertyName = "submissionPort", propertyValue = "${MPCONFIG=gatepost.submission.port:2587}"),
        @ActivationConfigProperty(propertyName = "submissionsPort", propertyValue = "${MPCONFIG=gatepost.submissions.port:2465}"),
        @ActivationConfigProperty(propertyName = "returnPort", propertyValue = "${MPCONFIG=gatepost.hop.return.port:0}"),
        @ActivationConfigProperty(propertyName = "returnBind", propertyValue = "${MPCONFIG=gatepost.hop.return.bind:127.0.0.1}"),
        @ActivationConfigProperty(propertyName = "tlsCertificate", propertyValue = "${MPCONFIG=gatepost.tls.cert:}"),
        @ActivationConfigProperty(propertyName = "tlsKey", propertyValue = "${MPCONFIG=gatepost.tls.key:}"),
        @ActivationConfigProperty(propertyName = "tlsDirectory", propertyValue = "${MPCONFIG=gatepost.tls.directory:}"),
        @ActivationConfigProperty(propertyName = "tlsClientAuthorities", propertyValue = "${MPCONFIG=gatepost.tls.client.ca:}"),
        @ActivationConfigProperty(propertyName = "handshakeSeconds", propertyValue = "${MPCONFIG=gatepost.handshake.seconds:30}"),
        @ActivationConfigProperty(propertyName = "spoolDirectory", propertyValue = "${MPCONFIG=gatepost.var:var}/spool"),
        @ActivationConfigProperty(propertyName = "permits", propertyValue = "128"),
        @ActivationConfigProperty(propertyName = "encryptedSessionsMax", propertyValue = "${MPCONFIG=gatepost.encrypted.sessions.max:5000}"),
        @ActivationConfigProperty(propertyName = "sessionsMax", propertyValue = "${MPCONFIG=gatepost.sessions.max:25000}"),
        @ActivationConfigProperty(propertyName = "contentsMax", propertyValue = "${MPCONFIG=gatepost.contents.max:4000}"),
        @ActivationConfigProperty(propertyName = "openRecipientsMax", propertyValue = "${MPCONFIG=gatepost.open.recipients.max:50000}"),
        @ActivationConfigProperty(propertyName = "spoolOctetsMax", propertyValue = "${MPCONFIG=gatepost.spool.octets.max:4294967296}"),
        @ActivationConfigProperty(propertyName = "spoolMemoryOctetsMax", propertyValue = "${MPCONFIG=gatepost.spool.memory.octets.max:67108864}"),
        @ActivationConfigProperty(propertyName = "contentOctetsPerSecondMin", propertyValue = "${MPCONFIG=gatepost.content.octets.per.second.min:500}"),
        @ActivationConfigProperty(propertyName = "contentGraceSeconds", propertyValue = "${MPCONFIG=gatepost.content.grace.seconds:120}")
})
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SmtpGateBean implements SmtpListener {

    @Inject
    private Gatekeeper gatekeeper;
    @Inject
    private OpenPorts ports;

    @Override
    public boolean ready() {
        return gatekeeper.ready();
    }

    @Override
    public void onPort(PortNotice notice) {
        ports.told(notice);
    }

    @Override
    public Decision onConnect(ConnectRequest request) {
        return gatekeeper.onConnect(request);
    }

    @Override
    public Decision onTls(TlsRequest request) {
        return gatekeeper.onTls(request);
    }

    @Override
    public Decision onHello(HelloRequest request) {
        return gatekeeper.onHello(request);
    }

    @Override
    public AuthDecision onAuth(AuthRequest request) {
        return gatekeeper.onAuth(request);
    }

    @Override
    public Decision onMail(MailRequest request) {
        return gatekeeper.onMail(request);
    }

    @Override
    public Decision onRcpt(RcptRequest request) {
        return gatekeeper.onRcpt(request);
    }

    @Override
    public Reply onInquiry(InquiryRequest request) {
        return gatekeeper.onInquiry(request);
    }

    @Override
    public Receipt onMessage(MessageRequest request) {
        return gatekeeper.onMessage(request);
    }

    @Override
    public void onRefusal(RefusalNotice notice) {
        gatekeeper.onRefusal(notice);
    }

    @Override
    public void onDisconnect(DisconnectNotice notice) {
        gatekeeper.onDisconnect(notice);
    }
}

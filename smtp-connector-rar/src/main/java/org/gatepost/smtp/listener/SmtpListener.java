package org.gatepost.smtp.listener;

import org.gatepost.smtp.protocol.Reply;

/**
 * What judges SMTP sessions: called once per stage, on the session's own thread. Stateless: all that is known travels in the request, and what
 * policy adds comes back in the {@link Decision}.
 *
 * <p>Implementations are called by many threads at once. They answer within the stage's deadline or their answer is not waited for; they throw
 * nothing but bugs, and the connector turns those into 451 4.3.0.
 */
public interface SmtpListener {

    /** Whether sessions can be judged yet. Ports open only after the first true; asked again until then. */
    boolean ready();

    /** How a port stands. Nothing is answered; not every listener needs to know. */
    default void onPort(PortNotice notice) {
    }

    /** A client connected: proceed means 220. */
    Decision onConnect(ConnectRequest request);

    /**
     * The connection was encrypted, by STARTTLS or before the greeting: what the session may do is asked anew, and a refusal ends it (RFC 3207
     * section 4.2).
     */
    Decision onTls(TlsRequest request);

    /** HELO or EHLO, of correct syntax. */
    Decision onHello(HelloRequest request);

    /** A step of AUTH, of correct syntax and sequence (RFC 4954). Asked again with each answer of the client's to a challenge. */
    AuthDecision onAuth(AuthRequest request);

    /** MAIL FROM, of correct syntax and sequence. */
    Decision onMail(MailRequest request);

    /** RCPT TO, of correct syntax and sequence. */
    Decision onRcpt(RcptRequest request);

    /** The end of the content. {@link Receipt.Accepted} means committed: responsibility has passed (RFC 5321 section 6.1). */
    Receipt onMessage(MessageRequest request);

    /** VRFY, EXPN or ETRN. The reply may be positive or negative. */
    Reply onInquiry(InquiryRequest request);

    /** The connector refused something without asking. Nothing is answered; told before the client is. */
    void onRefusal(RefusalNotice notice);

    /** The session is over. Nothing is answered. */
    void onDisconnect(DisconnectNotice notice);
}

/**
 * The server's side of a conversation: one session a connection, on one virtual thread, plainly written and blocking.
 *
 * <p>May use {@code protocol}, {@code wire}, {@code spool} and {@code listener}; knows no socket, so that a session runs on a pipe. Read
 * {@link org.gatepost.smtp.session.SessionState} and {@link org.gatepost.smtp.session.CommandTable} first, then
 * {@link org.gatepost.smtp.session.SmtpSession} and {@link org.gatepost.smtp.session.SessionStages}. What sessions may hold together is
 * {@link org.gatepost.smtp.session.PortLoad}.
 *
 * <p>RFC 5321 sections 3, 4.1.4, 4.3 and 4.5.3, RFC 2920, 3030.
 */
package org.gatepost.smtp.session;

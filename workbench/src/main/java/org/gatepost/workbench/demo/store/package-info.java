/**
 * The demo message store: LMTP (RFC 2033) for local mailboxes and SMTP for everybody else's mail, kept in Maildirs under {@code var/mail}.
 *
 * <p>Small and strict on purpose: what it keeps is what it was sent, octet for octet, behind a {@code Return-Path:}; it answers 250 when the
 * file is on disk under its final name. It offers no DSN extension, on either port: the LMTP side delivers finally and is silent about it,
 * and to the SMTP side Gatepost is the last that knows DSN and reports {@code relayed} (RFC 3461 5.2.2). Uses the JDK alone; read
 * {@link org.gatepost.workbench.demo.store.StoreSession}. RFC 2033, 5321, 2920, 1870, 6152, 2034.
 */
package org.gatepost.workbench.demo.store;

/**
 * The resource adapter: how SMTP sessions come into the container, and how their stages reach the message-driven bean that judges them.
 *
 * <p>The only package that uses {@code jakarta.resource} and sockets; may use everything else of the connector. Read
 * {@link org.gatepost.smtp.ra.SmtpResourceAdapter} first, then {@link org.gatepost.smtp.ra.EndpointDispatcher}, where each stage crosses.
 *
 * <p>Jakarta Connectors 2.1, chapters 5, 10, 12, 13.
 */
package org.gatepost.smtp.ra;

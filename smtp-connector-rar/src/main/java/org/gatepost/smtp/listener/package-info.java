/**
 * The only door between the connector and policy: one call a stage, and the answers.
 *
 * <p>May use {@code protocol} and {@code spool}. Read {@link org.gatepost.smtp.listener.SmtpListener} first. The connector has never heard of
 * policy: what policy wants to remember travels in {@link org.gatepost.smtp.listener.SessionNotes}, untouched.
 */
package org.gatepost.smtp.listener;

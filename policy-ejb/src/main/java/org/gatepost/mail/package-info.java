/**
 * The words of mail: envelope, recipient, origin, header edits, queue id. Values only.
 *
 * <p>May use the connector's {@code protocol} and {@code spool}. Read {@link org.gatepost.mail.Envelope}, then
 * {@link org.gatepost.mail.HeaderEdits}: a message in transit is its octets as received plus declared edits, never a parsed and re-written copy.
 *
 * <p>RFC 5321 section 4.4 (trace information), RFC 8601 section 5 (Authentication-Results).
 */
package org.gatepost.mail;

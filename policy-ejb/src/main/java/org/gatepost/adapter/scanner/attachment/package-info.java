/**
 * The built-in engine that looks at what a message carries: names of attachments, what they are by their first octets, and what archives hold, behind the port
 * {@link org.gatepost.scan.Scanner}.
 *
 * <p>May use {@code scan}, {@code adapter.scanner.wire}, the connector's {@code spool}, {@code sieve.message}'s reader of media types and mime4j. Read
 * {@link org.gatepost.adapter.scanner.attachment.AttachmentScanner}, then {@link org.gatepost.adapter.scanner.attachment.Inspection}.
 */
package org.gatepost.adapter.scanner.attachment;

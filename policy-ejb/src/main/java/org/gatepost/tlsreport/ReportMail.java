package org.gatepost.tlsreport;

import java.time.Instant;

import org.gatepost.smtp.protocol.Mailbox;

/** Port: writes a report as a message (RFC 8460 section 5.3). Safe for use by many threads. */
@FunctionalInterface
public interface ReportMail {

    /** The message, header section and all, lines ended by CRLF; 7-bit. */
    byte[] render(TlsReport report, Mailbox from, Mailbox to, Instant at);
}

/**
 * Content filters that are spoken to as if they were the next hop, by LMTP or SMTP, behind the port {@link org.gatepost.scan.Scanner}: what they answer to the
 * content is their verdict, and what they would pass on goes nowhere.
 *
 * <p>May use {@code scan} and the connector's {@code protocol}, {@code spool} and {@code client}. Read {@link org.gatepost.adapter.scanner.lmtp.LmtpScanner}. RFC 2033, RFC 5321.
 */
package org.gatepost.adapter.scanner.lmtp;

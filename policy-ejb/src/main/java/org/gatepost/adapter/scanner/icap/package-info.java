/**
 * Virus scanners and content filters that speak ICAP/1.0 (RFC 3507) behind the port {@link org.gatepost.scan.Scanner}.
 *
 * <p>May use {@code scan}, {@code adapter.scanner.wire} and the connector's {@code spool}. Read {@link org.gatepost.adapter.scanner.icap.IcapScanner}.
 */
package org.gatepost.adapter.scanner.icap;

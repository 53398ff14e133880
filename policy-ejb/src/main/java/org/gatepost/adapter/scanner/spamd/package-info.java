/**
 * SpamAssassin's daemon behind the port {@link org.gatepost.scan.Scanner}.
 *
 * <p>May use {@code scan}, {@code adapter.scanner.wire} and the connector's {@code spool}. Read {@link org.gatepost.adapter.scanner.spamd.SpamdScanner}; the
 * protocol is SPAMC/1.5, commands CHECK, SYMBOLS and PING.
 */
package org.gatepost.adapter.scanner.spamd;

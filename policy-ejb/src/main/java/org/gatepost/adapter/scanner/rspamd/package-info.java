/**
 * Rspamd over HTTP behind the port {@link org.gatepost.scan.Scanner}.
 *
 * <p>May use {@code scan}, {@code adapter.scanner.wire}, the connector's {@code spool} and Nimbus' reader of JSON. Read
 * {@link org.gatepost.adapter.scanner.rspamd.RspamdScanner}; the protocol is that of {@code /checkv2} and {@code /ping}, one request a connection.
 */
package org.gatepost.adapter.scanner.rspamd;

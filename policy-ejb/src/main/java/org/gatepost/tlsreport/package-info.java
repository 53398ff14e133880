/**
 * What domains are told about encrypted connections to their hosts (TLS-RPT): what a connection came to, how often in a day, and the report of it.
 *
 * <p>May use {@code mail}, {@code queue}, {@code trace} and the connector's {@code protocol}, {@code client} and {@code spool}. Read {@link org.gatepost.tlsreport.TlsOutcome} first, then
 * {@link org.gatepost.tlsreport.TlsReport}.
 *
 * <p>RFC 8460.
 */
package org.gatepost.tlsreport;

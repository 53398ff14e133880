/**
 * ClamAV's daemon over TCP, behind the port {@link org.gatepost.scan.Scanner}.
 *
 * <p>May use {@code scan} and the connector's {@code spool}. Read {@link org.gatepost.adapter.scanner.clamd.ClamdScanner}; the protocol is that of
 * clamd(8), commands zINSTREAM and zPING.
 */
package org.gatepost.adapter.scanner.clamd;

/**
 * Mail filters that speak the milter protocol, behind the port {@link org.gatepost.scan.Scanner}: the side of it that is the mail server's, over TCP or a socket
 * of this machine.
 *
 * <p>May use {@code scan} and the connector's {@code protocol}, {@code wire} and {@code spool}. Read {@link org.gatepost.adapter.scanner.milter.MilterScanner}, then
 * {@code Conversation}, which plays a message's stages, and {@code KeptConnections}. The protocol has no RFC; its versions 2 to 6 are those of Sendmail's libmilter.
 */
package org.gatepost.adapter.scanner.milter;

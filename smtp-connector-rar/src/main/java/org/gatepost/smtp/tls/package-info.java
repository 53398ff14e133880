/**
 * The server's side of TLS: certificates from PEM files, watched and taken up anew when they change, and the handshake over a connection that is open.
 *
 * <p>May use {@code protocol}. Read {@link org.gatepost.smtp.tls.TlsFiles} first, then {@link org.gatepost.smtp.tls.ServerTls}. TLS 1.2 and 1.3 alone, with
 * forward secrecy and authenticated encryption; which certificate is shown, the name the client asks for decides.
 *
 * <p>RFC 3207, 5246, 6066 section 3, 7468, 8314, 8446, 9325.
 */
package org.gatepost.smtp.tls;

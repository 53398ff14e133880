package org.gatepost.smtp.protocol;

/** What was agreed when the connection was encrypted: protocol version such as {@code TLSv1.3} and cipher suite. */
public record TlsSession(String version, String cipher) {
}

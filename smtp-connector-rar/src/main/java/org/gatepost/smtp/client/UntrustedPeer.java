package org.gatepost.smtp.client;

import java.security.cert.CertificateException;

/** A certificate that is not taken, and why. */
final class UntrustedPeer extends CertificateException {

    private final TlsFault fault;

    UntrustedPeer(TlsFault fault, String message) {
        super(message);
        this.fault = fault;
    }

    TlsFault fault() {
        return fault;
    }

    /** What was wrong where a handshake failed: the trust manager's word, where it was asked. */
    static TlsFault faultOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UntrustedPeer untrusted) {
                return untrusted.fault();
            }
        }
        return TlsFault.VALIDATION_FAILURE;
    }
}

package org.gatepost.ee.delivery;

import org.gatepost.smtp.client.Opening;
import org.gatepost.smtp.client.RemoteReply;
import org.gatepost.smtp.client.SmtpClient;
import org.gatepost.smtp.client.TlsFault;
import org.gatepost.smtp.client.TlsPolicy;
import org.gatepost.tlsreport.AppliedPolicy;
import org.gatepost.tlsreport.TlsOutcome;
import org.gatepost.tlsreport.TlsOutcomes;

/**
 * What a domain is told of connections to its hosts (RFC 8460). What never came to the question of encryption, or was not to be encrypted, it is not.
 *
 * @param by what they are measured against
 */
record Measured(String policyDomain, AppliedPolicy by, TlsOutcomes outcomes) {

    /**
     * Who is at either end of a connection.
     *
     * @param host as the domain names it
     */
    record End(String ourAddress, String host, String address) {

        /** A host nobody was connected to. */
        static End host(String name) {
            return new End("", name, "");
        }
    }

    /** What came of a connection with the protection that is wanted first. */
    void cameTo(Opening opening, TlsPolicy wanted, End end) {
        switch (opening) {
            case Opening.Unprotected(RemoteReply why, TlsFault fault) -> failed(fault, end);
            case Opening.Opened(SmtpClient client) when client.tls().isPresent() -> outcomes.happened(TlsOutcome.success(policyDomain, by));
            case Opening.Opened opened when wanted instanceof TlsPolicy.Opportunistic -> failed(TlsFault.STARTTLS_NOT_SUPPORTED, end);
            case Opening.Opened opened -> {
                // In the clear, as the channel wants it.
            }
            case Opening.Failed failed -> {
                // It says nothing about encryption.
            }
        }
    }

    void failed(TlsFault fault, End end) {
        outcomes.happened(TlsOutcome.failure(policyDomain, by, new TlsOutcome.Failure(fault.resultType(), end.ourAddress(), end.host(), end.address())));
    }
}

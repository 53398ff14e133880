package org.gatepost.smtp.client;

import java.security.cert.TrustAnchor;
import java.util.List;
import java.util.Set;

import org.gatepost.smtp.protocol.TlsaRecord;

/** Whose certificate is taken. */
public sealed interface PeerTrust {

    /** Anybody's: encrypted, and no more than that. */
    PeerTrust ANYONE = new Anyone();

    /** No question asked. */
    record Anyone() implements PeerTrust {
    }

    /**
     * One that an authority vouches for (RFC 5280) and that names the host (RFC 6125).
     *
     * @param anchors the authorities; with none, the Java runtime's own
     * @param names host names or address literals, one of which the certificate has among its subjectAltNames
     */
    record Authority(Set<TrustAnchor> anchors, Set<String> names) implements PeerTrust {
        public Authority {
            anchors = Set.copyOf(anchors);
            names = Set.copyOf(names);
        }
    }

    /**
     * One that the host's own zone names (RFC 7672).
     *
     * @param records usable ones, at least one
     * @param names which a certificate below a trust anchor of usage 2 must have one of (section 3.2.2); usage 3 asks for none (section 3.1.1)
     */
    record Dane(List<TlsaRecord> records, Set<String> names) implements PeerTrust {
        public Dane {
            records = List.copyOf(records);
            names = Set.copyOf(names);
            if (records.isEmpty() || !records.stream().allMatch(TlsaRecord::isUsable)) {
                throw new IllegalArgumentException("DANE needs usable records, and nothing but those");
            }
        }
    }
}

package org.gatepost.smtp.tls;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** What {@link TlsFiles} held when they were read. Immutable. */
public final class Certificates {

    private final List<KeyedChain> chains;
    private final List<X509Certificate> clientAuthorities;

    Certificates(List<KeyedChain> chains, List<X509Certificate> clientAuthorities) {
        this.chains = List.copyOf(chains);
        this.clientAuthorities = List.copyOf(clientAuthorities);
    }

    /**
     * One certificate of ours.
     *
     * @param names what it is for, else its subject
     */
    public record Validity(String names, Instant notAfter) {
    }

    /** Until when each is good, the one for everybody first. */
    public List<Validity> validities() {
        return chains.stream().map(chain -> new Validity(chain.names().isEmpty() ? chain.certificate().getSubjectX500Principal().getName()
                : chain.names().stream().collect(Collectors.joining(" ")), chain.certificate().getNotAfter().toInstant())).toList();
    }

    /** The first is for who asks for none of the others' names. */
    List<KeyedChain> chains() {
        return chains;
    }

    List<X509Certificate> clientAuthorities() {
        return clientAuthorities;
    }
}

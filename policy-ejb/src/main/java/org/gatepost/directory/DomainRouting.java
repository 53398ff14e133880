package org.gatepost.directory;

import java.util.Optional;

/**
 * Where mail of a local domain goes besides its accounts. Hosts are names or address literals.
 *
 * @param host takes all of the domain's mail; who is in it is that host's affair (mailRoutingHosts)
 * @param smartHost takes mail for those in it whom we do not know (mailRoutingSmartHost)
 */
public record DomainRouting(Optional<String> host, Optional<String> smartHost) {

    /** To its accounts alone. */
    public static final DomainRouting NONE = new DomainRouting(Optional.empty(), Optional.empty());

    /** The host that takes all of it, unless that is {@code us}. */
    Optional<String> hostBesides(String us) {
        return host.filter(name -> !name.equals(us));
    }
}

package org.gatepost.routing;

import java.util.List;
import java.util.Set;

import org.gatepost.smtp.protocol.Reply;

/** Where mail for a domain goes. */
public sealed interface MxRoute {

    /**
     * To one of these.
     *
     * @param hosts in the order they are tried, at least one
     * @param authentic whether it is vouched for that these are the domain's hosts
     * @param exchangers the names of all that the domain names, whether they can be reached or not: domains that name the same ones are served alike
     */
    record Hosts(List<MailHost> hosts, boolean authentic, Set<String> exchangers) implements MxRoute {
        public Hosts {
            hosts = List.copyOf(hosts);
            exchangers = Set.copyOf(exchangers);
        }
    }

    /** Nowhere, for good: a permanent reply says why. */
    record Nowhere(Reply reply) implements MxRoute {
    }

    /** It cannot be told now. */
    record NotNow(Reply reply) implements MxRoute {
    }
}

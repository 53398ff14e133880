package org.gatepost.routing;

import java.util.List;

import org.gatepost.smtp.protocol.Reply;

/** Where mail for a domain goes. */
public sealed interface MxRoute {

    /**
     * To one of these.
     *
     * @param hosts in the order they are tried, at least one
     * @param authentic whether it is vouched for that these are the domain's hosts
     */
    record Hosts(List<MailHost> hosts, boolean authentic) implements MxRoute {
        public Hosts {
            hosts = List.copyOf(hosts);
        }
    }

    /** Nowhere, for good: a permanent reply says why. */
    record Nowhere(Reply reply) implements MxRoute {
    }

    /** It cannot be told now. */
    record NotNow(Reply reply) implements MxRoute {
    }
}

package org.gatepost.gate;

import java.util.List;

import org.gatepost.channel.Channel;
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.ServiceOffer;

/** What AUTH a client is offered: where it may authenticate, the mechanisms it may use now; where it must encrypt first, the command without any. */
final class AuthOffer {

    private AuthOffer() {
    }

    static ServiceOffer of(ServiceOffer offer, Channel source, List<String> mechanisms, boolean authenticated) {
        if (!source.keywords().service().offersAuthentication() && !authenticated) {
            return offer;
        }
        // Also behind the authentication, because it gives MAIL a parameter; a second AUTH is 503 for the connector.
        return offer.with(Extension.AUTH, String.join(" ", mechanisms));
    }
}

package org.gatepost.gate;

import org.gatepost.auth.MechanismOffer;
import org.gatepost.channel.Channel;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.ServiceOffer;

/** What AUTH a client is offered: where it may authenticate, the mechanisms it may use now; where it must encrypt first, the command without any. */
final class AuthOffer {

    private AuthOffer() {
    }

    static ServiceOffer of(ServiceOffer offer, Channel source, Connection connection, boolean authenticated) {
        if (!source.keywords().service().offersAuthentication() && !authenticated) {
            return offer;
        }
        // Also behind the authentication, because it gives MAIL a parameter; a second AUTH is 503 for the connector.
        return offer.with(Extension.AUTH, String.join(" ", MechanismOffer.of(source.keywords().service(), connection.tls())));
    }
}

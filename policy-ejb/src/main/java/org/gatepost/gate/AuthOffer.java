package org.gatepost.gate;

import org.gatepost.auth.MechanismOffer;
import org.gatepost.channel.Channel;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.ServiceOffer;

/** What AUTH a client is offered: where it may authenticate, the mechanisms it may use now; where it did, or must encrypt first, the command without any. */
final class AuthOffer {

    private AuthOffer() {
    }

    static ServiceOffer of(ServiceOffer offer, Channel source, Connection connection, boolean authenticated) {
        if (!source.keywords().service().offersAuthentication()) {
            return authenticated ? offer.with(Extension.AUTH, "") : offer;
        }
        String mechanisms = authenticated ? "" : String.join(" ", MechanismOffer.of(source.keywords().service(), connection.tls()));
        return offer.with(Extension.AUTH, mechanisms);
    }
}

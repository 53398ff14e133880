package org.gatepost.gate;

import java.util.Optional;

import org.gatepost.channel.Need;
import org.gatepost.channel.ServiceKeywords;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.listener.Revealed;
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.LinkTerms;
import org.gatepost.smtp.protocol.ServiceOffer;

/** What is offered of the connection itself: that it be encrypted, and that a host before us tell whose it is. */
final class ConnectionOffer {

    private static final String ATTRIBUTES = "NAME ADDR PORT PROTO HELO DESTADDR DESTPORT";

    private ConnectionOffer() {
    }

    static ServiceOffer of(ServiceOffer others, ListenerPolicy listener, ServiceKeywords keywords, Connection connection) {
        ServiceOffer offer = others;
        if (keywords.tls() != Need.NO && connection.tls().isEmpty()) {
            offer = offer.with(Extension.STARTTLS, "");
        }
        if (mayReveal(listener, connection)) {
            offer = offer.with(Extension.XCLIENT, keywords.connection().xclientLogin() ? ATTRIBUTES + " LOGIN" : ATTRIBUTES);
        }
        return offer;
    }

    /** The client a trusted host has revealed is trusted no further. */
    private static boolean mayReveal(ListenerPolicy listener, Connection connection) {
        Optional<Revealed.By> by = connection.revealed().map(Revealed::by);
        return listener.xclient().contains(connection.clientAddress()) && by.filter(how -> how == Revealed.By.XCLIENT).isEmpty();
    }

    static LinkTerms terms(ServiceKeywords keywords, Connection connection) {
        return new LinkTerms(false, keywords.connection().asksClientCertificate(), keywords.tls() == Need.MUST && connection.tls().isEmpty(),
                keywords.session().greetPause());
    }
}

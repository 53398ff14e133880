package org.gatepost.gate;

import java.time.Instant;

import org.gatepost.auth.MechanismOffer;
import org.gatepost.channel.Channel;
import org.gatepost.channel.SessionKeywords;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.protocol.ServiceOffer;
import org.gatepost.smtp.protocol.SessionLimits;

/** What a session may do, as its listener and its source channel say. */
final class Limits {

    private final MechanismOffer mechanisms;

    Limits(MechanismOffer mechanisms) {
        this.mechanisms = mechanisms;
    }

    SessionLimits of(ListenerPolicy listener, Channel source, Connection connection, boolean authenticated, Instant now) {
        ServiceOffer offer = ConnectionOffer.of(SessionLimits.DEFAULT.offer(), listener, source.keywords().service(), connection);
        ServiceOffer extended = ExtensionOffer.of(offer, listener, source, ClientStanding.of(connection, authenticated, source, now));
        SessionKeywords session = source.keywords().service().session();
        return new SessionLimits(messageOctetsMax(source), source.recipientsMax(), source.headerOctetsMax(), SessionLimits.DEFAULT.textLineOctetsMax(),
                Math.min(listener.errorsMax(), session.badCommandsMax()), Math.min(listener.transactionsMax(), session.transactionsMax()), listener.idle(), listener.whole(), source.bareLineFeed(),
                AuthOffer.of(extended, source, mechanisms.of(source.keywords().service(), connection.tls()), authenticated), ConnectionOffer.terms(source.keywords().service(), connection),
                session.counts());
    }

    static long messageOctetsMax(Channel source) {
        return source.sourceOctetsMax().orElse(SessionLimits.DEFAULT.messageOctetsMax());
    }
}

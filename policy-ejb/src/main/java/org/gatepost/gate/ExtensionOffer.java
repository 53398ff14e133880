package org.gatepost.gate;

import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;

import org.gatepost.channel.Channel;
import org.gatepost.channel.ExtensionKeywords;
import org.gatepost.channel.SessionKeywords;
import org.gatepost.channel.TurnPolicy;
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.ServiceOffer;

/** The service extensions a client is offered besides those everybody is, TLS and authentication: by its channel, and by how it stands with us. */
final class ExtensionOffer {

    private ExtensionOffer() {
    }

    static ServiceOffer of(ServiceOffer base, ListenerPolicy listener, Channel source, ClientStanding client) {
        ExtensionKeywords keywords = source.keywords().service().extensions();
        Map<Extension, String> offered = new EnumMap<>(Extension.class);
        offered.putAll(base.extensions());
        offered.put(Extension.BINARYMIME, "");
        offered.put(Extension.SMTPUTF8, "");
        offered.put(Extension.LIMITS, limits(listener, source, keywords));
        offered.put(Extension.PRDR, "");
        offered.put(Extension.NO_SOLICITING, keywords.noSolicit().shown());
        if (client.encrypted()) {
            // RFC 8689 section 2: only there.
            offered.put(Extension.REQUIRETLS, "");
        }
        if (client.known()) {
            offerToTheKnown(offered, keywords, client);
        }
        if (keywords.etrn() != TurnPolicy.DISABLE) {
            offered.put(Extension.ETRN, "");
        }
        if (keywords.expands()) {
            offered.put(Extension.EXPN, "");
        }
        return new ServiceOffer(offered);
    }

    /** What makes us keep a message, or treat it before others, is for our own (RFC 4865 section 2, RFC 6710 section 5). */
    private static void offerToTheKnown(Map<Extension, String> offered, ExtensionKeywords keywords, ClientStanding client) {
        if (keywords.futureReleaseSeconds() > 0) {
            offered.put(Extension.FUTURERELEASE, keywords.futureReleaseSeconds() + " "
                    + client.at().plusSeconds(keywords.futureReleaseSeconds()).truncatedTo(ChronoUnit.SECONDS));
        }
        offered.put(Extension.DELIVERBY, Integer.toString(keywords.deliverBySecondsMin()));
        offered.put(Extension.MT_PRIORITY, "");
    }

    /** RFC 9422 section 4: what the session keeps. */
    private static String limits(ListenerPolicy listener, Channel source, ExtensionKeywords keywords) {
        SessionKeywords session = source.keywords().service().session();
        int mails = Math.min(listener.transactionsMax(), Math.min(session.transactionsMax(), session.counts().disconnectTransactions()));
        String always = "MAILMAX=" + mails + " RCPTMAX=" + Math.min(source.recipientsMax(), session.counts().recipientCutoff());
        return keywords.recipientDomainsMax().isPresent() ? always + " RCPTDOMAINMAX=" + keywords.recipientDomainsMax().getAsInt() : always;
    }
}

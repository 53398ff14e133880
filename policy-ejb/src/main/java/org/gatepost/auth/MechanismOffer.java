package org.gatepost.auth;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.gatepost.channel.SaslKeywords;
import org.gatepost.channel.ServiceKeywords;
import org.gatepost.smtp.protocol.ClientCertificate;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.TlsSession;

/** Which mechanisms a client of a channel is offered, and what one is told that tries another (RFC 4954 sections 3, 4 and 6). */
public final class MechanismOffer {

    private static final List<String> PASSWORDS = List.of("PLAIN", "LOGIN");

    private final Set<String> known;

    /** @param known the mechanisms there are: what they need stands ready */
    MechanismOffer(Set<String> known) {
        this.known = Set.copyOf(known);
    }

    /** Those offered now, in the channel's order; none where TLS is needed and missing. */
    public List<String> of(ServiceKeywords service, Optional<TlsSession> tls) {
        if (!service.offersAuthentication() || tls.isEmpty() && !service.authentication().withoutTls()) {
            return List.of();
        }
        return service.authentication().mechanisms().stream().filter(name -> known.contains(name) && isPossible(name, tls)).toList();
    }

    private static boolean isPossible(String mechanism, Optional<TlsSession> tls) {
        return switch (mechanism) {
            case "SCRAM-SHA-256-PLUS" -> tls.flatMap(TlsSession::serverEndPoint).isPresent();
            // RFC 7628 section 4: who sees a token has it. No channel says otherwise.
            case Bearer.OAUTHBEARER, Bearer.XOAUTH2 -> tls.isPresent();
            case "EXTERNAL" -> tls.flatMap(TlsSession::client).filter(ClientCertificate::verified).isPresent();
            default -> true;
        };
    }

    /** What a client is told that chose a mechanism that is not offered: encrypt first, take a stronger one, or there is none of that name. */
    public Reply refusal(String mechanism, ServiceKeywords service, Optional<TlsSession> tls) {
        SaslKeywords keywords = service.authentication();
        if (keywords.mechanisms().contains(mechanism) && known.contains(mechanism)) {
            return tls.isEmpty() ? Replies.ENCRYPTION_NEEDED : Replies.UNKNOWN_MECHANISM;
        }
        return PASSWORDS.contains(mechanism) && !keywords.mechanisms().isEmpty() ? Replies.MECHANISM_TOO_WEAK : Replies.UNKNOWN_MECHANISM;
    }
}

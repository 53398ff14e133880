package org.gatepost.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.gatepost.channel.ChannelKeywords;
import org.gatepost.channel.SaslKeywords;
import org.gatepost.channel.ServiceKeywords;
import org.gatepost.smtp.protocol.ClientCertificate;
import org.gatepost.smtp.protocol.TlsSession;
import org.junit.jupiter.api.Test;

class MechanismOfferTest {

    private static final Optional<TlsSession> NO_TLS = Optional.empty();
    private static final Optional<TlsSession> TLS = Optional.of(new TlsSession("TLSv1.3", "x"));
    private static final Optional<TlsSession> BOUND = Optional.of(new TlsSession("TLSv1.3", "x",
            Optional.of(new ClientCertificate("CN=a", List.of("alice@example.com"), true)), Optional.empty(), Optional.of("AAAA")));

    private static final MechanismOffer OURS = new MechanismOffer(Set.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "EXTERNAL", "PLAIN", "LOGIN"));
    private static final MechanismOffer WITH_TOKENS = new MechanismOffer(Set.copyOf(SaslKeywords.MECHANISMS));

    @Test
    void p09NothingIsOfferedThatDoesNotWork() {
        assertEquals(List.of(), OURS.of(service(""), BOUND));
        assertEquals(List.of(), OURS.of(service("maysaslserver"), NO_TLS));
        assertEquals(List.of("SCRAM-SHA-256", "PLAIN", "LOGIN"), OURS.of(service("maysaslserver"), TLS));
        assertEquals(List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "EXTERNAL", "PLAIN", "LOGIN"), OURS.of(service("submit"), BOUND));
        assertEquals(List.of("SCRAM-SHA-256", "PLAIN", "LOGIN"), OURS.of(service("mustsaslserver saslwithouttls"), NO_TLS));
        assertEquals(List.of(), OURS.of(service("mustsaslserver saslwithouttls saslneedstls"), NO_TLS));
        assertEquals(List.of("PLAIN", "SCRAM-SHA-256"), OURS.of(service("submit saslmechanisms plain scram-sha-256"), TLS));
    }

    @Test
    void tokensAreTakenWhereSomebodyIssuesThemAndUnderTlsAlone() {
        assertEquals(List.of("SCRAM-SHA-256", "OAUTHBEARER", "XOAUTH2", "PLAIN", "LOGIN"), WITH_TOKENS.of(service("maysaslserver"), TLS));
        assertEquals(List.of("SCRAM-SHA-256", "PLAIN", "LOGIN"), WITH_TOKENS.of(service("maysaslserver saslwithouttls"), NO_TLS));
        assertEquals(538, WITH_TOKENS.refusal("OAUTHBEARER", service("maysaslserver saslwithouttls"), NO_TLS).code());
        assertEquals(504, OURS.refusal("OAUTHBEARER", service("maysaslserver"), NO_TLS).code());
        assertEquals(504, OURS.refusal("XOAUTH2", service("maysaslserver"), TLS).code());
        assertEquals(List.of(), OURS.of(service("submit saslmechanisms OAUTHBEARER"), TLS));
    }

    @Test
    void aVerifiedCertificateAloneMakesExternalPossible() {
        Optional<TlsSession> unverified = Optional.of(new TlsSession("TLSv1.3", "x", Optional.of(new ClientCertificate("CN=a", List.of("a@b.example"), false)),
                Optional.empty(), Optional.empty()));
        assertEquals(List.of(), OURS.of(service("submit saslmechanisms EXTERNAL"), unverified));
        assertEquals(List.of("EXTERNAL"), OURS.of(service("submit saslmechanisms EXTERNAL"), BOUND));
    }

    @Test
    void whoTakesAnotherLearnsWhatIsMissing() {
        assertEquals(538, OURS.refusal("PLAIN", service("maysaslserver"), NO_TLS).code());
        assertEquals(538, OURS.refusal("SCRAM-SHA-256", service("maysaslserver"), NO_TLS).code());
        assertEquals(534, OURS.refusal("PLAIN", service("maysaslserver saslmechanisms SCRAM-SHA-256"), TLS).code());
        assertEquals(504, OURS.refusal("CRAM-MD5", service("maysaslserver"), TLS).code());
        assertEquals(504, OURS.refusal("CRAM-MD5", service("maysaslserver"), NO_TLS).code());
        assertEquals(504, OURS.refusal("EXTERNAL", service("maysaslserver"), TLS).code());
    }

    private static ServiceKeywords service(String keywords) {
        return ChannelKeywords.parse(keywords).service();
    }
}

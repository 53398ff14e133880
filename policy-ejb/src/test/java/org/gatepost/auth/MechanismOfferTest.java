package org.gatepost.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.gatepost.channel.ChannelKeywords;
import org.gatepost.channel.ServiceKeywords;
import org.gatepost.smtp.protocol.ClientCertificate;
import org.gatepost.smtp.protocol.TlsSession;
import org.junit.jupiter.api.Test;

class MechanismOfferTest {

    private static final Optional<TlsSession> NO_TLS = Optional.empty();
    private static final Optional<TlsSession> TLS = Optional.of(new TlsSession("TLSv1.3", "x"));
    private static final Optional<TlsSession> BOUND = Optional.of(new TlsSession("TLSv1.3", "x",
            Optional.of(new ClientCertificate("CN=a", List.of("alice@example.com"), true)), Optional.empty(), Optional.of("AAAA")));

    @Test
    void p09NothingIsOfferedThatDoesNotWork() {
        assertEquals(List.of(), MechanismOffer.of(service(""), BOUND));
        assertEquals(List.of(), MechanismOffer.of(service("maysaslserver"), NO_TLS));
        assertEquals(List.of("SCRAM-SHA-256", "PLAIN", "LOGIN"), MechanismOffer.of(service("maysaslserver"), TLS));
        assertEquals(List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "EXTERNAL", "PLAIN", "LOGIN"), MechanismOffer.of(service("submit"), BOUND));
        assertEquals(List.of("SCRAM-SHA-256", "PLAIN", "LOGIN"), MechanismOffer.of(service("mustsaslserver saslwithouttls"), NO_TLS));
        assertEquals(List.of(), MechanismOffer.of(service("mustsaslserver saslwithouttls saslneedstls"), NO_TLS));
        assertEquals(List.of("PLAIN", "SCRAM-SHA-256"), MechanismOffer.of(service("submit saslmechanisms plain scram-sha-256"), TLS));
    }

    @Test
    void aVerifiedCertificateAloneMakesExternalPossible() {
        Optional<TlsSession> unverified = Optional.of(new TlsSession("TLSv1.3", "x", Optional.of(new ClientCertificate("CN=a", List.of("a@b.example"), false)),
                Optional.empty(), Optional.empty()));
        assertEquals(List.of(), MechanismOffer.of(service("submit saslmechanisms EXTERNAL"), unverified));
        assertEquals(List.of("EXTERNAL"), MechanismOffer.of(service("submit saslmechanisms EXTERNAL"), BOUND));
    }

    @Test
    void whoTakesAnotherLearnsWhatIsMissing() {
        assertEquals(538, MechanismOffer.refusal("PLAIN", service("maysaslserver"), NO_TLS).code());
        assertEquals(538, MechanismOffer.refusal("SCRAM-SHA-256", service("maysaslserver"), NO_TLS).code());
        assertEquals(534, MechanismOffer.refusal("PLAIN", service("maysaslserver saslmechanisms SCRAM-SHA-256"), TLS).code());
        assertEquals(504, MechanismOffer.refusal("CRAM-MD5", service("maysaslserver"), TLS).code());
        assertEquals(504, MechanismOffer.refusal("CRAM-MD5", service("maysaslserver"), NO_TLS).code());
        assertEquals(504, MechanismOffer.refusal("EXTERNAL", service("maysaslserver"), TLS).code());
    }

    private static ServiceKeywords service(String keywords) {
        return ChannelKeywords.parse(keywords).service();
    }
}

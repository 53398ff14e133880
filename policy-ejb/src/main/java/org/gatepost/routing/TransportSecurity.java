package org.gatepost.routing;

import java.security.cert.TrustAnchor;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.gatepost.channel.Need;
import org.gatepost.channel.TransportKeywords;
import org.gatepost.dns.DnsAnswer;
import org.gatepost.dns.DnsLookup;
import org.gatepost.smtp.client.PeerTrust;
import org.gatepost.smtp.client.TlsFault;
import org.gatepost.smtp.client.TlsPolicy;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.TlsaRecord;

/**
 * How the connection to one host is protected: by what its zone says (DANE, RFC 7672), by what the recipient's domain publishes (MTA-STS, RFC 8461), and
 * by what the channel wants; the first that says anything decides. Safe for use by many threads.
 */
public final class TransportSecurity {

    private final DnsLookup dns;
    private final StsPolicies stsPolicies;
    private final Set<TrustAnchor> anchors;

    /** What is done about one host. */
    public sealed interface Choice {

        /** It is spoken to so. */
        record Connect(TlsPolicy policy) implements Choice {
        }

        /** It is passed over: a temporary reply says why. */
        record PassOver(Reply reply, TlsFault fault) implements Choice {
        }
    }

    /** @param anchors authorities whose certificates are taken; with none, the Java runtime's own */
    public TransportSecurity(DnsLookup dns, StsPolicies stsPolicies, Set<TrustAnchor> anchors) {
        this.dns = dns;
        this.stsPolicies = stsPolicies;
        this.anchors = Set.copyOf(anchors);
    }

    /** For a fixed next hop: what the channel wants. The certificate is for the name policy gives it. */
    public TlsPolicy fixed(TransportKeywords keywords, String host) {
        return switch (keywords.tls()) {
            case NO -> TlsPolicy.NONE;
            case MAY -> TlsPolicy.OPPORTUNISTIC;
            case MUST -> new TlsPolicy.Required(new PeerTrust.Authority(anchors, Set.of(host)));
        };
    }

    /** What the recipient's domain publishes, where the channel keeps to it; asked once for all hosts of a domain. */
    public StsPolicy published(TransportKeywords keywords, String domain) {
        return keywords.remote().mtaSts() && !domain.startsWith("[") ? stsPolicies.of(domain) : StsPolicy.NONE;
    }

    /** @param authentic whether it is vouched for that the host is one of the domain's */
    public Choice choose(TransportKeywords keywords, String domain, StsPolicy published, MailHost host, boolean authentic, int port) {
        if (keywords.remote().dane() && authentic && host.authentic()) {
            Optional<Choice> dane = dane(domain, host, port);
            if (dane.isPresent()) {
                return dane.get();
            }
        }
        if (published.mode() == StsPolicy.Mode.ENFORCE) {
            return published.allows(host.name()) ? new Choice.Connect(new TlsPolicy.Required(new PeerTrust.Authority(anchors, Set.of(host.name()))))
                    : new Choice.PassOver(Reply.quoting(451, "4.7.5", "the policy of " + domain + " does not name the host " + host.name()), TlsFault.VALIDATION_FAILURE);
        }
        boolean wantsMore = keywords.remote().dane() || keywords.remote().mtaSts();
        return new Choice.Connect(keywords.tls() == Need.NO && wantsMore ? TlsPolicy.OPPORTUNISTIC : fixed(keywords, host.name()));
    }

    /** RFC 7672 section 2.2: empty where the zone says nothing. */
    private Optional<Choice> dane(String domain, MailHost host, int port) {
        DnsAnswer<TlsaRecord> answer = dns.certificates(base(port, host.canonicalName()));
        if (answer instanceof DnsAnswer.NoRecords<TlsaRecord> && !host.canonicalName().equals(host.name())) {
            answer = dns.certificates(base(port, host.name()));
        }
        return switch (answer) {
            // Whoever can keep an answer from us must not be able to switch protection off (section 2.1.2).
            case DnsAnswer.TemporaryFailure<TlsaRecord>(String why) ->
                Optional.of(new Choice.PassOver(Reply.quoting(451, "4.7.5", "no answer about the certificates of " + host.name() + ": " + why), TlsFault.DNSSEC_INVALID));
            case DnsAnswer.NoRecords<TlsaRecord> none -> Optional.empty();
            case DnsAnswer.Records<TlsaRecord>(List<TlsaRecord> records, String name, boolean authentic) -> {
                List<TlsaRecord> usable = records.stream().filter(TlsaRecord::isUsable).toList();
                PeerTrust trust = usable.isEmpty() ? PeerTrust.ANYONE : new PeerTrust.Dane(usable, Set.copyOf(List.of(domain, host.name(), host.canonicalName()).stream().distinct().toList()));
                yield authentic ? Optional.of(new Choice.Connect(new TlsPolicy.Required(trust))) : Optional.empty();
            }
        };
    }

    private static String base(int port, String host) {
        return "_" + port + "._tcp." + host;
    }
}

package org.gatepost.routing;

import java.security.cert.TrustAnchor;
import java.util.ArrayList;
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
import org.gatepost.tlsreport.AppliedPolicy;

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

        /**
         * It is spoken to so.
         *
         * @param otherwise what follows, one after the other, where protection cannot be had as wanted before
         * @param measuredBy what the first of these follows from
         */
        record Connect(TlsPolicy policy, List<TlsPolicy> otherwise, AppliedPolicy measuredBy) implements Choice {
            public Connect {
                otherwise = List.copyOf(otherwise);
            }
        }

        /** So, though the domain's policy, which it only tries out, says that it is none of its hosts. */
        record Despite(TlsFault fault, AppliedPolicy measuredBy, Connect connect) implements Choice {
        }

        /** It is passed over: a temporary reply says why. */
        record PassOver(Reply reply, TlsFault fault, AppliedPolicy measuredBy) implements Choice {
        }
    }

    /** @param anchors authorities whose certificates are taken; with none, the Java runtime's own */
    public TransportSecurity(DnsLookup dns, StsPolicies stsPolicies, Set<TrustAnchor> anchors) {
        this.dns = dns;
        this.stsPolicies = stsPolicies;
        this.anchors = Set.copyOf(anchors);
    }

    /** For a fixed next hop: what the channel wants. The certificate is for the name policy gives it. */
    public Choice.Connect fixed(TransportKeywords keywords, String host) {
        return connect(wanted(keywords, host));
    }

    /** To a domain's host, whatever is published about it: the sender prefers delivery (RFC 8689 section 4.1.3). What the channel itself wants holds. */
    public Choice.Connect despitePolicies(TransportKeywords keywords, String host) {
        boolean wantsMore = keywords.remote().dane() || keywords.remote().mtaSts();
        return connect(keywords.tls() == Need.NO && wantsMore ? TlsPolicy.OPPORTUNISTIC : wanted(keywords, host));
    }

    private static Choice.Connect connect(TlsPolicy policy) {
        return new Choice.Connect(policy, policy instanceof TlsPolicy.Opportunistic ? List.of(TlsPolicy.NONE) : List.of(), AppliedPolicy.NONE);
    }

    private TlsPolicy wanted(TransportKeywords keywords, String host) {
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

    /** What is wrong with it, where the channel keeps to it. */
    public Optional<TlsFault> faultOfPublished(TransportKeywords keywords, String domain) {
        return keywords.remote().mtaSts() && !domain.startsWith("[") ? stsPolicies.faultOf(domain) : Optional.empty();
    }

    /** @param authentic whether it is vouched for that the host is one of the domain's */
    public Choice choose(TransportKeywords keywords, String domain, StsPolicy published, MailHost host, boolean authentic, int port) {
        if (keywords.remote().dane() && authentic && host.authentic()) {
            Optional<Choice> dane = dane(domain, host, port);
            if (dane.isPresent()) {
                return dane.get();
            }
        }
        Choice.Connect ours = despitePolicies(keywords, host.name());
        return published.mode() == StsPolicy.Mode.NONE ? ours : sts(domain, published, host, ours);
    }

    private Choice sts(String domain, StsPolicy published, MailHost host, Choice.Connect ours) {
        AppliedPolicy applied = new AppliedPolicy(AppliedPolicy.Type.STS, published.lines(), published.mx());
        boolean enforced = published.mode() == StsPolicy.Mode.ENFORCE;
        if (published.allows(host.name())) {
            List<TlsPolicy> otherwise = new ArrayList<>();
            if (!enforced) {
                otherwise.add(ours.policy());
                otherwise.addAll(ours.otherwise());
            }
            return new Choice.Connect(new TlsPolicy.Required(new PeerTrust.Authority(anchors, Set.of(host.name()))), otherwise, applied);
        }
        return enforced ? new Choice.PassOver(Reply.quoting(451, "4.7.5", "the policy of " + domain + " does not name the host " + host.name()),
                TlsFault.VALIDATION_FAILURE, applied) : new Choice.Despite(TlsFault.VALIDATION_FAILURE, applied, ours);
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
                Optional.of(new Choice.PassOver(Reply.quoting(451, "4.7.5", "no answer about the certificates of " + host.name() + ": " + why), TlsFault.DNSSEC_INVALID,
                        new AppliedPolicy(AppliedPolicy.Type.TLSA, List.of(), List.of())));
            case DnsAnswer.NoRecords<TlsaRecord> none -> Optional.empty();
            case DnsAnswer.Records<TlsaRecord>(List<TlsaRecord> records, String name, boolean authentic) -> {
                List<TlsaRecord> usable = records.stream().filter(TlsaRecord::isUsable).toList();
                PeerTrust trust = usable.isEmpty() ? PeerTrust.ANYONE : new PeerTrust.Dane(usable, Set.copyOf(List.of(domain, host.name(), host.canonicalName()).stream().distinct().toList()));
                AppliedPolicy applied = new AppliedPolicy(AppliedPolicy.Type.TLSA, records.stream().map(TransportSecurity::shown).toList(), List.of());
                yield authentic ? Optional.of(new Choice.Connect(new TlsPolicy.Required(trust), List.of(), applied)) : Optional.empty();
            }
        };
    }

    /** As zone files write it. */
    private static String shown(TlsaRecord record) {
        return record.usage() + " " + record.selector() + " " + record.matching() + " " + record.association();
    }

    private static String base(int port, String host) {
        return "_" + port + "._tcp." + host;
    }
}

package org.gatepost.adapter.dns;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;

import org.gatepost.dns.DnsAnswer;
import org.gatepost.dns.DnsLookup;
import org.gatepost.dns.MailExchanger;
import org.gatepost.dns.ReverseName;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.TlsaRecord;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.NioClient;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks name servers, and remembers answers for as long as they say, at most an hour, and at most five minutes that there is nothing. That an answer is
 * authentic is believed only where every server asked is on loopback: the bit that says so is not protected on the way. Safe for use by many threads.
 */
public final class DnsJavaLookup implements DnsLookup, AutoCloseable {

    /** Answers remembered. */
    static final int ANSWERS_MAX = 20_000;
    static final Duration REMEMBERED_MAX = Duration.ofHours(1);
    static final Duration NOTHING_REMEMBERED_MAX = Duration.ofMinutes(5);
    /** Aliases followed within an answer. */
    static final int ALIASES_MAX = 8;
    private static final Logger LOG = System.getLogger(DnsJavaLookup.class.getName());
    private static final int TRIES = 2;
    private static final int UDP_OCTETS = 1_232;
    /** A version that dnsjava takes for none. */
    private static final int NO_EDNS = -1;

    private final Resolver resolver;
    /** For servers that have not heard of EDNS (RFC 6891 section 7). */
    private final Resolver withoutEdns;
    private final boolean authenticBelieved;
    private final Cache<Question, Remembered> answers = Caffeine.newBuilder().maximumSize(ANSWERS_MAX).expireAfter(Expiry.<Question, Remembered>creating(
            (question, remembered) -> remembered.time())).build();

    private record Question(String name, int type) {
    }

    private record Remembered(DnsAnswer<?> answer, Duration time) {
    }

    public DnsJavaLookup(DnsServers servers) {
        List<InetSocketAddress> asked = servers.addresses().isEmpty() ? ResolverConfig.getCurrentConfig().servers() : servers.addresses();
        ExtendedResolver all = resolver(asked, servers.timeout());
        all.setEDNS(0, UDP_OCTETS, ExtendedFlags.DO, List.of());
        this.resolver = all;
        ExtendedResolver plain = resolver(asked, servers.timeout());
        plain.setEDNS(NO_EDNS);
        this.withoutEdns = plain;
        this.authenticBelieved = asked.stream().allMatch(address -> address.getAddress() != null && address.getAddress().isLoopbackAddress());
    }

    private static ExtendedResolver resolver(List<InetSocketAddress> asked, Duration timeout) {
        List<Resolver> resolvers = new ArrayList<>();
        for (InetSocketAddress address : asked) {
            resolvers.add(new SimpleResolver(address));
        }
        ExtendedResolver all = new ExtendedResolver(resolvers);
        all.setRetries(TRIES);
        all.setTimeout(timeout);
        return all;
    }

    @Override
    public DnsAnswer<MailExchanger> mailExchangers(String domain) {
        return ask(domain, Type.MX, record -> record instanceof MXRecord mx ? Optional.of(new MailExchanger(mx.getPriority(), mx.getTarget().toString(true)
                .replaceFirst("^[.]$", ""))) : Optional.empty());
    }

    @Override
    public DnsAnswer<IpAddress> addressesV4(String host) {
        return ask(host, Type.A, record -> record instanceof ARecord a ? Optional.of(IpAddress.of(a.getAddress().getAddress())) : Optional.empty());
    }

    @Override
    public DnsAnswer<IpAddress> addressesV6(String host) {
        return ask(host, Type.AAAA, record -> record instanceof AAAARecord a ? Optional.of(IpAddress.of(a.getAddress().getAddress())) : Optional.empty());
    }

    @Override
    public DnsAnswer<TlsaRecord> certificates(String name) {
        return ask(name, Type.TLSA, record -> record instanceof TLSARecord tlsa ? Optional.of(new TlsaRecord(tlsa.getCertificateUsage(), tlsa.getSelector(),
                tlsa.getMatchingType(), HexFormat.of().formatHex(tlsa.getCertificateAssociationData()))) : Optional.empty());
    }

    @Override
    public DnsAnswer<String> texts(String name) {
        return ask(name, Type.TXT, record -> record instanceof TXTRecord txt ? Optional.of(joined(txt)) : Optional.empty());
    }

    /** Not the strings dnsjava makes of them: there what is not printable, and each quote, is escaped as in a zone file. */
    private static String joined(TXTRecord txt) {
        StringBuilder text = new StringBuilder();
        txt.getStringsAsByteArrays().forEach(octets -> text.append(new String(octets, StandardCharsets.ISO_8859_1)));
        return text.toString();
    }

    @Override
    public DnsAnswer<String> names(IpAddress address) {
        return ask(ReverseName.of(address), Type.PTR, record -> record instanceof PTRRecord ptr
                ? Optional.of(ptr.getTarget().toString(true).toLowerCase(Locale.ROOT)) : Optional.empty());
    }

    /** Ends the threads of dnsjava; it begins them again should anybody ask. */
    @Override
    public void close() {
        try {
            NioClient.close();
        } catch (Exception e) {
            // They are daemons: nothing waits for them.
            LOG.log(Level.DEBUG, "dnsjava did not end", e);
        }
    }

    private <T> DnsAnswer<T> ask(String name, int type, Function<Record, Optional<T>> says) {
        Question question = new Question(name, type);
        Remembered remembered = answers.getIfPresent(question);
        if (remembered != null) {
            @SuppressWarnings("unchecked")
            DnsAnswer<T> known = (DnsAnswer<T>) remembered.answer();
            return known;
        }
        try {
            // A zone file's escapes mean nothing here: a name of ours has its characters as they are.
            Name asked = Name.fromString(name.replace("\\", "\\\\"), Name.root);
            Message reply = resolver.send(query(asked, type));
            if (reply.getRcode() == Rcode.FORMERR || reply.getRcode() == Rcode.NOTIMP) {
                reply = withoutEdns.send(query(asked, type));
            }
            return remember(question, answer(asked, type, reply, says));
        } catch (TextParseException e) {
            // No zone can hold such a name.
            return new DnsAnswer.NoRecords<>(false, false);
        } catch (IOException | RuntimeException e) {
            return new DnsAnswer.TemporaryFailure<>(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        }
    }

    private static Message query(Name name, int type) {
        Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        query.getHeader().setFlag(Flags.AD);
        return query;
    }

    private record Timed<T>(DnsAnswer<T> answer, Duration time) {
    }

    private <T> Timed<T> answer(Name asked, int type, Message reply, Function<Record, Optional<T>> says) {
        boolean authentic = authenticBelieved && reply.getHeader().getFlag(Flags.AD);
        if (reply.getRcode() != Rcode.NOERROR && reply.getRcode() != Rcode.NXDOMAIN) {
            return new Timed<>(new DnsAnswer.TemporaryFailure<>("name server says " + Rcode.string(reply.getRcode())), Duration.ZERO);
        }
        List<Record> section = reply.getSection(Section.ANSWER);
        Name name = target(asked, type, section);
        List<T> records = new ArrayList<>();
        long seconds = REMEMBERED_MAX.toSeconds();
        for (Record record : section) {
            if (record.getType() == type && record.getName().equals(name)) {
                says.apply(record).ifPresent(records::add);
            }
            seconds = Math.min(seconds, record.getTTL());
        }
        if (!records.isEmpty()) {
            return new Timed<>(new DnsAnswer.Records<>(records, name.toString(true).toLowerCase(Locale.ROOT), authentic), Duration.ofSeconds(seconds));
        }
        return new Timed<>(new DnsAnswer.NoRecords<>(reply.getRcode() == Rcode.NOERROR, authentic), nothingFor(reply));
    }

    private static Name target(Name asked, int type, List<Record> section) {
        Name name = asked;
        for (int i = 0; i < ALIASES_MAX; i++) {
            Name current = name;
            Optional<Name> next = section.stream().filter(record -> record instanceof CNAMERecord && record.getName().equals(current))
                    .map(record -> ((CNAMERecord) record).getTarget()).findFirst();
            if (next.isEmpty()) {
                return name;
            }
            name = next.get();
        }
        return name;
    }

    /** RFC 2308 section 5: as long as the zone's SOA says; without one, not at all. */
    private static Duration nothingFor(Message reply) {
        return reply.getSection(Section.AUTHORITY).stream().filter(SOARecord.class::isInstance).map(SOARecord.class::cast)
                .map(soa -> Duration.ofSeconds(Math.min(NOTHING_REMEMBERED_MAX.toSeconds(), Math.min(soa.getTTL(), soa.getMinimum())))).findFirst().orElse(Duration.ZERO);
    }

    private <T> DnsAnswer<T> remember(Question question, Timed<T> timed) {
        if (timed.time().isPositive()) {
            answers.put(question, new Remembered(timed.answer(), timed.time()));
        }
        return timed.answer();
    }
}

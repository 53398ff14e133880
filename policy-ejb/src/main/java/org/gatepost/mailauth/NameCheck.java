package org.gatepost.mailauth;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.gatepost.dns.DnsAnswer;
import org.gatepost.dns.DnsLookup;
import org.gatepost.dns.MailExchanger;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.SideBySide;

/** Looks up the name of a client's address, and whether a sender's domain takes mail. Safe for use by many threads. */
public final class NameCheck {

    /** For one question, all its look-ups together. */
    public static final Duration DEADLINE = Duration.ofSeconds(10);
    /** Names of an address that are looked at. */
    static final int NAMES_MAX = 5;

    private final DnsLookup dns;
    private final SideBySide sideBySide;

    public NameCheck(DnsLookup dns, SideBySide sideBySide) {
        this.dns = dns;
        this.sideBySide = sideBySide;
    }

    /** The name of a client. */
    public ClientName client(IpAddress address) {
        return sideBySide.askAll(List.of(new SideBySide.Question<ClientName>(() -> named(address), DEADLINE, ClientName.Unavailable::new))).getFirst();
    }

    /** Whether a sender's domain takes mail; an address literal is its own host. */
    public SenderDomain sender(Mailbox sender) {
        Optional<String> domain = sender.asciiDomain();
        if (domain.isEmpty()) {
            return new SenderDomain.Nowhere(sender.domain() + " cannot be written in DNS");
        }
        return domain.get().startsWith("[") ? new SenderDomain.TakesMail()
                : sideBySide.askAll(List.of(new SideBySide.Question<SenderDomain>(() -> exchangers(domain.get()), DEADLINE, SenderDomain.Unavailable::new))).getFirst();
    }

    private ClientName named(IpAddress address) {
        return switch (dns.names(address)) {
            case DnsAnswer.TemporaryFailure<String>(String why) -> new ClientName.Unavailable(why);
            case DnsAnswer.NoRecords<String> none -> new ClientName.Nameless();
            case DnsAnswer.Records<String> names -> confirmed(address, names.records().subList(0, Math.min(names.records().size(), NAMES_MAX)));
        };
    }

    private ClientName confirmed(IpAddress address, List<String> names) {
        List<String> failures = new ArrayList<>();
        for (String name : names) {
            switch (addresses(name, address.isV4())) {
                case DnsAnswer.Records<IpAddress> found when found.records().contains(address) -> {
                    return new ClientName.Confirmed(name);
                }
                case DnsAnswer.TemporaryFailure<IpAddress>(String why) -> failures.add(why);
                case DnsAnswer.Records<IpAddress> elsewhere -> {
                    // Another's name, or no longer its own.
                }
                case DnsAnswer.NoRecords<IpAddress> nowhere -> {
                    // A name that leads nowhere.
                }
            }
        }
        return failures.isEmpty() ? new ClientName.Unconfirmed(names) : new ClientName.Unavailable(failures.getFirst());
    }

    private DnsAnswer<IpAddress> addresses(String name, boolean v4) {
        return v4 ? dns.addressesV4(name) : dns.addressesV6(name);
    }

    private SenderDomain exchangers(String domain) {
        return switch (dns.mailExchangers(domain)) {
            case DnsAnswer.TemporaryFailure<MailExchanger>(String why) -> new SenderDomain.Unavailable(why);
            case DnsAnswer.Records<MailExchanger> found -> found.records().stream().allMatch(exchanger -> exchanger.host().isEmpty()) ? new SenderDomain.NullExchanger()
                    : new SenderDomain.TakesMail();
            case DnsAnswer.NoRecords<MailExchanger>(boolean exists, boolean authentic) -> exists ? hostItself(domain) : new SenderDomain.Nowhere(domain + " does not exist");
        };
    }

    /** RFC 5321 section 5.1: without mail exchangers the domain is its own host. */
    private SenderDomain hostItself(String domain) {
        Optional<String> failure = Optional.empty();
        for (boolean v4 : new boolean[] {true, false}) {
            switch (addresses(domain, v4)) {
                case DnsAnswer.Records<IpAddress> found -> {
                    return new SenderDomain.TakesMail();
                }
                case DnsAnswer.TemporaryFailure<IpAddress>(String why) -> failure = Optional.of(why);
                case DnsAnswer.NoRecords<IpAddress> none -> {
                    // The other family may have some.
                }
            }
        }
        return failure.<SenderDomain>map(SenderDomain.Unavailable::new).orElseGet(() -> new SenderDomain.Nowhere(domain + " has neither mail exchanger nor address"));
    }
}

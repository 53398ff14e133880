package org.gatepost.routing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import org.gatepost.channel.RemoteKeywords.Families;
import org.gatepost.dns.DnsAnswer;
import org.gatepost.dns.DnsLookup;
import org.gatepost.dns.MailExchanger;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;

/**
 * Finds the hosts that take a domain's mail (RFC 5321 section 5.1): its mail exchangers by preference, those of equal preference in random order, and where
 * it names none, the host of its own name. Safe for use by many threads if its random source is.
 */
public final class MxRouting {

    /** Hosts of a domain that are looked at; a domain that names more is served by the best of them. */
    public static final int HOSTS_MAX = 16;
    /** Addresses of a host that are tried. */
    public static final int ADDRESSES_MAX = 4;

    private final DnsLookup dns;
    private final OurHost us;
    private final RandomGenerator random;

    /** Addresses of a host, or why there are none. */
    private sealed interface Found {
        record Host(MailHost host) implements Found {
        }

        record None(Optional<String> temporary) implements Found {
        }
    }

    public MxRouting(DnsLookup dns, OurHost us, RandomGenerator random) {
        this.dns = dns;
        this.us = us;
        this.random = random;
    }

    /**
     * Where mail for a domain goes now.
     *
     * @param domain in lower case; or an address literal (RFC 5321 section 4.1.3), which is its own host
     * @param port on which the hosts are spoken to
     */
    public MxRoute route(String domain, int port, Families families) {
        if (domain.startsWith("[")) {
            return literal(domain, port);
        }
        return switch (dns.mailExchangers(domain)) {
            case DnsAnswer.TemporaryFailure<MailExchanger>(String why) -> notNow("no answer about the mail exchangers of " + domain + ": " + why);
            case DnsAnswer.NoRecords<MailExchanger>(boolean exists, boolean authentic) -> exists
                    ? hosts(List.of(new MailExchanger(0, domain)), authentic, port, families)
                    : new MxRoute.Nowhere(Replies.NO_SUCH_DOMAIN);
            case DnsAnswer.Records<MailExchanger>(List<MailExchanger> records, String name, boolean authentic) -> records.stream().allMatch(mx -> mx.host().isEmpty())
                    ? new MxRoute.Nowhere(Replies.DOMAIN_TAKES_NO_MAIL)
                    : hosts(records.stream().filter(mx -> !mx.host().isEmpty()).toList(), authentic, port, families);
        };
    }

    private MxRoute literal(String domain, int port) {
        try {
            String text = domain.substring(1, domain.length() - 1);
            IpAddress address = IpAddress.parse(text.regionMatches(true, 0, "IPv6:", 0, 5) ? text.substring(5) : text);
            return us.isAt(address, port) ? new MxRoute.Nowhere(Replies.LEADS_BACK_TO_US)
                    : new MxRoute.Hosts(List.of(new MailHost(address.toString(), address.toString(), List.of(address), false)), false, Set.of(address.toString()));
        } catch (IllegalArgumentException e) {
            return new MxRoute.Nowhere(Replies.NO_SUCH_DOMAIN);
        }
    }

    private MxRoute hosts(List<MailExchanger> named, boolean authentic, int port, Families families) {
        List<MailExchanger> inOrder = new ArrayList<>(named);
        Collections.shuffle(inOrder, Random.from(random));
        inOrder.sort(Comparator.comparingInt(MailExchanger::preference));
        // Nobody as good as we are, or worse, could do anything but give it to us (RFC 5321 section 5.1).
        OptionalInt ours = inOrder.stream().filter(mx -> us.isNamed(mx.host())).mapToInt(MailExchanger::preference).min();
        List<MailHost> hosts = new ArrayList<>();
        List<Integer> preferences = new ArrayList<>();
        Optional<String> temporary = Optional.empty();
        boolean backToUs = ours.isPresent();
        for (MailExchanger mx : inOrder.subList(0, Math.min(inOrder.size(), HOSTS_MAX))) {
            if (ours.isPresent() && mx.preference() >= ours.getAsInt()) {
                break;
            }
            switch (find(mx.host(), families)) {
                case Found.Host(MailHost host) -> {
                    if (host.addresses().stream().anyMatch(address -> us.isAt(address, port))) {
                        backToUs = true;
                        ours = OptionalInt.of(mx.preference());
                    } else {
                        hosts.add(host);
                        preferences.add(mx.preference());
                    }
                }
                case Found.None(Optional<String> why) -> temporary = temporary.or(() -> why);
            }
        }
        for (int i = hosts.size() - 1; i >= 0 && ours.isPresent(); i--) {
            if (preferences.get(i) >= ours.getAsInt()) {
                hosts.remove(i);
            }
        }
        if (!hosts.isEmpty()) {
            return new MxRoute.Hosts(hosts, authentic, named.stream().map(MailExchanger::host).collect(Collectors.toSet()));
        }
        if (temporary.isPresent()) {
            return notNow(temporary.get());
        }
        return new MxRoute.Nowhere(backToUs ? Replies.LEADS_BACK_TO_US : Replies.DOMAIN_WITHOUT_HOST);
    }

    private Found find(String host, Families families) {
        List<DnsAnswer<IpAddress>> answers = switch (families) {
            case IPV4_FIRST -> List.of(dns.addressesV4(host), dns.addressesV6(host));
            case IPV6_FIRST -> List.of(dns.addressesV6(host), dns.addressesV4(host));
            case IPV4_ONLY -> List.of(dns.addressesV4(host));
            case IPV6_ONLY -> List.of(dns.addressesV6(host));
        };
        List<List<IpAddress>> byFamily = new ArrayList<>();
        Optional<String> temporary = Optional.empty();
        String canonicalName = host;
        boolean authentic = true;
        for (DnsAnswer<IpAddress> answer : answers) {
            switch (answer) {
                case DnsAnswer.Records<IpAddress>(List<IpAddress> records, String name, boolean vouched) -> {
                    List<IpAddress> shuffled = new ArrayList<>(records);
                    Collections.shuffle(shuffled, Random.from(random));
                    byFamily.add(shuffled);
                    canonicalName = name;
                    authentic &= vouched;
                }
                case DnsAnswer.NoRecords<IpAddress> none -> {
                    // The other family may have some.
                }
                case DnsAnswer.TemporaryFailure<IpAddress>(String why) -> temporary = Optional.of("no answer about the addresses of " + host + ": " + why);
            }
        }
        List<IpAddress> addresses = chosen(byFamily);
        return addresses.isEmpty() ? new Found.None(temporary) : new Found.Host(new MailHost(host, canonicalName, addresses, authentic));
    }

    /** The preferred family first; but the other one keeps a place, lest a family that does not work here takes them all. */
    private static List<IpAddress> chosen(List<List<IpAddress>> byFamily) {
        List<IpAddress> chosen = new ArrayList<>();
        int others = byFamily.size() > 1 ? Math.min(byFamily.get(1).size(), ADDRESSES_MAX / 2) : 0;
        for (List<IpAddress> family : byFamily) {
            int room = ADDRESSES_MAX - chosen.size() - (chosen.isEmpty() ? others : 0);
            chosen.addAll(family.subList(0, Math.min(family.size(), room)));
        }
        return chosen;
    }

    private static MxRoute notNow(String why) {
        return new MxRoute.NotNow(Reply.quoting(451, "4.4.3", why));
    }
}

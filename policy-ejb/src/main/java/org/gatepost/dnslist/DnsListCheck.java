package org.gatepost.dnslist;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.gatepost.dns.DnsAnswer;
import org.gatepost.dns.DnsLookup;
import org.gatepost.dns.ReverseName;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.stage.SideBySide;
import org.gatepost.trace.Alarms;

/** Asks lists, all at once and under one deadline; answers are remembered by the port to DNS, for as long as they say. Safe for use by many threads. */
public final class DnsListCheck {

    /** For all of them together. */
    public static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int TEXT_MAX = 300;

    private final DnsLookup dns;
    private final SideBySide sideBySide;
    private final ListHealth health;

    /** @param steady how long a list is set aside goes by it */
    public DnsListCheck(DnsLookup dns, SideBySide sideBySide, Alarms alarms, InstantSource steady) {
        this.dns = dns;
        this.sideBySide = sideBySide;
        this.health = new ListHealth(alarms, steady);
    }

    /** What those of the lists say that are about addresses. */
    public ListVerdicts ask(List<DnsList> lists, IpAddress client) {
        return askAll(lists, DnsList.Subject.ADDRESS, client.toString(), zone -> ReverseName.of(client, zone));
    }

    /** What those of the lists say that are about domains. */
    public ListVerdicts ask(List<DnsList> lists, String asciiDomain) {
        return askAll(lists, DnsList.Subject.DOMAIN, asciiDomain, zone -> asciiDomain + "." + zone);
    }

    private interface Naming {
        String in(String zone);
    }

    private ListVerdicts askAll(List<DnsList> lists, DnsList.Subject about, String subject, Naming naming) {
        List<DnsList> concerned = lists.stream().filter(list -> list.subject() == about).toList();
        if (concerned.isEmpty()) {
            return ListVerdicts.NONE;
        }
        return new ListVerdicts(sideBySide.askAll(concerned.stream().map(list -> new SideBySide.Question<>(() -> verdict(list, subject, naming.in(list.zone())), DEADLINE,
                why -> new ListVerdicts.Verdict(list, subject, new ListAnswer.Unavailable(why)))).toList()));
    }

    private ListVerdicts.Verdict verdict(DnsList list, String subject, String name) {
        Optional<String> aside = health.setAside(list);
        return new ListVerdicts.Verdict(list, subject, aside.isPresent() ? new ListAnswer.SetAside(aside.get()) : answer(list, name));
    }

    private ListAnswer answer(DnsList list, String name) {
        return switch (dns.addressesV4(name)) {
            case DnsAnswer.TemporaryFailure<IpAddress>(String why) -> unavailable(list, why);
            case DnsAnswer.NoRecords<IpAddress> none -> {
                health.answered(list);
                yield new ListAnswer.NotListed();
            }
            case DnsAnswer.Records<IpAddress>(List<IpAddress> codes, String owner, boolean authentic) -> {
                Optional<IpAddress> wrong = codes.stream().filter(code -> !ListAnswer.isCode(code)).findFirst();
                if (wrong.isPresent()) {
                    String why = list.zone() + " answers " + wrong.get() + ", which is no listing";
                    health.broken(list, why);
                    yield new ListAnswer.SetAside(why);
                }
                health.answered(list);
                yield listed(list, codes, name);
            }
        };
    }

    private ListAnswer unavailable(DnsList list, String why) {
        health.silent(list, why);
        return new ListAnswer.Unavailable(why);
    }

    private ListAnswer listed(DnsList list, List<IpAddress> codes, String name) {
        List<Listing> fitting = list.listings().stream().filter(listing -> codes.stream().anyMatch(listing.codes()::contains)).toList();
        if (fitting.isEmpty()) {
            return new ListAnswer.NotListed();
        }
        String text = list.allows() ? "" : list.text().orElseGet(() -> ownText(name));
        return new ListAnswer.Listed(codes, fitting.stream().mapToInt(Listing::score).sum(), fitting.stream().anyMatch(Listing::refuses), text);
    }

    /** What the list itself says of it; that it says nothing changes nothing. */
    private String ownText(String name) {
        return dns.texts(name) instanceof DnsAnswer.Records<String> texts ? texts.records().getFirst().substring(0, Math.min(TEXT_MAX, texts.records().getFirst().length())) : "";
    }
}

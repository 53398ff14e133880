package org.gatepost.gate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.gatepost.dns.DnsAnswer;
import org.gatepost.dns.DnsLookup;
import org.gatepost.dnslist.DnsList;
import org.gatepost.dnslist.ListAnswer;
import org.gatepost.dnslist.ListVerdicts;
import org.gatepost.mailauth.spf.LocalRecords;
import org.gatepost.mailauth.spf.SpfQuestion;
import org.gatepost.mailauth.spf.SpfResult;
import org.gatepost.mailauth.spf.SpfVerdict;
import org.gatepost.mapping.Flags;
import org.gatepost.mapping.LookupAnswer;
import org.gatepost.mapping.Lookups;
import org.gatepost.smtp.protocol.IpAddress;

/**
 * What mapping tables can ask of DNS, as routines: lists ({@code dns_verify_domain_port}, {@code dns_verify_domain}), any name ({@code dns_verify}) and SPF. Each has three
 * answers: yes, no, and that nobody can tell. Safe for use by many threads.
 */
public final class NameRoutines {

    /** The library's name, as tables written for other servers have it. */
    static final String LIBRARY = "dns_verify";
    static final String SPF = "spf";
    /** What these routines answer, as {@link Lookups#answers()} names it. */
    public static final Set<String> ANSWERS = Set.of("$[dns_verify,dns_verify_domain_port]", "$[dns_verify,dns_verify_domain]", "$[dns_verify,dns_verify]", "$[spf,result]", "$[spf,is]");
    private static final Flags REFUSES = Flags.of("N");

    private final NameService names;
    private final DnsLookup dns;

    private NameRoutines(NameService names, DnsLookup dns) {
        this.names = names;
        this.dns = dns;
    }

    /** The look-ups with these routines; SPF knows the records each policy has of its own. */
    public static TableLookups in(Lookups lookups, NameService names, DnsLookup dns) {
        NameRoutines routines = new NameRoutines(names, dns);
        return TableLookups.of(lookups.withRoutine(LIBRARY, "dns_verify_domain_port", routines::refusesListed).withRoutine(LIBRARY, "dns_verify_domain", routines::listed)
                .withRoutine(LIBRARY, "dns_verify", routines::name))
                .bringing(ANSWERS, (others, policy) -> others.withRoutine(SPF, "result", argument -> routines.spf(argument, policy.names().spfRecords()))
                        .withRoutine(SPF, "is", argument -> routines.spfIs(argument, policy.names().spfRecords())));
    }

    /** {@code address,zone,text}: where the list has the address, a refusal at the port with the list's own text, else with this one. */
    private LookupAnswer refusesListed(String argument) {
        LookupAnswer answer = listed(argument);
        return answer instanceof LookupAnswer.Success(String text, Flags none) ? new LookupAnswer.Success("554 5.7.1 " + text, REFUSES) : answer;
    }

    /** The same, the text alone, so that a template can mark with it, or score, or refuse. */
    private LookupAnswer listed(String argument) {
        String[] words = argument.split(",", 3);
        if (words.length < 2) {
            return wrong("address,zone,text", argument);
        }
        try {
            IpAddress address = IpAddress.parse(words[0].strip());
            String zone = words[1].strip().toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
            DnsList list = new DnsList(zone.substring(0, Math.min(63, zone.length())), zone, DnsList.Subject.ADDRESS, false, DnsList.listings("127.0.0.0/8 refuse"), Optional.empty(), true);
            ListVerdicts.Verdict verdict = names.lists().ask(List.of(list), address).verdicts().getFirst();
            return switch (verdict.answer()) {
                case ListAnswer.Listed known -> LookupAnswer.found(!known.text().isBlank() ? known.text() : words.length > 2 ? words[2] : "listed by " + zone);
                case ListAnswer.NotListed() -> new LookupAnswer.Failure("not listed");
                case ListAnswer.SetAside(String why) -> new LookupAnswer.Failure("set aside: " + why);
                case ListAnswer.Unavailable(String why) -> new LookupAnswer.Unavailable(why);
            };
        } catch (IllegalArgumentException e) {
            return new LookupAnswer.Unavailable(e.getMessage());
        }
    }

    /** {@code name,found,missing,unknown}: one of three texts, as the name has addresses, has none, or cannot be asked for. */
    private LookupAnswer name(String argument) {
        String[] words = argument.split(",", -1);
        if (words.length != 4) {
            return wrong("name,text where it is found,where it is not,where nobody can tell", argument);
        }
        return switch (dns.addressesV4(words[0].strip())) {
            case DnsAnswer.Records<IpAddress> records -> LookupAnswer.found(words[1]);
            case DnsAnswer.NoRecords<IpAddress> none -> LookupAnswer.found(words[2]);
            case DnsAnswer.TemporaryFailure<IpAddress> failure -> LookupAnswer.found(words[3]);
        };
    }

    /** {@code address,HELO name,reverse-path}: the result's word (RFC 7208 section 2.6). */
    private LookupAnswer spf(String argument, LocalRecords local) {
        String[] words = argument.split(",", 3);
        if (words.length < 3) {
            return wrong("address,HELO name,reverse-path", argument);
        }
        try {
            SpfVerdict verdict = names.spf().verdict(SpfQuestion.mailFrom(IpAddress.parse(words[0].strip()), words[2], words[1]), local);
            return verdict.result() == SpfResult.TEMPERROR ? new LookupAnswer.Unavailable(verdict.toString()) : LookupAnswer.found(verdict.result().word());
        } catch (IllegalArgumentException e) {
            return new LookupAnswer.Unavailable(e.getMessage());
        }
    }

    /** {@code word/word,address,HELO name,reverse-path}: yes where the result is one of the words. */
    private LookupAnswer spfIs(String argument, LocalRecords local) {
        int comma = argument.indexOf(',');
        if (comma < 0) {
            return wrong("words,address,HELO name,reverse-path", argument);
        }
        LookupAnswer answer = spf(argument.substring(comma + 1), local);
        boolean other = answer instanceof LookupAnswer.Success(String word, Flags none) && Arrays.stream(argument.substring(0, comma).split("/")).noneMatch(word::equalsIgnoreCase);
        return other ? new LookupAnswer.Failure("SPF says otherwise") : answer;
    }

    private static LookupAnswer wrong(String expected, String argument) {
        return new LookupAnswer.Unavailable("expected " + expected + ": " + argument);
    }
}

package org.gatepost.mailauth.spf;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.gatepost.dns.MailExchanger;
import org.gatepost.mailauth.spf.SpfLookups.Found;
import org.gatepost.mailauth.spf.SpfRecord.Bits;
import org.gatepost.mailauth.spf.SpfRecord.Directive;
import org.gatepost.mailauth.spf.SpfRecord.Mechanism;
import org.gatepost.mailauth.spf.SpfVerdict.Cause;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.IpRange;

/** One run of check_host() (RFC 7208 section 4), from the domain asked about through all it leads to. For one thread at a time, once. */
final class SpfEvaluation {

    private static final String UNKNOWN = "unknown";

    private final SpfQuestion question;
    private final SpfLookups lookups;
    private final LocalRecords local;
    private final SpfLimits limits;
    private final String receiver;
    private final InstantSource clock;
    private final List<SpfStep> steps = new ArrayList<>();
    private Optional<Judgment.Explained> explained = Optional.empty();

    /**
     * What a domain's record says.
     *
     * @param explained the explanation's place, and the domain whose record names it
     */
    private record Judgment(SpfResult result, Cause cause, Optional<String> term, Optional<String> problem, Optional<Explained> explained, boolean refusesAll) {

        private record Explained(MacroString place, String domain) {
        }

        static Judgment none(String why) {
            return new Judgment(SpfResult.NONE, Cause.NO_RECORD, Optional.empty(), Optional.of(why), Optional.empty(), false);
        }

        static Judgment error(SpfResult result, String why) {
            return new Judgment(result, Cause.PROBLEM, Optional.empty(), Optional.of(why), Optional.empty(), false);
        }
    }

    /** What a mechanism came to. */
    private sealed interface Outcome {
        record Fits() implements Outcome {
        }

        record FitsNot() implements Outcome {
        }

        /** There is no going on. */
        record Ended(SpfResult result, String why) implements Outcome {
        }
    }

    /** A place among domains: whose record is read, how it was come to, and whether ours may stand for it. */
    private record Place(String domain, int depth, boolean ownAllowed) {
        Place led(String to, boolean fromOwn) {
            return new Place(to, depth + 1, ownAllowed && !fromOwn);
        }
    }

    SpfEvaluation(SpfQuestion question, SpfLookups lookups, LocalRecords local, SpfLimits limits, String receiver, InstantSource clock) {
        this.question = question;
        this.lookups = lookups;
        this.local = local;
        this.limits = limits;
        this.receiver = receiver;
        this.clock = clock;
    }

    /** What it comes to, without an explanation. */
    SpfVerdict verdict() {
        Judgment judgment = DomainNames.identity(question.domain()).isPresent() ? judge(new Place(withoutLastDot(question.domain()), 0, true))
                : Judgment.none("not the name of a domain: " + question.domain());
        explained = judgment.result() == SpfResult.FAIL ? judgment.explained() : Optional.empty();
        return new SpfVerdict(question, judgment.result(), judgment.cause(), judgment.term(), judgment.problem(), Optional.empty(), judgment.refusesAll(),
                lookups.terms(), lookups.voids(), steps);
    }

    /** Whether a domain has something to say to its verdict. */
    boolean isExplained() {
        return explained.isPresent();
    }

    /** The verdict, with the domain's explanation where it can be had. */
    SpfVerdict explained(SpfVerdict verdict) {
        return verdict.explainedBy(explained.flatMap(this::explanation));
    }

    private static String withoutLastDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private Judgment judge(Place place) {
        Optional<String> own = place.ownAllowed() ? local.of(place.domain()) : Optional.empty();
        return own.isPresent() ? judge(place, own.get(), true) : switch (lookups.texts(place.domain().toLowerCase(Locale.ROOT), place.depth() > 0)) {
            case Found.NotNow<String>(String why) -> ended(place, "record", SpfResult.TEMPERROR, why);
            case Found.TooMuch<String>(String why) -> ended(place, "record", SpfResult.PERMERROR, why);
            case Found.Records<String>(List<String> texts) -> {
                List<String> records = texts.stream().filter(SpfRecord::isVersion1).toList();
                if (records.size() > 1) {
                    yield ended(place, "record", SpfResult.PERMERROR, place.domain() + " has " + records.size() + " records");
                }
                if (records.isEmpty()) {
                    step(place, "record", "there is none");
                    yield Judgment.none(place.domain() + " has no record");
                }
                yield judge(place, records.getFirst(), false);
            }
        };
    }

    private Judgment judge(Place place, String text, boolean own) {
        step(place, "record", (own ? "our own: " : "") + text);
        SpfRecord record;
        try {
            record = SpfRecord.parse(text);
        } catch (IllegalArgumentException e) {
            return ended(place, "record", SpfResult.PERMERROR, e.getMessage());
        }
        for (Directive directive : record.directives()) {
            Outcome outcome = evaluate(directive.mechanism(), place, own);
            switch (outcome) {
                case Outcome.Fits() -> {
                    step(place, directive.text(), directive.result().word());
                    Optional<Judgment.Explained> explained = record.explanation().map(exp -> new Judgment.Explained(exp, place.domain()));
                    return new Judgment(directive.result(), directive.mechanism() instanceof Mechanism.All ? Cause.ALL : Cause.MATCH, Optional.of(directive.text()),
                            Optional.empty(), explained, record.refusesAll());
                }
                case Outcome.FitsNot() -> step(place, directive.text(), "does not fit");
                case Outcome.Ended(SpfResult result, String why) -> {
                    return ended(place, directive.text(), result, why);
                }
            }
        }
        // Section 6.1: nobody gets past "all", so where there is one there is no redirect.
        if (record.redirect().isPresent() && !record.hasAll()) {
            return redirected(record.redirect().get(), place, own);
        }
        return new Judgment(SpfResult.NEUTRAL, Cause.END, Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    private Judgment redirected(MacroString target, Place place, boolean own) {
        if (!lookups.mayAsk()) {
            return ended(place, "redirect", SpfResult.PERMERROR, tooManyTerms());
        }
        Optional<String> domain = target(target, place);
        if (domain.isEmpty()) {
            return ended(place, "redirect", SpfResult.PERMERROR, "redirect leads to no domain");
        }
        Judgment judgment = judge(place.led(domain.get(), own));
        return judgment.result() == SpfResult.NONE ? ended(place, "redirect", SpfResult.PERMERROR, "redirect leads to " + domain.get() + ", which has no record") : judgment;
    }

    private Outcome evaluate(Mechanism mechanism, Place place, boolean own) {
        boolean free = mechanism instanceof Mechanism.All || mechanism instanceof Mechanism.Network;
        if (!free && !lookups.mayAsk()) {
            return new Outcome.Ended(SpfResult.PERMERROR, tooManyTerms());
        }
        return switch (mechanism) {
            case Mechanism.All() -> new Outcome.Fits();
            case Mechanism.Network(Optional<IpRange> range) -> fits(range.isPresent() && range.get().contains(question.client()));
            case Mechanism.Include(MacroString domain) -> included(domain, place, own);
            case Mechanism.Exists(MacroString domain) -> exists(domain, place);
            case Mechanism.Address(Optional<MacroString> domain, Bits bits) -> address(target(domain, place), bits);
            case Mechanism.Exchangers(Optional<MacroString> domain, Bits bits) -> exchangers(target(domain, place), bits);
            case Mechanism.Name(Optional<MacroString> domain) -> name(target(domain, place));
        };
    }

    private String tooManyTerms() {
        return "more than " + limits.termsMax() + " terms ask DNS";
    }

    private static Outcome fits(boolean fits) {
        return fits ? new Outcome.Fits() : new Outcome.FitsNot();
    }

    /** Section 5.2. */
    private Outcome included(MacroString target, Place place, boolean own) {
        Optional<String> domain = target(target, place);
        if (domain.isEmpty()) {
            return new Outcome.Ended(SpfResult.PERMERROR, "include leads to no domain");
        }
        Judgment judgment = judge(place.led(domain.get(), own));
        return switch (judgment.result()) {
            case PASS -> new Outcome.Fits();
            case FAIL, SOFTFAIL, NEUTRAL -> new Outcome.FitsNot();
            case TEMPERROR -> new Outcome.Ended(SpfResult.TEMPERROR, judgment.problem().orElse(""));
            case PERMERROR -> new Outcome.Ended(SpfResult.PERMERROR, judgment.problem().orElse(""));
            case NONE -> new Outcome.Ended(SpfResult.PERMERROR, "included " + domain.get() + " has no record");
        };
    }

    /** Section 5.7: an A record, whatever the client's family. */
    private Outcome exists(MacroString target, Place place) {
        Optional<String> domain = target(target, place);
        return domain.isEmpty() ? new Outcome.FitsNot() : outcome(lookups.addresses(domain.get(), true), addresses -> !addresses.isEmpty());
    }

    private Outcome address(Optional<String> domain, Bits bits) {
        return domain.isEmpty() ? new Outcome.FitsNot()
                : outcome(lookups.addresses(domain.get(), question.client().isV4()), addresses -> anyContains(addresses, bits));
    }

    private boolean anyContains(List<IpAddress> addresses, Bits bits) {
        return addresses.stream().anyMatch(address -> new IpRange(address, bits.of(address)).contains(question.client()));
    }

    /** Section 5.4: a domain without mail exchangers has none here, its own address does not stand in for them. */
    private Outcome exchangers(Optional<String> domain, Bits bits) {
        if (domain.isEmpty()) {
            return new Outcome.FitsNot();
        }
        return switch (lookups.mailExchangers(domain.get())) {
            case Found.NotNow<MailExchanger>(String why) -> new Outcome.Ended(SpfResult.TEMPERROR, why);
            case Found.TooMuch<MailExchanger>(String why) -> new Outcome.Ended(SpfResult.PERMERROR, why);
            case Found.Records<MailExchanger>(List<MailExchanger> exchangers) when exchangers.size() > limits.mailExchangersMax() ->
                new Outcome.Ended(SpfResult.PERMERROR, domain.get() + " has more than " + limits.mailExchangersMax() + " mail exchangers");
            case Found.Records<MailExchanger>(List<MailExchanger> exchangers) -> {
                for (MailExchanger exchanger : exchangers) {
                    Outcome outcome = address(DomainNames.target(exchanger.host()), bits);
                    if (!(outcome instanceof Outcome.FitsNot)) {
                        yield outcome;
                    }
                }
                yield new Outcome.FitsNot();
            }
        };
    }

    private Outcome name(Optional<String> domain) {
        return domain.isEmpty() ? new Outcome.FitsNot()
                : outcome(lookups.namesOf(question.client()), names -> names.stream().anyMatch(name -> DomainNames.isWithin(name, domain.get())));
    }

    private interface Judge<T> {
        boolean fits(List<T> records);
    }

    private static <T> Outcome outcome(Found<T> found, Judge<T> judge) {
        return switch (found) {
            case Found.Records<T>(List<T> records) -> fits(judge.fits(records));
            case Found.NotNow<T>(String why) -> new Outcome.Ended(SpfResult.TEMPERROR, why);
            case Found.TooMuch<T>(String why) -> new Outcome.Ended(SpfResult.PERMERROR, why);
        };
    }

    private Optional<String> target(Optional<MacroString> spec, Place place) {
        return spec.isEmpty() ? DomainNames.target(place.domain()) : target(spec.get(), place);
    }

    private Optional<String> target(MacroString spec, Place place) {
        return spec.expand(letter -> value(letter, place.domain())).map(DomainNames::cut).flatMap(DomainNames::target);
    }

    /** Section 7.2. */
    private Optional<String> value(char letter, String domain) {
        return switch (letter) {
            case 's' -> question.asciiLocalPart().map(any -> question.sender());
            case 'l' -> question.asciiLocalPart();
            case 'o' -> Optional.of(withoutLastDot(question.domain()));
            case 'd' -> Optional.of(domain);
            case 'i' -> Optional.of(dotted(question.client()));
            case 'p' -> Optional.of(nameOfClient(domain));
            case 'v' -> Optional.of(question.client().isV4() ? "in-addr" : "ip6");
            case 'h' -> Optional.of(question.helo());
            case 'c' -> Optional.of(question.client().toString());
            case 'r' -> Optional.of(receiver.isEmpty() ? UNKNOWN : receiver);
            case 't' -> Optional.of(Long.toString(clock.instant().getEpochSecond()));
            default -> throw new IllegalArgumentException("no such macro: " + letter);
        };
    }

    private static String dotted(IpAddress address) {
        return address.isV4() ? address.toString() : String.join(".", HexFormat.of().formatHex(address.octets()).split(""));
    }

    /** Section 7.3: the domain itself before a name below it before any other. */
    private String nameOfClient(String domain) {
        if (!(lookups.namesOf(question.client()) instanceof Found.Records<String>(List<String> names)) || names.isEmpty()) {
            return UNKNOWN;
        }
        return names.stream().filter(name -> name.equalsIgnoreCase(domain)).findFirst()
                .or(() -> names.stream().filter(name -> DomainNames.isWithin(name, domain)).findFirst()).orElseGet(names::getFirst);
    }

    /** Section 6.2: anything wrong with it, and there is none. */
    private Optional<String> explanation(Judgment.Explained explained) {
        Optional<String> place = explained.place().expand(letter -> value(letter, explained.domain())).map(DomainNames::cut).flatMap(DomainNames::target);
        if (place.isEmpty() || !(lookups.texts(place.get(), false) instanceof Found.Records<String>(List<String> texts)) || texts.size() != 1) {
            return Optional.empty();
        }
        try {
            return MacroString.explanation(texts.getFirst()).expand(letter -> value(letter, explained.domain())).filter(text -> !text.isEmpty());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Judgment ended(Place place, String term, SpfResult result, String why) {
        step(place, term, result.word() + ": " + why);
        return Judgment.error(result, why);
    }

    private void step(Place place, String term, String outcome) {
        steps.add(new SpfStep(place.depth(), place.domain(), term, outcome));
    }
}

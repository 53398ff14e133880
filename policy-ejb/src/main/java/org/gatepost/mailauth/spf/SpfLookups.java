package org.gatepost.mailauth.spf;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.gatepost.dns.DnsAnswer;
import org.gatepost.dns.DnsLookup;
import org.gatepost.dns.MailExchanger;
import org.gatepost.smtp.protocol.IpAddress;

/** What one check asks of DNS, and how much of what it may ask is left. For one thread. */
final class SpfLookups {

    private final DnsLookup dns;
    private final SpfLimits limits;
    private final InstantSource steady;
    private final Instant deadline;
    private int terms;
    private int voids;
    private Optional<List<String>> namesOfClient = Optional.empty();

    /**
     * What came of a question.
     *
     * @param <T> what a record says
     */
    sealed interface Found<T> {
        /** Perhaps none. */
        record Records<T>(List<T> records) implements Found<T> {
        }

        /** Nobody can say now. */
        record NotNow<T>(String why) implements Found<T> {
        }

        /** This was more than may be asked. */
        record TooMuch<T>(String why) implements Found<T> {
        }
    }

    SpfLookups(DnsLookup dns, SpfLimits limits, InstantSource steady) {
        this.dns = dns;
        this.limits = limits;
        this.steady = steady;
        this.deadline = steady.instant().plus(limits.time());
    }

    int terms() {
        return terms;
    }

    int voids() {
        return voids;
    }

    /** One more term that asks; false where it is one too many. */
    boolean mayAsk() {
        terms++;
        return terms <= limits.termsMax();
    }

    /** The record of the domain asked about, or of one it leads to; that it has none counts where another led there. */
    Found<String> texts(String name, boolean counts) {
        return ask(() -> dns.texts(name), counts);
    }

    /** Of the client's own family. */
    Found<IpAddress> addresses(String name, boolean v4) {
        return ask(() -> v4 ? dns.addressesV4(name) : dns.addressesV6(name), true);
    }

    Found<MailExchanger> mailExchangers(String name) {
        return ask(() -> dns.mailExchangers(name), true);
    }

    /**
     * The client's names that lead back to it (RFC 7208 section 5.5), asked once. What its owner says of it is not the domain's fault: of all that is asked
     * here only that it has no name at all counts.
     */
    Found<String> namesOf(IpAddress client) {
        if (namesOfClient.isPresent()) {
            return new Found.Records<>(namesOfClient.get());
        }
        return switch (ask(() -> dns.names(client), true)) {
            case Found.Records<String>(List<String> names) -> confirmed(client, names.subList(0, Math.min(names.size(), limits.namesMax())));
            // Section 5.5: then nothing fits; the check goes on.
            case Found.NotNow<String>(String why) when inTime() -> remembered(List.of());
            case Found.NotNow<String> late -> late;
            case Found.TooMuch<String> tooMuch -> tooMuch;
        };
    }

    private Found<String> confirmed(IpAddress client, List<String> names) {
        List<String> confirmed = new ArrayList<>();
        for (String name : names) {
            Found<IpAddress> addresses = ask(() -> client.isV4() ? dns.addressesV4(name) : dns.addressesV6(name), false);
            if (!inTime()) {
                return tooLate();
            }
            if (addresses instanceof Found.Records<IpAddress>(List<IpAddress> records) && records.contains(client)) {
                confirmed.add(name);
            }
        }
        return remembered(confirmed);
    }

    private Found<String> remembered(List<String> names) {
        namesOfClient = Optional.of(List.copyOf(names));
        return new Found.Records<>(namesOfClient.get());
    }

    private boolean inTime() {
        return steady.instant().isBefore(deadline);
    }

    private <T> Found<T> tooLate() {
        return new Found.NotNow<>("not done within " + limits.time().toMillis() + " ms");
    }

    private <T> Found<T> tooMuch() {
        return new Found.TooMuch<>("more than " + limits.voidLookupsMax() + " look-ups found nothing");
    }

    private interface Question<T> {
        DnsAnswer<T> ask();
    }

    private <T> Found<T> ask(Question<T> question, boolean counts) {
        if (!inTime()) {
            return tooLate();
        }
        if (voids > limits.voidLookupsMax()) {
            return tooMuch();
        }
        DnsAnswer<T> answer = question.ask();
        if (!inTime()) {
            return tooLate();
        }
        return switch (answer) {
            case DnsAnswer.Records<T> found -> new Found.Records<>(found.records());
            case DnsAnswer.TemporaryFailure<T>(String why) -> new Found.NotNow<>(why);
            case DnsAnswer.NoRecords<T> none -> {
                voids += counts ? 1 : 0;
                yield voids > limits.voidLookupsMax() ? tooMuch() : new Found.Records<>(List.of());
            }
        };
    }
}

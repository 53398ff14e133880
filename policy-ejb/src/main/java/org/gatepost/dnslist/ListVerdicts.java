package org.gatepost.dnslist;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What several lists say, each by itself; what follows is for whoever reads it. Immutable. */
public record ListVerdicts(List<Verdict> verdicts) {

    /** Nothing was asked. */
    public static final ListVerdicts NONE = new ListVerdicts(List.of());

    /**
     * What one of them says.
     *
     * @param subject that was asked about: an address or a domain
     */
    public record Verdict(DnsList list, String subject, ListAnswer answer) {

        /** As one line for the trace: {@code zen: 127.0.0.2,127.0.0.4}. */
        @Override
        public String toString() {
            return list.name() + ": " + switch (answer) {
                case ListAnswer.Listed listed -> String.join(",", listed.codes().stream().map(Object::toString).toList());
                case ListAnswer.NotListed() -> "not listed";
                case ListAnswer.Unavailable(String why) -> "unavailable, " + why;
                case ListAnswer.SetAside(String why) -> "set aside, " + why;
            };
        }

        /** The listing, where there is one that counts for or against somebody. */
        Optional<ListAnswer.Listed> listed() {
            return answer instanceof ListAnswer.Listed listed ? Optional.of(listed) : Optional.empty();
        }
    }

    public ListVerdicts {
        verdicts = List.copyOf(verdicts);
    }

    public ListVerdicts and(ListVerdicts others) {
        List<Verdict> all = new ArrayList<>(verdicts);
        all.addAll(others.verdicts);
        return new ListVerdicts(all);
    }

    /** The names of the lists that were asked. */
    public Set<String> asked() {
        return verdicts.stream().map(verdict -> verdict.list().name()).collect(Collectors.toSet());
    }

    /** Those of lists with these names. */
    public ListVerdicts of(Set<String> names) {
        return new ListVerdicts(verdicts.stream().filter(verdict -> names.contains(verdict.list().name())).toList());
    }

    /**
     * Whether an allow list outweighs it. One of clients' addresses outweighs every other; one of domains only lists of domains: the reverse-path is what
     * anybody may write, and must not be a way round what is said of the client.
     */
    private boolean isOutweighed(Verdict other) {
        return verdicts.stream().anyMatch(verdict -> verdict.list().allows() && verdict.listed().isPresent()
                && (verdict.list().subject() == DnsList.Subject.ADDRESS || other.list().subject() == DnsList.Subject.DOMAIN));
    }

    /** How much is against it, all lists together but those outweighed by an allow list. */
    public int score() {
        return against(verdict -> true).stream().mapToInt(verdict -> verdict.listed().orElseThrow().score()).sum();
    }

    /** The first that is enough by itself. */
    public Optional<Verdict> refusal() {
        return against(verdict -> verdict.listed().orElseThrow().refused()).stream().findFirst();
    }

    /** The one that weighs most. */
    public Optional<Verdict> heaviest() {
        return against(verdict -> true).stream().max(Comparator.comparingInt(verdict -> verdict.listed().orElseThrow().score()));
    }

    /** One that must be asked before mail is taken, and could not. */
    public Optional<Verdict> deferral() {
        return verdicts.stream().filter(verdict -> verdict.answer() instanceof ListAnswer.Unavailable && verdict.list().defers() && !isOutweighed(verdict)).findFirst();
    }

    /** Words that stay with the message: {@code dnslist:zen}, {@code dnslist-allowed:dnswl}, {@code dnslist-unavailable:zen}. */
    public List<String> marks() {
        return verdicts.stream().flatMap(verdict -> switch (verdict.answer()) {
            case ListAnswer.Listed listed -> Optional.of((verdict.list().allows() ? "dnslist-allowed:" : "dnslist:") + verdict.list().name()).stream();
            case ListAnswer.NotListed none -> Optional.<String>empty().stream();
            case ListAnswer.Unavailable unavailable -> Optional.of("dnslist-unavailable:" + verdict.list().name()).stream();
            case ListAnswer.SetAside aside -> Optional.of("dnslist-unavailable:" + verdict.list().name()).stream();
        }).toList();
    }

    private List<Verdict> against(Predicate<Verdict> which) {
        return verdicts.stream().filter(verdict -> !verdict.list().allows() && verdict.listed().isPresent() && !isOutweighed(verdict)).filter(which).toList();
    }
}

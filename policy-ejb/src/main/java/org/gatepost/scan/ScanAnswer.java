package org.gatepost.scan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.gatepost.smtp.protocol.Mailbox;

/**
 * What an engine said of one question.
 *
 * @param finding for every copy that has none of its own
 * @param byRecipient where the engine finds something else for a copy than for the others
 * @param wishes what the engine would like to have done to every copy, in its order
 * @param ownWishes what it would like to have done besides to a copy, where it was asked about that apart from others
 */
public record ScanAnswer(ScanFinding finding, Map<Mailbox, ScanFinding> byRecipient, List<ScanWish> wishes, Map<Mailbox, List<ScanWish>> ownWishes) {

    public ScanAnswer {
        byRecipient = Map.copyOf(byRecipient);
        wishes = List.copyOf(wishes);
        ownWishes = Map.copyOf(ownWishes);
    }

    /** With the same wishes for every copy. */
    public ScanAnswer(ScanFinding finding, Map<Mailbox, ScanFinding> byRecipient, List<ScanWish> wishes) {
        this(finding, byRecipient, wishes, Map.of());
    }

    /** The same finding for every copy, and no wishes. */
    public static ScanAnswer of(ScanFinding finding) {
        return new ScanAnswer(finding, Map.of(), List.of());
    }

    /** A verdict alone, for every copy. */
    public static ScanAnswer of(ScanVerdict verdict) {
        return of(ScanFinding.of(verdict));
    }

    /** It could not be asked. */
    public static ScanAnswer unavailable(String why) {
        return of(new ScanVerdict.Unavailable(why));
    }

    /** The same about these copies alone, with nothing said of others. */
    ScanAnswer ofEach(List<Mailbox> about) {
        Map<Mailbox, ScanFinding> each = new LinkedHashMap<>();
        Map<Mailbox, List<ScanWish>> wanted = new LinkedHashMap<>();
        about.forEach(address -> {
            each.put(address, of(address));
            wanted.put(address, wishesFor(address));
        });
        return new ScanAnswer(ScanFinding.of(new ScanVerdict.Clean()), each, List.of(), wanted);
    }

    /** This one, and what the engine said of other copies of the same message. */
    ScanAnswer and(ScanAnswer ofOthers) {
        Map<Mailbox, ScanFinding> all = new LinkedHashMap<>(byRecipient);
        all.putAll(ofOthers.byRecipient);
        Map<Mailbox, List<ScanWish>> wanted = new LinkedHashMap<>(ownWishes);
        wanted.putAll(ofOthers.ownWishes);
        return new ScanAnswer(finding, all, wishes, wanted);
    }

    /** The same, with what policy does not let that engine have marked so. */
    ScanAnswer within(ScannerPolicy policy) {
        if (allWishes().allMatch(policy::lets)) {
            return this;
        }
        Map<Mailbox, List<ScanWish>> own = new LinkedHashMap<>();
        ownWishes.forEach((recipient, some) -> own.put(recipient, within(policy, some)));
        return new ScanAnswer(finding, byRecipient, within(policy, wishes), own);
    }

    private static List<ScanWish> within(ScannerPolicy policy, List<ScanWish> wishes) {
        return wishes.stream().map(wish -> policy.lets(wish) ? wish : new ScanWish.NotAllowed(wish)).toList();
    }

    /** The verdict for every copy that has none of its own. */
    public ScanVerdict verdict() {
        return finding.verdict();
    }

    /** What it would like to have done to one copy. */
    public List<ScanWish> wishesFor(Mailbox recipient) {
        List<ScanWish> own = ownWishes.getOrDefault(recipient, List.of());
        return own.isEmpty() ? wishes : Stream.concat(wishes.stream(), own.stream()).toList();
    }

    public boolean hasWishes() {
        return !wishes.isEmpty() || ownWishes.values().stream().anyMatch(own -> !own.isEmpty());
    }

    /** What it would like to have done to any copy. */
    public Stream<ScanWish> allWishes() {
        return Stream.concat(wishes.stream(), ownWishes.values().stream().flatMap(List::stream));
    }

    /** The finding for one copy. */
    public ScanFinding of(Mailbox recipient) {
        return byRecipient.getOrDefault(recipient, finding);
    }
}

package org.gatepost.scan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.gatepost.smtp.protocol.Mailbox;

/**
 * What an engine said of one question.
 *
 * @param finding for every copy that has none of its own
 * @param byRecipient where the engine finds something else for a copy than for the others
 * @param wishes what the engine would like to have done, in its order
 */
public record ScanAnswer(ScanFinding finding, Map<Mailbox, ScanFinding> byRecipient, List<ScanWish> wishes) {

    public ScanAnswer {
        byRecipient = Map.copyOf(byRecipient);
        wishes = List.copyOf(wishes);
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
        about.forEach(address -> each.put(address, of(address)));
        return new ScanAnswer(ScanFinding.of(new ScanVerdict.Clean()), each, wishes);
    }

    /** This one, and what the engine said of other copies of the same message. */
    ScanAnswer and(ScanAnswer ofOthers) {
        Map<Mailbox, ScanFinding> all = new LinkedHashMap<>(byRecipient);
        all.putAll(ofOthers.byRecipient);
        List<ScanWish> both = new ArrayList<>(wishes);
        // What it wants of a message it says each time it is asked about some of the copies.
        ofOthers.wishes.stream().filter(wish -> !wishes.contains(wish)).forEach(both::add);
        return new ScanAnswer(finding, all, both);
    }

    /** The verdict for every copy that has none of its own. */
    public ScanVerdict verdict() {
        return finding.verdict();
    }

    /** The finding for one copy. */
    public ScanFinding of(Mailbox recipient) {
        return byRecipient.getOrDefault(recipient, finding);
    }
}

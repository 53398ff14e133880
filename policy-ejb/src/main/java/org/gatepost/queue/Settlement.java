package org.gatepost.queue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.gatepost.trace.TraceEvent;

/**
 * What came of one attempt: the new state of each recipient that was tried, when the rest is tried again, and the reports it gave rise to. All of
 * it is written in one transaction, so that no report is lost or doubled.
 *
 * @param entry as it was claimed
 * @param states by recipient number; recipients not named keep theirs
 * @param retryAfter from now, by the database's clock; empty where nobody waits any longer
 * @param attempts of the entry from now on
 * @param noticesSent of the entry from now on
 * @param lastReply what the next hop, or the attempt to reach it, said; empty where nobody was asked: what was said before stands
 * @param reports messages we originate (RFC 3464), with content in memory
 * @param trace events of the attempt
 * @param moves which way recipients go from now on who were not sent to, by address; they wait there, and are due at once
 */
public record Settlement(ClaimedEntry entry, Map<Integer, RecipientState> states, Optional<Duration> retryAfter, int attempts, int noticesSent,
        String lastReply, List<NewMessage> reports, List<TraceEvent> trace, Map<String, List<Routing.Destination>> moves) {

    public Settlement {
        states = Map.copyOf(states);
        reports = List.copyOf(reports);
        trace = List.copyOf(trace);
        moves = Map.copyOf(moves);
    }

    /** Of an attempt after which everybody who waits goes the same way as before. */
    public Settlement(ClaimedEntry entry, Map<Integer, RecipientState> states, Optional<Duration> retryAfter, int attempts, int noticesSent, String lastReply,
            List<NewMessage> reports, List<TraceEvent> trace) {
        this(entry, states, retryAfter, attempts, noticesSent, lastReply, reports, trace, Map.of());
    }

    /** The same, with some going another way, and what the trace says of them. */
    public Settlement moving(Map<String, List<Routing.Destination>> others, List<TraceEvent> events) {
        return new Settlement(entry, states, retryAfter, attempts, noticesSent, lastReply, reports, Stream.concat(trace.stream(), events.stream()).toList(), others);
    }

    /** True where no recipient of the entry waits or is held any longer: the entry goes. */
    public boolean finishesEntry() {
        return entry.entry().recipients().stream().noneMatch(recipient -> states.getOrDefault(recipient.number(), recipient.state()).isOpen());
    }

    /**
     * The same without recipients that left the entry while it was tried. A report tells of everybody in it, so none is written: who waits or was given up
     * waits and is due at once, and the next attempt tells of those who are left. What the next hop took stays taken.
     *
     * @param left who is still in it, by number
     */
    public Settlement onlyFor(Set<Integer> left) {
        if (entry.entry().recipients().stream().allMatch(recipient -> left.contains(recipient.number()))) {
            return this;
        }
        Map<Integer, RecipientState> kept = states.entrySet().stream().filter(each -> left.contains(each.getKey()) && (reports.isEmpty() || each.getValue().isOpen()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        Set<String> untold = entry.entry().recipients().stream().filter(recipient -> !left.contains(recipient.number()) || !reports.isEmpty() && !kept.containsKey(recipient.number()))
                .map(recipient -> recipient.recipient().address().address()).collect(Collectors.toSet());
        List<TraceEvent> told = trace.stream().filter(event -> event.recipient().map(address -> !untold.contains(address)).orElse(reports.isEmpty())).toList();
        ClaimedEntry of = new ClaimedEntry(entry.entry().with(entry.entry().recipients().stream().filter(recipient -> left.contains(recipient.number())).toList()), entry.message());
        return reports.isEmpty() ? new Settlement(of, kept, retryAfter, attempts, noticesSent, lastReply, reports, told, moves)
                : new Settlement(of, kept, Optional.of(Duration.ZERO), entry.entry().attempts() + 1, entry.entry().noticesSent(), lastReply, List.of(), told, moves);
    }

    /** The same, with the entry due again after a while: somebody in it was not tried. */
    public Settlement dueAgainAfter(Duration wait) {
        return new Settlement(entry, states, Optional.of(wait), attempts, noticesSent, lastReply, reports, trace, moves);
    }
}

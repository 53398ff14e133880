package org.gatepost.dsn;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import org.gatepost.channel.HopKeywords;
import org.gatepost.queue.AttemptOutcome;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.QueuedRecipient;
import org.gatepost.queue.RecipientState;
import org.gatepost.queue.RetrySchedule;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;

/**
 * What an attempt meant for one recipient.
 *
 * @param answer what was said, and to what
 * @param noticeDue for one that goes on waiting: its sender should hear of the delay now
 * @param reason in the words of the trace
 * @param held for one that is held, by what and why
 */
record Fate(QueuedRecipient recipient, Kind kind, AttemptOutcome.Answer answer, boolean noticeDue, String reason, Optional<RecipientState.Held> held) {

    enum Kind {
        DELIVERED, DEFERRED, FAILED, EXPIRED, HELD
    }

    Fate(QueuedRecipient recipient, Kind kind, AttemptOutcome.Answer answer, boolean noticeDue, String reason) {
        this(recipient, kind, answer, noticeDue, reason, Optional.empty());
    }

    /** The fates of the entry's waiting recipients that got an answer, in their order. */
    static List<Fate> of(QueueEntry entry, AttemptOutcome outcome, RetrySchedule schedule, Duration age) {
        boolean noticeDue = schedule.noticesDue(age) > entry.noticesSent();
        return entry.waiting().stream().filter(recipient -> outcome.answers().containsKey(recipient.number())).map(recipient -> {
            AttemptOutcome.Answer answer = outcome.answers().get(recipient.number());
            Kind kind = kind(answer.verdict(), schedule.isOver(age));
            return new Fate(recipient, kind, answer, kind == Kind.DEFERRED && noticeDue, reason(kind, answer));
        }).toList();
    }

    private static Kind kind(Reply verdict, boolean over) {
        if (verdict.isPositive()) {
            return Kind.DELIVERED;
        }
        if (verdict.isPermanent()) {
            return Kind.FAILED;
        }
        return over ? Kind.EXPIRED : Kind.DEFERRED;
    }

    private static String reason(Kind kind, AttemptOutcome.Answer answer) {
        return switch (kind) {
            case DELIVERED -> "taken by the next hop";
            case DEFERRED -> answer.reply().isPermanent() ? "the connection was refused, not the message" : "temporary failure";
            case FAILED -> answer.spoken() ? "refused by the next hop" : answer.step();
            case HELD -> "held";
            case EXPIRED -> "waited longer than the channel's last notice";
        };
    }

    Reply verdict() {
        return answer.verdict();
    }

    RecipientState state() {
        return switch (kind) {
            case DELIVERED -> new RecipientState.Sent(answer.reply());
            case DEFERRED -> new RecipientState.Waiting();
            case FAILED -> new RecipientState.Failed(answer.reply());
            case EXPIRED -> new RecipientState.Expired(answer.reply());
            case HELD -> held.orElseThrow();
        };
    }

    /** The same at a filter that brings back what it takes: until then it is held, and so is what it refuses, where that is not returned. */
    Fate atFilter(HopKeywords filter, Instant at) {
        if (kind == Kind.DELIVERED) {
            return heldBy(new RecipientState.Held(HopKeywords.AWAY, HopKeywords.HANDED_OVER + at.truncatedTo(ChronoUnit.MILLIS)));
        }
        boolean returned = answer.reply().equals(Replies.RETURNED_BY_POSTMASTER) || answer.reply().equals(Replies.PARTS_MISSING);
        boolean refused = kind == Kind.FAILED && !returned;
        return refused && !filter.returnsRefusals() ? heldBy(new RecipientState.Held(HopKeywords.REFUSED, "the filter says " + answer.reply())) : this;
    }

    private Fate heldBy(RecipientState.Held by) {
        return new Fate(recipient, Kind.HELD, answer, false, by.by() + ": " + by.why(), Optional.of(by));
    }

    /** Where nothing is returned ({@code softbounce}): what would be final goes on waiting, unless a person wants it returned. */
    Fate softened() {
        boolean kept = (kind == Kind.FAILED || kind == Kind.EXPIRED) && !answer.reply().equals(Replies.RETURNED_BY_POSTMASTER);
        return kept ? new Fate(recipient, Kind.DEFERRED, answer, false, reason + ", and softbounce returns nothing") : this;
    }

    /** The same, put off: what should have been final waits until its report can be made. */
    Fate putOff(String why) {
        return new Fate(recipient, Kind.DEFERRED, answer, false, reason + ", but its report cannot be made yet: " + why);
    }
}

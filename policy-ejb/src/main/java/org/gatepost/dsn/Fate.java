package org.gatepost.dsn;

import java.time.Duration;
import java.util.List;

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
 */
record Fate(QueuedRecipient recipient, Kind kind, AttemptOutcome.Answer answer, boolean noticeDue, String reason) {

    enum Kind {
        DELIVERED, DEFERRED, FAILED, EXPIRED
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
        };
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

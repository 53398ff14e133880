package org.gatepost.dsn;

import java.util.Optional;

import org.gatepost.dsn.DsnReport.Action;
import org.gatepost.queue.AttemptOutcome;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.EnhancedStatus;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.Ret;

/**
 * Who is told what about which recipient (RFC 3461 sections 4.1, 4.3 and 5.2, RFC 2852 section 4). The null reverse-path, which is told nothing, is the caller's.
 * Immutable.
 *
 * <p>Where the sender did not say how much of the message a failure report returns, messages within {@link ReturnLimits} come back whole and larger
 * ones as their header section.
 */
public final class DsnPolicy {

    /** RFC 3463 section 3.5: delivery time expired. */
    private static final EnhancedStatus EXPIRED = EnhancedStatus.of("4.4.7");

    private final ReturnLimits limits;

    DsnPolicy(ReturnLimits limits) {
        this.limits = limits;
    }

    /** What the sender is told of a recipient's fate; empty where he does not want to know, or another will tell him. */
    Optional<Action> action(Fate fate, AttemptOutcome outcome) {
        RcptParameters wishes = fate.recipient().recipient().parameters();
        return switch (fate.kind()) {
            case DELIVERED -> success(outcome, wishes);
            case FAILED, EXPIRED -> wishes.notifiesFailure() ? Optional.of(Action.FAILED) : Optional.empty();
            case DEFERRED -> fate.noticeDue() && wishes.notifiesDelay() ? Optional.of(Action.DELAYED) : Optional.empty();
            case HELD -> Optional.empty();
        };
    }

    private static Optional<Action> success(AttemptOutcome outcome, RcptParameters wishes) {
        Optional<Action> asked = wishes.notifiesSuccess() ? Optional.of(Action.DELIVERED) : Optional.empty();
        return switch (outcome.success()) {
            case DELIVERED -> asked;
            case RELAYED -> asked.map(success -> Action.RELAYED);
            // Asked for with the time, and not with NOTIFY.
            case RELAYED_BY_TIME -> wishes.notifiesNever() ? Optional.empty() : Optional.of(Action.RELAYED);
            case PASSED_ON -> Optional.empty();
            case EXPANDED -> asked.map(success -> Action.EXPANDED);
        };
    }

    /** The status a report states: the reply's own, 4.4.7 for what grew too old. */
    EnhancedStatus status(Fate fate) {
        if (fate.kind() == Fate.Kind.EXPIRED) {
            return EXPIRED;
        }
        EnhancedStatus status = fate.verdict().status();
        return status.isAbsent() ? new EnhancedStatus(fate.verdict().code() / 100, 0, 0) : status;
    }

    /** How much of the message a report with that action returns: of delays, successes and binary messages the header section only. */
    public Ret returns(Action action, QueuedMessage message) {
        // Binary content fits into no report that may have to go by DATA (RFC 3030 section 3).
        if (action != Action.FAILED || message.envelope().parameters().body() == BodyType.BINARY_MIME) {
            return Ret.HDRS;
        }
        long octetsMax = message.envelope().parameters().ret().map(ret -> switch (ret) {
            case FULL -> (long) limits.onRequest();
            case HDRS -> -1L;
        }).orElse((long) limits.byDefault());
        return message.edits().sizeAfter(message.contentOctets()) <= octetsMax ? Ret.FULL : Ret.HDRS;
    }
}

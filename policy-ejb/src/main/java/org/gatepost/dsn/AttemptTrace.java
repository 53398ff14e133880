package org.gatepost.dsn;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.gatepost.mail.Origin;
import org.gatepost.queue.AttemptOutcome.Peer;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.trace.TraceEvent;
import org.gatepost.trace.TraceEvent.Kind;

/** The trace events of one attempt. */
record AttemptTrace(Attempt attempt) {

    /** What came of one recipient: DELIVER, DEFER or FAIL. */
    TraceEvent of(Fate fate, int attempts) {
        Kind kind = switch (fate.kind()) {
            case DELIVERED -> Kind.DELIVER;
            case DEFERRED -> Kind.DEFER;
            case FAILED, EXPIRED -> Kind.FAIL;
            case HELD -> Kind.HOLD;
        };
        Optional<Peer> peer = attempt.outcome().peer();
        return event(kind, fate.reason()).withRecipient(fate.recipient().recipient().address().address()).withReply(fate.answer().reply())
                .with("channel", attempt.channel().name().value()).with("nextHop", attempt.claimed().entry().route().nextHop())
                .with("remoteMta", peer.map(Peer::host).orElse(null)).with("remoteAddress", peer.map(Peer::address).filter(address -> !address.isEmpty()).orElse(null))
                .with("step", fate.answer().step()).with("attempts", attempts).with("delaySeconds", attempt.age().toMillis() / 1000.0);
    }

    /** A report was queued. */
    TraceEvent reported(DsnReport report) {
        DsnReport.Action action = report.recipients().getFirst().action();
        return event(Kind.DSN, action.name().toLowerCase(Locale.ROOT) + " reported to " + report.to()).withRecipient(report.to().address())
                .with("dsnQueueId", report.id().toString()).with("action", action.name().toLowerCase(Locale.ROOT))
                .with("about", report.recipients().stream().map(each -> each.finalRecipient().address()).toList());
    }

    /** A report was made and lies held until somebody has looked at it. */
    TraceEvent suppressed(DsnReport report, List<Fate> fates, String why) {
        return notReported(fates, Backscatter.RULE + ": " + why + "; the report is held for review").with("dsnQueueId", report.id().toString())
                .with("action", report.action().name().toLowerCase(Locale.ROOT));
    }

    /** A report was due and is not made. */
    TraceEvent notReported(List<Fate> fates, String rule) {
        return event(Kind.NO_DSN, rule).with("about", fates.stream().map(fate -> fate.recipient().recipient().address().address()).toList());
    }

    private TraceEvent event(Kind kind, String reason) {
        QueuedMessage message = attempt.claimed().message();
        Origin origin = message.origin();
        return TraceEvent.of(kind, attempt.outcome().at(), reason).withSession(origin.sessionId(), origin.transactionNumber())
                .withQueueId(message.id()).withSender(message.envelope().reversePath().address());
    }
}

package org.gatepost.gate;

import java.time.Duration;
import java.time.InstantSource;

import org.gatepost.channel.ExtensionKeywords;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.protocol.DeliverBy;
import org.gatepost.smtp.protocol.Handling;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** MAIL: what may be asked of us, within the bounds of the source channel: how long a message is held, how soon it must be delivered or returned. */
final class HandlingBounds implements Stage<MailRequest> {

    private final InstantSource clock;

    HandlingBounds(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public StageResult decide(MailRequest request, SessionFacts facts) {
        Handling handling = request.parameters().handling();
        ExtensionKeywords bounds = facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().extensions();
        Duration held = handling.release().map(release -> Duration.between(clock.instant(), release.from(clock.instant()))).orElse(Duration.ZERO);
        // RFC 4865 section 4.
        if (held.toSeconds() > bounds.futureReleaseSeconds()) {
            return new StageResult.Refuse(Replies.RELEASE_TOO_LATE, "to be held for " + held + ", at most " + bounds.futureReleaseSeconds() + " s may be");
        }
        // RFC 2852 section 4.1.1: only a return can be refused for its time.
        boolean tooSoon = handling.deliverBy().filter(by -> by.mode() == DeliverBy.Mode.RETURN && by.seconds() < bounds.deliverBySecondsMin()).isPresent();
        return tooSoon ? new StageResult.Refuse(Replies.DELIVER_BY_TOO_SOON, "to be delivered or returned in less than " + bounds.deliverBySecondsMin() + " s")
                : new StageResult.Next(facts);
    }
}

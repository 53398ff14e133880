package org.gatepost.gate;

import org.gatepost.channel.SpfKeywords.When;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** RCPT: SPF of a channel that wants it for valid recipients only (keyword {@code spfrcptto}); postmaster and abuse hear from everybody. */
final class SpfAtRcpt implements Stage<RcptRequest> {

    private final SpfAnswer spf;

    SpfAtRcpt(SpfAnswer spf) {
        this.spf = spf;
    }

    @Override
    public StageResult decide(RcptRequest request, SessionFacts facts) {
        return spf.at(When.AT_RCPT, request.mail(), facts, !Stranger.mayReach(request.forwardPath()));
    }
}

package org.gatepost.gate;

import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;
import org.gatepost.throttle.Throttling;
import org.gatepost.trace.Alarms;

/** The stages that count how often something happens, for their places in {@link Gates}. */
record ThrottleStages(Stage<ConnectRequest> connections, Stage<RcptRequest> greylist, Stage<JudgedMessage> recipientsOfUser) {

    /** Where nothing is counted: each lets everything pass. */
    static final ThrottleStages NONE = new ThrottleStages(passes(), passes(), passes());

    static ThrottleStages of(Throttling throttling, Alarms alarms) {
        return new ThrottleStages(new ConnectionThrottle(throttling), new Greylist(throttling), new RecipientsOfUser(throttling, alarms));
    }

    private static <R> Stage<R> passes() {
        return (request, facts) -> new StageResult.Next(facts);
    }
}

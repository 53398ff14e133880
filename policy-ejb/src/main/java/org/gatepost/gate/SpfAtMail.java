package org.gatepost.gate;

import org.gatepost.channel.SpfKeywords.When;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** MAIL: SPF of a channel that wants it now (keywords {@code spfhelo}, {@code spfmailfrom}). */
final class SpfAtMail implements Stage<MailRequest> {

    private final SpfAnswer spf;

    SpfAtMail(SpfAnswer spf) {
        this.spf = spf;
    }

    @Override
    public StageResult decide(MailRequest request, SessionFacts facts) {
        return spf.at(When.AT_MAIL, request, facts, true);
    }
}

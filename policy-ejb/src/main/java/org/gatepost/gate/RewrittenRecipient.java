package org.gatepost.gate;

import java.util.Optional;

import org.gatepost.mail.ChannelName;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.stage.Fact;
import org.gatepost.stage.SessionFacts;

/**
 * A recipient as rewrite rules made it; the one that was presented, where there are none.
 *
 * @param channel the one that takes it; empty: the directory is asked
 * @param signed whether it was an address of ours that stands for a sender of mail we sent on, and now for that sender
 */
record RewrittenRecipient(ForwardPath path, Optional<ChannelName> channel, boolean signed) {

    /** Set anew for each recipient where anything is rewritten, and not at all where nothing is. */
    static final Fact<RewrittenRecipient> FACT = new Fact<>("rewritten recipient");

    /** As the client gave it. */
    static RewrittenRecipient asPresented(RcptRequest request) {
        return new RewrittenRecipient(request.forwardPath(), Optional.empty(), false);
    }

    /** The one a request is about. */
    static RewrittenRecipient of(RcptRequest request, SessionFacts facts) {
        return facts.get(FACT).orElseGet(() -> asPresented(request));
    }
}

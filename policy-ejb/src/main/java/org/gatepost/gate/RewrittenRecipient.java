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
 */
record RewrittenRecipient(ForwardPath path, Optional<ChannelName> channel) {

    /** Set anew for each recipient where the policy has rules, and not at all where it has none. */
    static final Fact<RewrittenRecipient> FACT = new Fact<>("rewritten recipient");

    /** The one a request is about. */
    static RewrittenRecipient of(RcptRequest request, SessionFacts facts) {
        return facts.get(FACT).orElseGet(() -> new RewrittenRecipient(request.forwardPath(), Optional.empty()));
    }
}

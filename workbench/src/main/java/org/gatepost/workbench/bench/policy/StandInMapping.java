package org.gatepost.workbench.bench.policy;

import java.util.ArrayList;
import java.util.List;

import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/**
 * Stands in for a mapping table: wildcard patterns in order, of which the first that matches the probe decides. The probe is what a mail access
 * table is asked: client and server, source channel, sender, recipient, with a bar between.
 */
final class StandInMapping implements Stage<RcptRequest> {

    private final List<WildcardPattern> patterns;

    StandInMapping(List<WildcardPattern> patterns) {
        this.patterns = List.copyOf(patterns);
    }

    /** Entries as operators write them, of which none matches an ordinary message: each is tried to its end. */
    static StandInMapping ofEntries(int count) {
        List<WildcardPattern> patterns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            patterns.add(new WildcardPattern(switch (i % 4) {
                // An address block, a sender, a sender's domain for one recipient, anybody for a recipient.
                case 0 -> "TCP|*|25|10." + i % 256 + "." + i / 256 + ".*|*|SMTP|MAIL|tcp_local|*|*";
                case 1 -> "TCP|*|*|*|*|SMTP|MAIL|tcp_local|user" + i + "@sender.example|*";
                case 2 -> "TCP|*|*|*|*|SMTP|MAIL|tcp_local|*@blocked" + i + ".example|*@example.com";
                default -> "*|SMTP|MAIL|tcp_*|*|retired" + i + "@example.com";
            }));
        }
        return new StandInMapping(patterns);
    }

    @Override
    public StageResult decide(RcptRequest request, SessionFacts facts) {
        String probe = WildcardPattern.folded("TCP|" + request.mail().connection().serverAddress() + "|" + request.mail().connection().serverPort() + "|"
                + request.mail().connection().clientAddress() + "|" + request.mail().connection().clientPort() + "|SMTP|MAIL|tcp_local|"
                + request.mail().reversePath().address() + "|" + request.forwardPath().address());
        for (WildcardPattern pattern : patterns) {
            if (pattern.matches(probe)) {
                return new StageResult.Refuse(Replies.RELAYING_DENIED, "entry " + pattern.text());
            }
        }
        return new StageResult.Next(facts);
    }
}

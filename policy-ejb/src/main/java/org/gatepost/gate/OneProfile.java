package org.gatepost.gate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/**
 * RCPT, the last, where the source channel says {@code oneprofile}: a recipient whose scripts, engines or limits are others than the first one's comes again in a
 * transaction of its own (452 4.5.3), so that every refusal after the content can be said in the dialogue.
 */
final class OneProfile implements Stage<RcptRequest> {

    private final CopyScripts scripts;

    OneProfile(CopyScripts scripts) {
        this.scripts = scripts;
    }

    /** What the end of a message may depend on, of one copy. */
    private record Profile(Match<List<String>> scripts, Set<String> optIns, Set<String> optOuts, String destination, OptionalLong octetsMax, boolean held) {
    }

    @Override
    public StageResult decide(RcptRequest request, SessionFacts facts) {
        List<AcceptedRecipient> recipients = facts.require(GateFacts.RECIPIENTS);
        if (recipients.size() < 2 || !facts.require(GateFacts.SOURCE_CHANNEL).keywords().transport().queue().oneProfile()) {
            return new StageResult.Next(facts);
        }
        return profiles(recipients.getFirst()).equals(profiles(recipients.getLast())) ? new StageResult.Next(facts)
                : new StageResult.Refuse(Replies.TOO_MANY_RECIPIENTS, "oneprofile: scripts, engines or limits are others than the first recipient's");
    }

    private Set<Profile> profiles(AcceptedRecipient recipient) {
        Set<Profile> profiles = new LinkedHashSet<>();
        for (AcceptedRecipient.Copy copy : recipient.copies()) {
            Set<String> optIns = new LinkedHashSet<>();
            Set<String> optOuts = new LinkedHashSet<>();
            copy.mailbox().ifPresent(box -> {
                optIns.addAll(box.user().treatment().scannerOptIns());
                optIns.addAll(box.domain().treatment().scannerOptIns());
                optOuts.addAll(box.user().treatment().scannerOptOuts());
            });
            profiles.add(new Profile(scripts.texts(copy), optIns, optOuts, copy.route().channel() + " " + CopyScripts.domain(copy), copy.octetsMax(), copy.held().isPresent()));
        }
        return profiles;
    }
}

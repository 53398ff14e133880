package org.gatepost.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.gatepost.mail.Recipient;
import org.gatepost.queue.AttemptOutcome.Answer;
import org.gatepost.queue.AttemptOutcome.Success;
import org.gatepost.queue.Decided;
import org.gatepost.smtp.protocol.Notify;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.ReversePath;

/** Of which recipients a sender is told already when a message is accepted, and what that leaves to be told of their copies. */
final class DecidedRecipients {

    private DecidedRecipients() {
    }

    /** @param refusals whether those that were refused are told of, instead of held */
    static List<Decided> of(List<AcceptedRecipient> recipients, boolean refusals, ReversePath sender) {
        List<Decided> decided = new ArrayList<>();
        for (AcceptedRecipient recipient : recipients) {
            if (recipient.refusal().isPresent()) {
                recipient.refusal().filter(refusal -> refusals).ifPresent(refusal -> decided.add(new Decided(asGiven(recipient),
                        new Answer(refusal.reply(), refusal.by() + ": " + refusal.reason(), false, true), Success.DELIVERED)));
            } else if (!sender.isNull()) {
                expansion(recipient).ifPresent(decided::add);
            }
        }
        return decided;
    }

    /** A recipient that leads further than its sender can see, and who wants to hear of success (RFC 3461 sections 5.2.7.1 and 5.2.7.3). */
    private static Optional<Decided> expansion(AcceptedRecipient recipient) {
        boolean leadsOn = recipient.isListed() || recipient.isExpanded();
        if (!leadsOn || !recipient.parameters().notifiesSuccess()) {
            return Optional.empty();
        }
        Answer answer = new Answer(Replies.RECIPIENT_CONTENT_OK, "expansion", false, true);
        return Optional.of(new Decided(asGiven(recipient), answer, recipient.isListed() ? Success.DELIVERED : Success.EXPANDED));
    }

    private static Recipient asGiven(AcceptedRecipient recipient) {
        return new Recipient(recipient.presented().mailbox(), recipient.presented(), recipient.parameters());
    }

    /**
     * What is asked for a copy: behind an alias with several recipients no success is reported any more, for that it was expanded is (RFC 3461 section
     * 5.2.7.3); and what a sender wanted of a mailing list ends at the list (section 5.2.7.1). What a script that sends it on says holds for that copy (RFC 6009).
     */
    static RcptParameters wishesFor(AcceptedRecipient.Copy copy, AcceptedRecipient recipient) {
        RcptParameters given = recipient.parameters();
        if (copy.alteration().wishes().notifyOn().isPresent()) {
            return new RcptParameters(copy.alteration().wishes().notifyOn().get(), given.orcpt());
        }
        if (copy.errorsTo().isPresent() || copy.alteration().reversePath().isPresent()) {
            return RcptParameters.NONE;
        }
        if (!recipient.isExpanded() || !given.notifiesSuccess()) {
            return given;
        }
        Set<Notify> others = given.notifyOn().stream().filter(each -> each != Notify.SUCCESS).collect(Collectors.toSet());
        return new RcptParameters(others.isEmpty() ? Set.of(Notify.NEVER) : others, given.orcpt());
    }
}

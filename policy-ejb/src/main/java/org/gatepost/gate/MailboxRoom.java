package org.gatepost.gate;

import org.gatepost.channel.QuotaKeywords;
import org.gatepost.channel.QuotaStatus;
import org.gatepost.directory.MailUser;
import org.gatepost.queue.Route;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/**
 * RCPT: whether the recipient's mailbox has room, asked of the store where its channel says so (keyword {@code quotastatus}). Only of a recipient that leads to
 * one mailbox: a list is not refused for a member whose mailbox is full, and what is held is not delivered yet.
 */
final class MailboxRoom implements Stage<RcptRequest> {

    private final QuotaStatus stores;

    MailboxRoom(QuotaStatus stores) {
        this.stores = stores;
    }

    @Override
    public StageResult decide(RcptRequest request, SessionFacts facts) {
        int mailboxes = 0;
        int own = 0;
        AcceptedRecipient recipient = facts.require(GateFacts.RECIPIENTS).getLast();
        for (int i = 0; i < recipient.copies().size(); i++) {
            if (recipient.copies().get(i).mailbox().isPresent()) {
                mailboxes++;
                own = i;
            }
        }
        return mailboxes == 1 && isOwn(request.forwardPath().mailbox(), recipient.copies().get(own), recipient.copies().size())
                ? decide(request, facts, recipient.copies().get(own)) : new StageResult.Next(facts);
    }

    /** Not that of one member of a list, whose others are elsewhere: it is the only copy, or that of the account that was asked for. */
    private static boolean isOwn(Mailbox presented, AcceptedRecipient.Copy copy, int copies) {
        if (copy.errorsTo().isPresent() || copies == 1) {
            return copy.errorsTo().isEmpty();
        }
        MailUser user = copy.mailbox().orElseThrow().user();
        return isSame(presented, user.mail()) || user.alternates().stream().anyMatch(other -> isSame(presented, other));
    }

    private static boolean isSame(Mailbox presented, Mailbox other) {
        return presented.domain().equals(other.domain()) && presented.user().equalsIgnoreCase(other.user());
    }

    private StageResult decide(RcptRequest request, SessionFacts facts, AcceptedRecipient.Copy copy) {
        QuotaKeywords keywords = facts.require(GateFacts.POLICY).channel(copy.route().channel()).keywords().transport().quota();
        if (keywords.service().isEmpty() || copy.held().isPresent() || copy.route().nextHop().equals(Route.ACCOUNT)) {
            return new StageResult.Next(facts);
        }
        QuotaKeywords.Service service = keywords.service().get();
        return switch (stores.ask(service, copy.address(), request.mail().parameters().size())) {
            case QuotaStatus.Answer.Room() -> new StageResult.Next(facts);
            case QuotaStatus.Answer.Full(String said) -> refused(keywords.refusesForGood() ? Replies.MAILBOX_FULL_FOR_GOOD : Replies.MAILBOX_FULL, service, said);
            case QuotaStatus.Answer.TooLarge(String said) -> refused(Replies.TOO_LARGE_FOR_RECIPIENT, service, said);
            case QuotaStatus.Answer.Unknown(String why) -> keywords.ignoresSilence() ? new StageResult.Next(facts) : refused(Replies.DIRECTORY_UNAVAILABLE, service, why);
        };
    }

    private static StageResult refused(Reply reply, QuotaKeywords.Service service, String why) {
        return new StageResult.Refuse(reply, service + " says of its mailbox: " + why);
    }
}

package org.gatepost.gate;

import org.gatepost.directory.LoginUser;
import org.gatepost.directory.Sender;
import org.gatepost.directory.SenderLookup;
import org.gatepost.directory.SendingLimits;
import org.gatepost.directory.Submitter;
import org.gatepost.mail.SizeLimit;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;
import org.gatepost.stage.Match;

/** MAIL: what the directory says of a sender of ours, kept for the transaction; and the declared size (RFC 1870) against what that sender may send. */
final class SenderEntry implements Stage<MailRequest> {

    private final SenderLookup lookup;

    SenderEntry(SenderLookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public StageResult decide(MailRequest request, SessionFacts facts) {
        return switch (lookup.find(new Submitter(request.reversePath(), facts.get(GateFacts.USER).map(LoginUser::mail)))) {
            case Match.Found<Sender>(Sender sender) -> found(request, facts, sender);
            case Match.NotFound<Sender>() -> new StageResult.Next(facts);
            case Match.Unavailable<Sender>(String why) -> new StageResult.Refuse(Replies.DIRECTORY_UNAVAILABLE, why);
            case Match.Conflicting<Sender>(String why) -> new StageResult.Refuse(Replies.DIRECTORY_CONFLICT, why);
        };
    }

    private static StageResult found(MailRequest request, SessionFacts facts, Sender sender) {
        SendingLimits limits = sender.limits();
        if (SizeLimit.isExceeded(limits.messageOctets(), request.parameters().size())) {
            return new StageResult.Refuse(Replies.MESSAGE_TOO_LARGE, "SIZE=" + request.parameters().size().getAsLong() + ", the sender may send "
                    + limits.messageOctets().getAsLong());
        }
        // Facts of a transaction begin anew with each MAIL, so one of whom nothing is said leaves nothing behind.
        return new StageResult.Next(sender == Sender.UNKNOWN ? facts : facts.with(GateFacts.SENDER, sender));
    }
}

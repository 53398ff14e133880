package org.gatepost.gate;

import java.util.List;
import java.util.Optional;

import org.gatepost.channel.Channel;
import org.gatepost.channel.ConnectionKeywords.Switching;
import org.gatepost.directory.Sender;
import org.gatepost.directory.SenderLookup;
import org.gatepost.directory.Submitter;
import org.gatepost.mail.ChannelName;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageChain;
import org.gatepost.stage.StageChain.Outcome;
import org.gatepost.stage.StageResult;

/**
 * MAIL: where the source channel has {@code userswitchchannel}, the transaction enters by the channel that the directory names for its reverse-path. What the former
 * channel requires has been asked before, and what the new one does is asked here: whoever claims an address gets into another channel by it, but round nothing,
 * and never into one that is {@code internal} or has {@code noswitchchannel}.
 */
final class UserChannelSwitch implements Stage<MailRequest> {

    private static final StageChain<MailRequest> REQUIRED = new StageChain<>(List.of(new TlsRequired(), new AuthenticationRequired(), new OwnSender()));

    private final SenderLookup lookup;

    UserChannelSwitch(SenderLookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public StageResult decide(MailRequest request, SessionFacts facts) {
        if (!facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().connection().switchesByUser()) {
            return new StageResult.Next(facts);
        }
        return switch (lookup.find(Submitter.stranger(request.reversePath()))) {
            case Match.Found<Sender>(Sender sender) -> sender.limits().channel().map(name -> switched(request, facts, name)).orElseGet(() -> new StageResult.Next(facts));
            case Match.NotFound<Sender>() -> new StageResult.Next(facts);
            case Match.Unavailable<Sender>(String why) -> new StageResult.Refuse(Replies.DIRECTORY_UNAVAILABLE, why);
            case Match.Conflicting<Sender>(String why) -> new StageResult.Refuse(Replies.DIRECTORY_CONFLICT, why);
        };
    }

    private static StageResult switched(MailRequest request, SessionFacts facts, String name) {
        Optional<Channel> target = ChannelName.isValid(name) ? Optional.ofNullable(facts.require(GateFacts.POLICY).channels().get(new ChannelName(name))) : Optional.empty();
        if (target.isEmpty()) {
            // Who is to be kept short is not let in at all where nobody says how.
            return new StageResult.Refuse(Replies.CANNOT_DECIDE, "the directory names the source channel " + name + ", which is not defined");
        }
        if (target.get().keywords().service().connection().switching() == Switching.NEVER || target.get().keywords().service().extensions().internal()) {
            return new StageResult.Refuse(Replies.CANNOT_DECIDE, "the directory names the source channel " + name + ", which is not for those who only claim an address");
        }
        return switch (REQUIRED.decide(request, facts.with(GateFacts.SOURCE_CHANNEL, target.get()))) {
            case Outcome.Passed(SessionFacts now) -> new StageResult.Next(now);
            case Outcome.Stopped stopped -> new StageResult.Refuse(stopped.reply(), stopped.reason());
        };
    }
}

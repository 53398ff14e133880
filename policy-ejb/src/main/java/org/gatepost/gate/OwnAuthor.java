package org.gatepost.gate;

import java.util.List;
import java.util.Optional;

import org.gatepost.channel.SubmissionKeywords;
import org.gatepost.channel.SubmissionKeywords.SenderStamp;
import org.gatepost.directory.LoginUser;
import org.gatepost.mail.HeaderAddresses;
import org.gatepost.mail.MessageHeader.Field;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/**
 * Message on a submission channel: who sends it is in its Sender, else its From (RFC 5322 section 3.6.2, RFC 6409 section 8.1): an address of the user's must
 * be among them. Where the channel writes the Sender itself, or a table did, the From may be another's; it is then plain who sent it.
 */
final class OwnAuthor implements Stage<JudgedMessage> {

    @Override
    public StageResult decide(JudgedMessage message, SessionFacts facts) {
        SubmissionKeywords submission = facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().submission();
        Optional<LoginUser> user = facts.get(GateFacts.USER);
        if (!submission.submit() || submission.anySender() || user.isEmpty() || isStamped(submission.senderStamp(), facts)) {
            return new StageResult.Next(facts);
        }
        List<Field> fields = message.header().all("sender").isEmpty() ? message.header().all("from") : message.header().all("sender");
        // Each of several: readers differ in which one they show.
        Optional<Field> foreign = fields.stream().filter(field -> !names(field, user.get())).findFirst();
        return foreign.isEmpty() ? new StageResult.Next(facts)
                : new StageResult.Refuse(Replies.NOT_YOUR_ADDRESS, "the " + foreign.get().name() + " field does not name " + user.get().mail());
    }

    private static boolean isStamped(SenderStamp stamp, SessionFacts facts) {
        return stamp.asksTable() ? facts.get(GateFacts.ORIGINATORS).filter(said -> said.sender().isPresent() || said.from().isPresent()).isPresent() : stamp != SenderStamp.NONE;
    }

    private static boolean names(Field field, LoginUser user) {
        return HeaderAddresses.in(field.value()).stream().anyMatch(address -> {
            int at = address.lastIndexOf('@');
            return user.has(new Mailbox(address.substring(0, at), address.substring(at + 1)));
        });
    }
}

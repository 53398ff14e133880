package org.gatepost.gate;

import java.util.Optional;

import org.gatepost.channel.SubmissionKeywords;
import org.gatepost.directory.LoginUser;
import org.gatepost.mail.ChannelName;
import org.gatepost.mail.HeaderAddresses;
import org.gatepost.mapping.Mappings;
import org.gatepost.mapping.access.AuthRewrite;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** Message: the mapping table AUTH_REWRITE, where the source channel's {@code authrewrite} asks it, of users' messages or of everybody's. */
final class OriginatorTable implements Stage<JudgedMessage> {

    private final AccessTables tables;

    OriginatorTable(AccessTables tables) {
        this.tables = tables;
    }

    @Override
    public String name() {
        return AuthRewrite.TABLE;
    }

    @Override
    public StageResult decide(JudgedMessage message, SessionFacts facts) {
        SubmissionKeywords submission = facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().submission();
        if (!submission.senderStamp().asksTable() || facts.get(GateFacts.USER).isEmpty() && !submission.stampsEverybody()) {
            return new StageResult.Next(facts);
        }
        Optional<Mappings> mappings = tables.having(AuthRewrite.TABLE, facts);
        if (mappings.isEmpty()) {
            return new StageResult.Next(facts);
        }
        AuthRewrite.Originators originators = new AuthRewrite.Originators(message.request().mail().reversePath().address(), first(message, "sender"), first(message, "from"),
                authenticated(facts).map(Mailbox::address).orElse(""));
        Optional<ChannelName> channel = submission.probesChannel() ? Optional.of(facts.require(GateFacts.SOURCE_CHANNEL).name()) : Optional.empty();
        return switch (AuthRewrite.ask(mappings.get(), originators, channel)) {
            case AuthRewrite.Answer.Refuses(String text) -> new StageResult.Refuse(Reply.quoting(550, "5.7.1", text), "the table refuses");
            case AuthRewrite.Answer.Undecided(String why) -> new StageResult.Refuse(Replies.CANNOT_DECIDE_CONTENT, why);
            case AuthRewrite.Answer.Changes changes -> changed(changes, facts);
        };
    }

    /** Who a field of the channel's names: the user, unless FROM_ACCESS named another. */
    static Optional<Mailbox> authenticated(SessionFacts facts) {
        return TableWishes.of(facts).sender().or(() -> facts.get(GateFacts.USER).map(LoginUser::mail));
    }

    private static StageResult changed(AuthRewrite.Answer.Changes changes, SessionFacts facts) {
        try {
            SessionFacts known = facts.with(GateFacts.ORIGINATORS, new Originators(changes.sender().map(OriginatorTable::address), changes.from().map(OriginatorTable::address)));
            return new StageResult.Next(changes.mailFrom().map(text -> known.with(GateFacts.REVERSE_PATH, text.isBlank() ? ReversePath.NULL : ReversePath.of(address(text)))).orElse(known));
        } catch (IllegalArgumentException e) {
            return new StageResult.Refuse(Replies.CANNOT_DECIDE_CONTENT, e.getMessage());
        }
    }

    /** What fields a table wants to name others. */
    record Originators(Optional<Mailbox> sender, Optional<Mailbox> from) {
    }

    private static String first(JudgedMessage message, String field) {
        return message.header().all(field).stream().flatMap(each -> HeaderAddresses.in(each.value()).stream()).findFirst().orElse("");
    }

    private static Mailbox address(String text) {
        return ScriptForwarding.mailbox(text.strip()).orElseThrow(() -> new IllegalArgumentException("not an address: " + text));
    }
}

package org.gatepost.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.gatepost.channel.TableKeywords;
import org.gatepost.conversion.Conversion;
import org.gatepost.directory.Directory;
import org.gatepost.directory.MailDomain;
import org.gatepost.mapping.Mappings;
import org.gatepost.mapping.access.AccessAnswer;
import org.gatepost.mapping.access.AccessArgument;
import org.gatepost.mapping.access.AccessEffects;
import org.gatepost.mapping.access.RecipientAccess;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** The stages that ask the access tables of the policy that judges, and what they share. A table that does not exist costs nothing. */
final class AccessTables {

    /** Begins the mark of a conversion tag. */
    static final String CONVERSION_TAG = "conversiontag:";

    private final Directory directory;
    private final TableLookups lookups;
    private final RandomGenerator random;
    private final Optional<GateWatch> watch;
    /** Tables ready to be asked. Those of the policy that judges now are wanted; a session that began under another makes its own. */
    private volatile Optional<Ready> ready = Optional.empty();

    private record Ready(PolicySnapshot policy, Mappings mappings) {
    }

    /** @param random safe for use by many threads */
    AccessTables(Directory directory, TableLookups lookups, RandomGenerator random, Optional<GateWatch> watch) {
        this.watch = watch;
        this.directory = directory;
        this.lookups = lookups;
        this.random = random;
    }

    Stage<ConnectRequest> internalAddresses() {
        return new SourceChannelSwitch(this);
    }

    Stage<ConnectRequest> port() {
        return new PortTable(this);
    }

    Stage<MailRequest> sender() {
        return new SenderTable(this);
    }

    Stage<JudgedMessage> originators() {
        return new OriginatorTable(this);
    }

    /** Conversion of parts, where the table says so. */
    Stage<JudgedMessage> conversions(Conversion conversion) {
        return new PartConversion(this, conversion);
    }

    /** One that is asked before the recipient is looked up. */
    Stage<RcptRequest> presented(RecipientAccess table) {
        return new PresentedRecipientTable(this, table);
    }

    /** One that is asked of what came of the recipient. */
    Stage<RcptRequest> expanded(RecipientAccess table) {
        return new ExpandedRecipientTable(this, table);
    }

    /** The tables, where there is one of this name. */
    Optional<Mappings> having(String table, SessionFacts facts) {
        return having(table, facts.require(GateFacts.POLICY));
    }

    /** The same of a policy. */
    Optional<Mappings> having(String table, PolicySnapshot policy) {
        return policy.mappings().has(table) ? Optional.of(of(policy)) : Optional.empty();
    }

    /** All tables of a policy. */
    Mappings of(PolicySnapshot policy) {
        Optional<Ready> last = ready;
        if (last.isPresent() && last.get().policy() == policy) {
            return last.get().mappings();
        }
        Mappings plain = new Mappings(policy.mappings(), lookups.of(policy), random);
        Mappings mappings = watch.map(plain::telling).orElse(plain);
        ready = Optional.of(new Ready(policy, mappings));
        return mappings;
    }

    /** Whether a domain is ours; the stage before has asked, and a directory that could not say was answered there. */
    boolean isLocal(String domain) {
        return directory.domain(domain) instanceof Match.Found<MailDomain>;
    }

    /** The sender as tables, and all after them, are to see it. */
    static ReversePath sender(MailRequest mail, SessionFacts facts) {
        return TableWishes.of(facts).reversePath().orElse(mail.reversePath());
    }

    /**
     * What the source channel wants the recipients' tables to be asked besides: {@code original recipient}, {@code taken/presented/}.
     *
     * @param taken recipients of the transaction before this one
     */
    static List<String> more(RcptRequest request, SessionFacts facts, int taken) {
        TableKeywords keywords = facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().tables();
        if (keywords.equals(TableKeywords.DEFAULT)) {
            return List.of();
        }
        List<String> fields = new ArrayList<>();
        if (keywords.originalRecipient()) {
            fields.add(request.parameters().orcpt().map(Object::toString).orElse(request.forwardPath().address()));
        }
        if (keywords.counts()) {
            fields.add(taken + "/" + request.recipientNumber() + "/");
        }
        return fields;
    }

    /**
     * The facts, with what an answer wants of the transaction. An {@link IllegalArgumentException} where it cannot be done.
     *
     * @param refused whether the answer is a refusal
     */
    static SessionFacts wanted(String table, AccessEffects effects, boolean refused, SessionFacts facts) {
        if (effects.isNothing()) {
            return facts;
        }
        effects.argument(AccessArgument.LOG_MATCHED).ifPresent(line -> TableLog.write(table, line));
        if (refused) {
            effects.argument(AccessArgument.LOG_REFUSED).ifPresent(line -> TableLog.write(table, line));
        }
        List<String> marks = new ArrayList<>();
        effects.argument(AccessArgument.TAG).ifPresent(tag -> marks.add("tag:" + TableLog.printable(tag)));
        effects.argument(AccessArgument.CONVERSION_TAGS).ifPresent(tags -> marks.add(CONVERSION_TAG + TableLog.printable(tags)));
        return Marks.added(facts, marks).with(GateFacts.TABLE_WISHES, TableWishes.of(facts).and(table, effects));
    }

    /** What an answer comes to, where nothing of it is about single copies. */
    static StageResult result(String table, AccessAnswer answer, SessionFacts facts) {
        try {
            return switch (answer) {
                case AccessAnswer.Passes(AccessEffects effects) -> new StageResult.Next(wanted(table, effects, false, facts));
                case AccessAnswer.Refuses(Reply reply, AccessEffects effects) -> new StageResult.Refuse(reply, reason(table, effects), Optional.of(wanted(table, effects, true, facts)));
                case AccessAnswer.Undecided(String why) -> new StageResult.Refuse(Replies.CANNOT_DECIDE, why);
            };
        } catch (IllegalArgumentException e) {
            return new StageResult.Refuse(Replies.CANNOT_DECIDE, table + ": " + e.getMessage());
        }
    }

    /** Why, for the trace: the line a table wrote for it, or its name. */
    static String reason(String table, AccessEffects effects) {
        return table + effects.argument(AccessArgument.LOG_REFUSED).map(line -> ": " + line).orElse("");
    }
}

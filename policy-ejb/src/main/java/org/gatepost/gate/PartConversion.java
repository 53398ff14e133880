package org.gatepost.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.gatepost.conversion.Conversion;
import org.gatepost.conversion.Converted;
import org.gatepost.mail.ChannelName;
import org.gatepost.mapping.Mappings;
import org.gatepost.mapping.access.Conversions;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/**
 * Message: parts are converted where the mapping table CONVERSIONS says so of the source channel and a copy's destination channel. Engines were asked about the
 * message as it came; scripts still see it so.
 */
final class PartConversion implements Stage<JudgedMessage> {

    private static final String NAME = "Conversions";

    private final AccessTables tables;
    private final Conversion conversion;

    PartConversion(AccessTables tables, Conversion conversion) {
        this.tables = tables;
        this.conversion = conversion;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public StageResult decide(JudgedMessage message, SessionFacts facts) {
        Optional<Mappings> mappings = tables.having(Conversions.TABLE, facts);
        if (mappings.isEmpty()) {
            return new StageResult.Next(facts);
        }
        Map<ChannelName, Converted> made = new LinkedHashMap<>();
        Conversion.Budget budget = conversion.budget();
        for (AcceptedRecipient recipient : facts.require(GateFacts.RECIPIENTS)) {
            if (recipient.refusal().isEmpty()) {
                recipient.copies().forEach(copy -> made.computeIfAbsent(copy.route().channel(), channel -> converted(message, mappings.get(), channel, budget, facts)));
            }
        }
        for (Converted each : made.values()) {
            if (each instanceof Converted.Undecided(String why)) {
                return new StageResult.Defer(Replies.CANNOT_DECIDE_CONTENT, why);
            }
        }
        made.replaceAll((channel, each) -> within(each, copies(facts, channel)));
        List<String> did = made.entrySet().stream().flatMap(each -> did(each.getKey(), each.getValue()).stream()).toList();
        SessionFacts told = did.isEmpty() ? facts : facts.with(GateFacts.CONVERSIONS, did);
        return new StageResult.Next(told.with(GateFacts.RECIPIENTS, facts.require(GateFacts.RECIPIENTS).stream().map(recipient -> applied(recipient, made, message.header().octets())).toList()));
    }

    private Converted converted(JudgedMessage message, Mappings mappings, ChannelName destination, Conversion.Budget budget, SessionFacts facts) {
        ChannelName source = facts.require(GateFacts.SOURCE_CHANNEL).name();
        return switch (Conversions.ask(mappings, source, destination)) {
            case NO -> Converted.Passed.AS_IT_CAME;
            case UNDECIDED -> new Converted.Undecided(Conversions.TABLE + ": neither yes nor no for " + destination);
            case YES -> {
                try {
                    yield conversion.convert(message.request().content(), facts.require(GateFacts.POLICY).conversions(), source.value(), destination.value(), tags(facts), budget);
                } catch (IOException e) {
                    throw new UncheckedIOException("the spool cannot be read", e);
                }
            }
        };
    }

    private static long copies(SessionFacts facts, ChannelName channel) {
        return facts.require(GateFacts.RECIPIENTS).stream().flatMap(recipient -> recipient.copies().stream()).filter(copy -> copy.route().channel().equals(channel)).count();
    }

    /** Every copy may come to have edits of its own by a script, each of which is stored. */
    private static Converted within(Converted converted, long copies) {
        return converted instanceof Converted.Passed passed && passed.edits().insertedCharacters() * copies > Conversion.COPIES_OCTETS_MAX
                ? new Converted.Held("more than " + Conversion.COPIES_OCTETS_MAX + " octets to put into " + copies + " copies") : converted;
    }

    private static List<String> tags(SessionFacts facts) {
        return facts.get(GateFacts.MARKS).orElse(Set.of()).stream().filter(mark -> mark.startsWith(AccessTables.CONVERSION_TAG))
                .map(mark -> mark.substring(AccessTables.CONVERSION_TAG.length())).toList();
    }

    private static List<String> did(ChannelName destination, Converted converted) {
        return converted instanceof Converted.Passed passed ? passed.did().stream().map(line -> destination + ": " + line).toList() : List.of();
    }

    /** A recipient all of whose copies are refused is refused; of one that leads to several channels these copies are held. */
    private AcceptedRecipient applied(AcceptedRecipient recipient, Map<ChannelName, Converted> made, long bodyAt) {
        if (recipient.refusal().isPresent()) {
            return recipient;
        }
        List<Converted.Refused> refusals = new ArrayList<>();
        List<AcceptedRecipient.Copy> copies = new ArrayList<>();
        for (AcceptedRecipient.Copy copy : recipient.copies()) {
            Converted converted = made.get(copy.route().channel());
            if (converted instanceof Converted.Refused refused) {
                refusals.add(refused);
            }
            copies.add(applied(copy, converted, bodyAt));
        }
        AcceptedRecipient changed = recipient.with(copies);
        return refusals.isEmpty() || refusals.size() < copies.size() ? changed
                : changed.refusedBy(new AcceptedRecipient.Refusal(NAME, Reply.quoting(550, "5.7.1", refusals.getFirst().text()), refusals.getFirst().reason()));
    }

    /** A body that an engine put there has none of the parts that were looked at. */
    private static AcceptedRecipient.Copy applied(AcceptedRecipient.Copy copy, Converted converted, long bodyAt) {
        return switch (converted) {
            case Converted.Passed passed when copy.alteration().edits().removeFrom(bodyAt) -> copy;
            case Converted.Passed passed -> passed.edits().patches().isEmpty() ? copy
                    : copy.altered(copy.alteration().and(passed.edits()));
            case Converted.Refused refused -> copy.alsoHeldBy(new AcceptedRecipient.Hold(NAME, refused.reason()));
            case Converted.Held(String why) -> copy.alsoHeldBy(new AcceptedRecipient.Hold(NAME, why));
            case Converted.Undecided undecided -> copy;
        };
    }
}

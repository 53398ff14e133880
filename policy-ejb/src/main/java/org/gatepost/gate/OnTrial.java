package org.gatepost.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.gatepost.channel.Channel;
import org.gatepost.channel.TrialKeywords;
import org.gatepost.dnslist.DnsList;
import org.gatepost.mapping.access.FromAccess;
import org.gatepost.mapping.access.PortAccess;
import org.gatepost.mapping.access.RecipientAccess;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageChain;
import org.gatepost.stage.StageChain.Outcome;

/**
 * What the source channel only tries ({@code logonly}): refusals of these stages are let through, noted in the trace with the reply they would have had, and
 * stay with the message as the mark {@code would-refuse:NAME}.
 *
 * <p>Only stages that object and do nothing else can be tried. Never: relay control and all that finds out where a recipient's mail goes, limits that keep us and
 * our disk from harm (sizes, header sections, hops, queue rows, sessions), what TLS and authentication are required for, and what next hops cannot take. One row
 * among others of a stage is tried by itself ({@link TriedRow}).
 *
 * @param told hears of each refusal that was let through
 */
record OnTrial(Consumer<Tried> told) implements StageChain.Trial {

    /**
     * What would have come of something.
     *
     * @param reply what the client would have been told; empty where a copy would have been held
     */
    record Tried(String stage, Optional<Reply> reply, String reason) {
    }

    /** Begins the mark of what would have been refused. */
    static final String MARK = "would-refuse:";

    /** The stages that can be tried, by their names in traces. */
    static final Set<String> STAGES = Set.of(PortAccess.TABLE, "ConnectionThrottle", "Greylist", "DnsListsAsked", "OwnSender", "SourceSolicitation", FromAccess.TABLE, "OwnDomainLogin", "SenderDomainExists",
            "DnsListsAtMail", "SpfAtMail", "RecipientDomains", "SenderRecipientLimit", RecipientAccess.ORIG_SEND_ACCESS.name(), RecipientAccess.ORIG_MAIL_ACCESS.name(),
            RecipientAccess.SEND_ACCESS.name(), RecipientAccess.MAIL_ACCESS.name(), "SpfAtRcpt", "DnsListsAnswered", "MailboxRoom", "NextHopVerification", "LineLength", "SolicitationField", "PartialMessage", "OwnAuthor", "ContentScan");

    /**
     * Checks what a channel tries. That an engine is there is checked where the engines' rows are: those without an address are not among a policy's scanners.
     *
     * @throws IllegalArgumentException where it cannot be tried
     */
    static void check(Channel channel, NamePolicy names, ThrottlePolicy throttles) {
        Set<String> wrong = new TreeSet<>(channel.keywords().service().trial().logOnly());
        wrong.removeAll(STAGES);
        wrong.removeIf(TriedRow::isNamed);
        wrong.remove(TrialKeywords.ALL);
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("channel " + channel.name() + ": logonly names " + String.join(", ", wrong) + ", which is always enforced or is no check; these can be tried: "
                    + String.join(" ", new TreeSet<>(STAGES)) + ", and dns_list:NAME, scanner:NAME, throttle_table:NAME");
        }
        TriedRow.DNS_LIST.check(channel, names.lists(channel.keywords().service().names().dnsLists()).stream().filter(list -> !list.allows()).map(DnsList::name).collect(Collectors.toSet()),
                "which is no list of its dnslists that objects to anybody");
        TriedRow.THROTTLE_TABLE.check(channel, throttles.objecting(channel), "which is no table its keywords name, and counts no recipients; what a mapping table asks is tried with that table");
    }

    /** Tells of what rows that are only tried would have done; from here on the facts are silent about it. */
    Outcome tellingOfRows(Outcome outcome) {
        SessionFacts facts = switch (outcome) {
            case Outcome.Passed passed -> passed.facts();
            case Outcome.Stopped stopped -> stopped.facts();
        };
        List<Tried> rows = facts.get(GateFacts.TRIED).orElse(List.of());
        if (rows.isEmpty()) {
            return outcome;
        }
        rows.forEach(told);
        SessionFacts silent = facts.with(GateFacts.TRIED, List.of());
        return switch (outcome) {
            case Outcome.Passed passed -> new Outcome.Passed(silent);
            case Outcome.Stopped stopped -> new Outcome.Stopped(stopped.stage(), stopped.reply(), stopped.reason(), stopped.hangUp(), silent);
        };
    }

    @Override
    public boolean covers(Stage<?> stage, SessionFacts known) {
        Set<String> names = known.require(GateFacts.SOURCE_CHANNEL).keywords().service().trial().logOnly();
        return !names.isEmpty() && (names.contains(stage.name()) || names.contains(TrialKeywords.ALL) && STAGES.contains(stage.name()));
    }

    @Override
    public SessionFacts letThrough(Outcome.Stopped refusal) {
        told.accept(new Tried(refusal.stage(), Optional.of(refusal.reply()), refusal.reason()));
        return Marks.added(refusal.facts(), List.of(MARK + refusal.stage()));
    }

    /** A stage may refuse or hold some of a transaction's recipients and copies, and a table may want more than that; all goes on as it was before it. */
    @Override
    public SessionFacts passed(Stage<?> stage, SessionFacts before, SessionFacts after) {
        return recipientsAsBefore(stage.name(), before, wishesAsBefore(stage.name(), before, after));
    }

    /** What a table wants besides yes and no: nothing is thrown away, held, delayed, limited or written by a table that is only tried. */
    private SessionFacts wishesAsBefore(String table, SessionFacts before, SessionFacts after) {
        TableWishes former = TableWishes.of(before);
        if (TableWishes.of(after).equals(former)) {
            return after;
        }
        told.accept(new Tried(table, Optional.empty(), "what the table wants besides is not done: " + TableWishes.of(after)));
        return Marks.added(after.with(GateFacts.TABLE_WISHES, former), List.of(MARK + table));
    }

    private SessionFacts recipientsAsBefore(String name, SessionFacts before, SessionFacts after) {
        List<AcceptedRecipient> recipients = after.get(GateFacts.RECIPIENTS).orElse(List.of());
        if (recipients.stream().allMatch(recipient -> against(recipient, name).isEmpty())) {
            return after;
        }
        List<AcceptedRecipient> former = before.require(GateFacts.RECIPIENTS);
        List<AcceptedRecipient> free = new ArrayList<>();
        for (int i = 0; i < recipients.size(); i++) {
            List<Tried> against = against(recipients.get(i), name);
            against.forEach(told);
            free.add(against.isEmpty() ? recipients.get(i) : former.get(i));
        }
        return Marks.added(after.with(GateFacts.RECIPIENTS, free), List.of(MARK + name));
    }

    private static List<Tried> against(AcceptedRecipient recipient, String stage) {
        Stream<Tried> refused = recipient.refusal().filter(refusal -> refusal.by().equals(stage)).stream()
                .map(refusal -> new Tried(stage, Optional.of(refusal.reply()), recipient.presented().address() + ": " + refusal.reason()));
        Stream<Tried> held = recipient.copies().stream().flatMap(copy -> copy.held().filter(hold -> hold.by().equals(stage)).stream()
                .map(hold -> new Tried(stage, Optional.empty(), copy.address() + " would be held: " + hold.why())));
        return Stream.concat(refused, held).toList();
    }
}

package org.gatepost.gate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.gatepost.directory.Sender;
import org.gatepost.directory.Treatment;
import org.gatepost.gate.AcceptedRecipient.Copy;
import org.gatepost.mail.ChannelName;
import org.gatepost.scan.ScanQuestion.Addressee;
import org.gatepost.scan.ScanRound;
import org.gatepost.scan.ScanRule;
import org.gatepost.scan.ScannerPolicy;
import org.gatepost.smtp.protocol.Mailbox;

/**
 * Which engine is asked about which copies of a message: by its source channel, by each copy's destination channel, by the values of sender, domain and user in
 * the directory (decision 0047). Copies with the same values share one question; nothing is asked about who is refused already.
 */
final class ScanPlan {

    /** Questions to one engine about one message; values beyond share the last one. */
    static final int QUESTIONS_MAX = 8;
    /** An opt-out of every engine. */
    private static final String EVERY = "*";

    private final ScriptPolicy rules;
    private final ChannelName source;
    private final List<String> sourceOptIns;

    private ScanPlan(ScriptPolicy rules, ChannelName source, Sender sender) {
        this.rules = rules;
        this.source = source;
        this.sourceOptIns = sender.sourceOptIns();
    }

    /** Who is asked; nobody where nobody is concerned. */
    static List<ScanRound.Asked> of(PolicySnapshot policy, ChannelName source, Sender sender, List<AcceptedRecipient> recipients) {
        if (policy.scanners().isEmpty() || policy.scripts().rules().isEmpty() && !ScanRound.concerns(policy.scanners(), source)) {
            return List.of();
        }
        ScanPlan plan = new ScanPlan(policy.scripts(), source, sender);
        List<ScanRound.Asked> asked = new ArrayList<>();
        policy.scanners().forEach(engine -> asked.addAll(plan.questions(engine, recipients)));
        return asked;
    }

    private List<ScanRound.Asked> questions(ScannerPolicy engine, List<AcceptedRecipient> recipients) {
        ScanRule rule = rules.rule(engine.name());
        boolean always = engine.sourceChannels().contains(source);
        boolean bySender = rule.isChosenBy(sourceOptIns);
        if (!always && !bySender && rule.destinationChannels().isEmpty() && !rule.goesByValues()) {
            return List.of();
        }
        Map<List<String>, List<Addressee>> groups = new LinkedHashMap<>();
        Set<Mailbox> seen = new HashSet<>();
        for (AcceptedRecipient recipient : recipients) {
            if (recipient.refusal().isEmpty()) {
                for (Copy copy : recipient.copies()) {
                    boolean byChannel = always || rule.destinationChannels().contains(copy.route().channel());
                    if (seen.add(copy.address()) && isAsked(rule, copy, byChannel || bySender)) {
                        List<String> values = values(rule, copy, byChannel);
                        group(groups, rule.goesByValues() ? values : List.of()).add(new Addressee(copy.address(), values));
                    }
                }
            }
        }
        return groups.values().stream().map(addressees -> new ScanRound.Asked(engine, addressees)).toList();
    }

    private static List<Addressee> group(Map<List<String>, List<Addressee>> groups, List<String> values) {
        List<Addressee> last = List.of();
        if (groups.size() >= QUESTIONS_MAX && !groups.containsKey(values)) {
            for (List<Addressee> group : groups.values()) {
                last = group;
            }
            return last;
        }
        return groups.computeIfAbsent(values, each -> new ArrayList<>());
    }

    /** The user's own word counts before the domain's, and a no of one entry before its yes. */
    private static boolean isAsked(ScanRule rule, Copy copy, boolean otherwise) {
        if (copy.mailbox().isEmpty()) {
            return otherwise;
        }
        Treatment user = copy.mailbox().get().user().treatment();
        Treatment domain = copy.mailbox().get().domain().treatment();
        if (isOut(rule, user)) {
            return false;
        }
        if (rule.isChosenBy(user.scannerOptIns())) {
            return true;
        }
        return !isOut(rule, domain) && (otherwise || rule.isChosenBy(domain.scannerOptIns()));
    }

    private static boolean isOut(ScanRule rule, Treatment treatment) {
        for (String out : treatment.scannerOptOuts()) {
            if (out.equals(EVERY) || out.equalsIgnoreCase(rule.engine())) {
                return true;
            }
        }
        return false;
    }

    /** All of them together: the channel's, the sender's, the domain's, the user's. */
    private List<String> values(ScanRule rule, Copy copy, boolean byChannel) {
        List<String> domain = copy.mailbox().map(box -> box.domain().treatment().scannerOptIns()).orElse(List.of());
        List<String> user = copy.mailbox().map(box -> box.user().treatment().scannerOptIns()).orElse(List.of());
        List<String> channel = byChannel ? rule.channelOptIns() : List.of();
        if (domain.isEmpty() && user.isEmpty() && channel.isEmpty() && sourceOptIns.isEmpty()) {
            return List.of();
        }
        Set<String> all = new LinkedHashSet<>(channel);
        all.addAll(rule.counted(sourceOptIns));
        all.addAll(rule.counted(domain));
        all.addAll(rule.counted(user));
        return List.copyOf(all);
    }
}

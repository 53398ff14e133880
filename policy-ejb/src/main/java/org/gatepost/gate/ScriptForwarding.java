package org.gatepost.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.gatepost.directory.Delivery;
import org.gatepost.directory.RecipientDecision;
import org.gatepost.directory.RecipientLookup;
import org.gatepost.directory.Submitter;
import org.gatepost.sieve.message.MailAddress;
import org.gatepost.sieve.message.MailAddresses;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.stage.Match;

/** Which copies an address leads to that a script names: by the same directory and channels as any recipient. Safe for use by many threads. */
final class ScriptForwarding {

    private final RecipientLookup lookup;
    private final AddressRewriter rewriter;

    ScriptForwarding(RecipientLookup lookup, AddressRewriter rewriter) {
        this.rewriter = rewriter;
        this.lookup = lookup;
    }

    /** The address of an envelope that a script's text is; empty where SMTP cannot carry it. */
    static Optional<Mailbox> mailbox(String text) {
        return MailAddresses.single(text).or(() -> MailAddresses.path(text)).filter(ScriptForwarding::isSound).map(address -> new Mailbox(address.localPart(), address.domain()));
    }

    private static boolean isSound(MailAddress address) {
        return !address.localPart().isEmpty() && address.localPart().length() <= Mailbox.LOCAL_PART_OCTETS_MAX && address.localPart().chars().allMatch(c -> c >= ' ' && c != 127)
                && address.domain().length() <= Mailbox.DOMAIN_OCTETS_MAX && address.domain().matches("[A-Za-z0-9\\u0080-\\uffff.:\\[\\]-]+");
    }

    /**
     * Where an address leads.
     *
     * @param skipped members and forwardings that get no copy, each with its reason; for the trace
     */
    record Onward(List<AcceptedRecipient.Copy> copies, List<String> skipped) {
    }

    /**
     * Copies for it; {@link Match.Conflicting} where it takes no mail now for a reason of its own, {@link Match.Unavailable} only where nobody can say.
     *
     * @param octets of the message; an address that takes none so large is {@link Match.NotFound}, like one that does not exist
     * @param rule who says so where a copy is held
     */
    Match<Onward> copies(Mailbox address, ReversePath sender, long octets, PolicySnapshot policy, String rule) {
        DestinationRouting routing = new DestinationRouting(policy);
        List<AcceptedRecipient.Copy> all;
        List<String> skipped = new ArrayList<>();
        // Sizes are looked at below, copy by copy: a group leaves out whom a declared size is too large for.
        switch (lookup.decide(new ForwardPath(address), Submitter.stranger(sender), OptionalLong.empty())) {
            // A script knows no group's password, and nobody's mail gets round one by it.
            case RecipientDecision.Accept accept when !accept.approvals().isEmpty() -> {
                return new Match.NotFound<>();
            }
            case RecipientDecision.Accept accept -> {
                skipped.addAll(accept.skipped());
                all = accept.deliveries().stream().map(delivery -> routing.copyOf(delivery, accept.octetsMax(), rule)).toList();
            }
            case RecipientDecision.NotLocal(Mailbox remote) ->
                all = List.of(routing.copyOf(new Delivery(remote, false, Optional.empty(), OptionalLong.empty()), OptionalLong.empty(), rule));
            case RecipientDecision.Refuse refuse when refuse.reply().equals(Replies.DIRECTORY_UNAVAILABLE) -> {
                return new Match.Unavailable<>(refuse.reason());
            }
            // A mailbox that is full, or one with two entries, may be so for days: that is no reason to put off the message's other recipients.
            case RecipientDecision.Refuse refuse when refuse.reply().isTransient() -> {
                return new Match.Conflicting<>(refuse.reason());
            }
            case RecipientDecision.Refuse refuse -> {
                return new Match.NotFound<>();
            }
        }
        return rewriter.onward(all, policy, Optional.empty()).then(onward -> {
            // Some that do not fit are kept back, so that somebody sees them; where none does there is nothing to send on.
            return onward.stream().allMatch(copy -> copy.isTooLarge(octets)) ? new Match.NotFound<>() : new Match.Found<>(new Onward(onward.stream()
                    .map(copy -> copy.isTooLarge(octets) && copy.held().isEmpty() ? copy.heldBy(new AcceptedRecipient.Hold(rule, octets + " octets are too many for it")) : copy).toList(), skipped));
        });
    }
}

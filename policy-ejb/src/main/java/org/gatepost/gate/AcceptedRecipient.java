package org.gatepost.gate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.gatepost.directory.Approval;
import org.gatepost.directory.ListChanges;
import org.gatepost.directory.LocalMailbox;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.NoSolicit;
import org.gatepost.mail.Quarantine;
import org.gatepost.mail.SizeLimit;
import org.gatepost.queue.Route;
import org.gatepost.scan.Awaited;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.ReversePath;

/**
 * A recipient that was answered 250, and the copies that follow from it: one for a mailbox, several for a forward or a group.
 *
 * @param copies at least one, until scripts throw away all of them
 * @param skipped members and forwardings that get no copy, each with its reason; for the trace
 * @param noSolicit solicitations it does not want, by recipient, domain or destination channel
 * @param approvals what the message itself must show for the groups it goes through
 * @param refusal what a stage of the message said against this recipient alone; the first that did
 */
public record AcceptedRecipient(ForwardPath presented, RcptParameters parameters, List<Copy> copies, List<String> skipped, NoSolicit noSolicit,
        List<Approval> approvals, Optional<Refusal> refusal) {

    /** One for whom the message need show nothing. */
    public AcceptedRecipient(ForwardPath presented, RcptParameters parameters, List<Copy> copies, List<String> skipped, NoSolicit noSolicit,
            Optional<Refusal> refusal) {
        this(presented, parameters, copies, skipped, noSolicit, List.of(), refusal);
    }

    /**
     * One copy of the message.
     *
     * @param octetsMax greatest message it may be, by the limits of recipient, group, domain and channel
     * @param held why it is kept back, where it is
     * @param errorsTo the owner of the mailing list that sends it on, where one does
     * @param mailbox whose mailbox it goes to, where it is one of ours
     * @param alteration what groups, engines and scripts made of it
     * @param changes what groups on its way change in it
     */
    public record Copy(Mailbox address, Route route, OptionalLong octetsMax, Optional<Hold> held, Optional<Mailbox> errorsTo, Optional<LocalMailbox> mailbox,
            Alteration alteration, ListChanges changes) {

        /** A copy that no group changes. */
        public Copy(Mailbox address, Route route, OptionalLong octetsMax, Optional<Hold> held, Optional<Mailbox> errorsTo, Optional<LocalMailbox> mailbox, Alteration alteration) {
            this(address, route, octetsMax, held, errorsTo, mailbox, alteration, ListChanges.NONE);
        }

        /** A copy as it came, of which nothing more is known. */
        public Copy(Mailbox address, Route route, OptionalLong octetsMax, Optional<Hold> held, Optional<Mailbox> errorsTo) {
            this(address, route, octetsMax, held, errorsTo, Optional.empty(), Alteration.NONE);
        }

        /** True where a message of that many octets is over the limit. */
        boolean isTooLarge(long octets) {
            return SizeLimit.isExceeded(octetsMax, octets);
        }

        /** Whether it is kept back because of what it is. */
        boolean isQuarantined() {
            return held.filter(hold -> Quarantine.holds(hold.by())).isPresent();
        }

        Copy heldBy(Hold hold) {
            return new Copy(address, route, octetsMax, Optional.of(hold), errorsTo, mailbox, alteration, changes);
        }

        /** Held by that rule too: what waits for engines goes on waiting, and is held by the rule when they have answered. */
        Copy alsoHeldBy(Hold hold) {
            return held.filter(now -> now.by().equals(Awaited.RULE)).map(now -> heldBy(new Hold(Awaited.RULE, Awaited.behind(now.why(), hold.by(), hold.why()))))
                    .orElseGet(() -> held.isPresent() ? this : heldBy(hold));
        }

        /** Held by that rule, whatever held it before; one that waits for engines waits first, since they may find worse. */
        Copy heldInsteadBy(Hold hold) {
            return heldBy(held.filter(now -> now.by().equals(Awaited.RULE)).map(now -> new Hold(Awaited.RULE, Awaited.behind(Awaited.alone(now.why()), hold.by(), hold.why()))).orElse(hold));
        }

        /** Held as the copy is that it goes with, and by what holds it itself where one of the two waits for engines. */
        Copy heldLike(Copy other) {
            if (other.held.isEmpty()) {
                return this;
            }
            Hold theirs = other.held.get();
            if (held.filter(own -> own.by().equals(Awaited.RULE)).isPresent()) {
                return alsoHeldBy(theirs);
            }
            return held.map(own -> heldBy(theirs).alsoHeldBy(own)).orElseGet(() -> heldBy(theirs));
        }

        Copy altered(Alteration by) {
            return new Copy(address, route, octetsMax, held, errorsTo, mailbox, by, changes);
        }
    }

    /**
     * In what a copy differs from the message.
     *
     * @param edits of its header, besides those of all copies
     * @param reversePath its own; the null one where nobody is to hear of it
     * @param folder of its mailbox; empty: the inbox
     * @param wishes what its envelope says instead of the message's
     */
    public record Alteration(HeaderEdits edits, Optional<ReversePath> reversePath, String folder, RedirectWishes wishes) {

        /** As the message is. */
        public static final Alteration NONE = new Alteration(HeaderEdits.NONE, Optional.empty(), "", RedirectWishes.NONE);

        /** The same with these edits as well, which count where they do not meet those there are. */
        Alteration and(HeaderEdits more) {
            return new Alteration(edits.and(more), reversePath, folder, wishes);
        }

        /** The same with that sender. */
        Alteration sentBy(ReversePath sender) {
            return new Alteration(edits, Optional.of(sender), folder, wishes);
        }
    }

    /**
     * Why a recipient is not to get a message others may get.
     *
     * @param by the stage that says so
     * @param reason for the trace
     */
    public record Refusal(String by, Reply reply, String reason) {
        public Refusal {
            if (reply.isPositive()) {
                throw new IllegalArgumentException("a refusal is 4xx or 5xx, not " + reply);
            }
        }
    }

    /** Why a copy is kept back: the stage that says so, and in a sentence. */
    public record Hold(String by, String why) {
    }

    public AcceptedRecipient {
        copies = List.copyOf(copies);
        skipped = List.copyOf(skipped);
        approvals = List.copyOf(approvals);
    }

    AcceptedRecipient with(List<Copy> others) {
        return new AcceptedRecipient(presented, parameters, others, skipped, noSolicit, approvals, refusal);
    }

    /** Whether all it leads to is copies that mailing lists send on: it was delivered to its list. */
    boolean isListed() {
        return !copies.isEmpty() && copies.stream().allMatch(copy -> copy.errorsTo().isPresent());
    }

    /** Whether it leads to several addresses, not all by mailing lists: an alias with many recipients. */
    boolean isExpanded() {
        return copies.size() > 1 && !isListed() && copies.stream().filter(copy -> copy.alteration().reversePath().isEmpty())
                .map(copy -> copy.mailbox().map(box -> box.user().mail()).orElse(copy.address())).distinct().count() > 1;
    }

    /** What was refused for good is refused for now. */
    AcceptedRecipient softened() {
        return new AcceptedRecipient(presented, parameters, copies, skipped, noSolicit, approvals,
                refusal.map(said -> new Refusal(said.by(), said.reply().softened(), said.reason())));
    }

    /** Refused by that stage, unless another was first. */
    AcceptedRecipient refusedBy(Refusal by) {
        return refusal.isPresent() ? this : new AcceptedRecipient(presented, parameters, copies, skipped, noSolicit, approvals, Optional.of(by));
    }
}

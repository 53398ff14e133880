package org.gatepost.directory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import org.gatepost.mail.NoSolicit;
import org.gatepost.mail.SizeLimit;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.stage.Match;

/**
 * Follows one recipient's groups and forwardings to the copies they lead to. Used for one recipient and then thrown away.
 *
 * <p>Every member is judged by its own status and limit: one that is refused for good is left out and named, so that a list does not fail for one member.
 * A user who is refused for now gets a copy that waits until the account takes it; a group that is, whose rules need to know who sends, is held. An entry met twice is followed once, so loops end.
 */
final class GroupExpansion {

    /** How many groups and forwardings may lie behind one another. */
    static final int DEPTH_MAX = 10;
    /** How many addresses are looked up for one recipient. */
    static final int ADDRESSES_MAX = 1000;

    private final Directory directory;
    private final String hostname;
    private final Submitter submitter;
    private final OptionalLong declaredOctets;
    private final Set<String> followed = new HashSet<>();
    private final Map<String, Delivery> deliveries = new LinkedHashMap<>();
    private final List<String> skipped = new ArrayList<>();
    private final List<Approval> approvals = new ArrayList<>();
    private Optional<Reply> firstRefusal = Optional.empty();
    private int asked;

    /** What a copy has gathered on its way here: why it is held, the least limit it passed, the owner of the last list, what lists change in it, and how many groups and forwardings. */
    private record Way(Optional<String> held, OptionalLong octetsMax, Optional<Mailbox> errorsTo, ListChanges changes, int depth) {
        Way further() {
            return new Way(held, octetsMax, errorsTo, changes, depth + 1);
        }

        /** By a list, whose owner hears of problems from there on (RFC 5321 section 3.9.2). */
        Way by(MailGroup group) {
            return new Way(held, octetsMax, group.errorsTo().or(() -> errorsTo), changes.and(group.changes()), depth + 1);
        }
    }

    /** The whole recipient is refused: a look-up failed, or a limit was reached. */
    private static final class Abandoned extends RuntimeException {
        private final transient RecipientDecision.Refuse refusal;

        Abandoned(Reply reply, String reason) {
            super(reason, null, false, false);
            this.refusal = new RecipientDecision.Refuse(reply, reason);
        }
    }

    /** @param hostname ours */
    GroupExpansion(Directory directory, String hostname, Submitter submitter, OptionalLong declaredOctets) {
        this.directory = directory;
        this.hostname = hostname;
        this.submitter = submitter;
        this.declaredOctets = declaredOctets;
    }

    /** The copies {@code account} of {@code domain} leads to, which was found as {@code presented} and may receive. */
    RecipientDecision expand(MailDomain domain, MailAccount account, Mailbox presented, Optional<String> held, OptionalLong octetsMax) {
        try {
            followed.add(key(account));
            Optional<Reply> refusal = follow(domain, account, presented, new Way(held, OptionalLong.empty(), Optional.empty(), ListChanges.NONE, 0));
            if (refusal.isPresent()) {
                return new RecipientDecision.Refuse(refusal.get(), String.join("; ", skipped));
            }
        } catch (Abandoned e) {
            return e.refusal;
        }
        if (deliveries.isEmpty()) {
            return new RecipientDecision.Refuse(firstRefusal.orElse(Replies.NO_MEMBERS),
                    skipped.isEmpty() ? account.dn() + " has no members" : String.join("; ", skipped));
        }
        return new RecipientDecision.Accept(List.copyOf(deliveries.values()), octetsMax, skipped, NoSolicit.NONE, approvals);
    }

    private Optional<Reply> follow(MailDomain domain, MailAccount account, Mailbox presented, Way way) {
        return switch (account) {
            case MailUser user -> {
                followUser(domain, user, presented, way);
                yield Optional.empty();
            }
            case MailGroup group -> followGroup(group, way);
        };
    }

    private void followUser(MailDomain domain, MailUser user, Mailbox presented, Way reached) {
        Way way = new Way(reached.held().or(user::held), reached.octetsMax(), reached.errorsTo(), reached.changes(), reached.depth());
        if (user.keepsMailbox()) {
            add(new Delivery(withDetail(user.mail(), presented), true, way.held(), way.errorsTo(), false, Optional.of(new LocalMailbox(user, domain)),
                    way.octetsMax()), way);
        }
        for (Mailbox address : user.forwardsTo()) {
            visit(address, way.further());
        }
    }

    private Optional<Reply> followGroup(MailGroup group, Way way) {
        Set<Mailbox> names = group.rules().namesSenders() ? senderAddresses() : Set.of();
        return switch (GroupSubmission.judge(group, submitter.identity().isPresent(), submitter.address(), names)) {
            case GroupSubmission.Verdict.Refused(Reply reply, String reason) -> {
                skipped.add(group.mail() + ": " + reason);
                yield Optional.of(reply);
            }
            case GroupSubmission.Verdict.ToModerators(List<Mailbox> moderators) -> {
                moderators.forEach(moderator -> visit(moderator, way.further()));
                yield Optional.empty();
            }
            case GroupSubmission.Verdict.WithPassword(Approval approval) -> {
                approvals.add(approval);
                yield toMembers(group, way);
            }
            case GroupSubmission.Verdict.ToMembers() -> toMembers(group, way);
        };
    }

    private Optional<Reply> toMembers(MailGroup group, Way way) {
        Way sentOn = way.by(group);
        if (!way.changes().texts().haveRoomFor(group.changes().texts())) {
            skipped.add("texts of " + group.mail() + ": more than " + ListTexts.OCTETS_MAX + " octets with those of the groups before it");
        }
        group.members().forEach(member -> visit(member, sentOn));
        return Optional.empty();
    }

    private void visit(Mailbox address, Way way) {
        if (way.depth() > DEPTH_MAX) {
            throw new Abandoned(Replies.DIRECTORY_CONFLICT, address + " lies behind more than " + DEPTH_MAX + " groups and forwardings");
        }
        if (++asked > ADDRESSES_MAX) {
            throw new Abandoned(Replies.DIRECTORY_CONFLICT, "more than " + ADDRESSES_MAX + " addresses behind one recipient");
        }
        Optional<MailDomain> domain = ask(directory.domain(address.domain()));
        if (domain.isEmpty()) {
            add(new Delivery(address, false, way.held(), way.errorsTo(), false, Optional.empty(), way.octetsMax()), way);
            return;
        }
        Optional<String> elsewhere = domain.get().routing().hostBesides(hostname);
        if (elsewhere.isPresent()) {
            addElsewhere(domain.get(), address, elsewhere.get(), way);
            return;
        }
        Optional<MailAccount> account = ask(directory.account(domain.get(), address));
        if (account.isEmpty()) {
            visitUnknown(domain.get(), address, way);
        } else if (followed.add(key(account.get()))) {
            visitFound(domain.get(), account.get(), address, way);
        }
    }

    private void visitUnknown(MailDomain domain, Mailbox address, Way way) {
        if (domain.catchAll().isPresent()) {
            visit(domain.catchAll().get(), way.further());
        } else if (domain.routing().smartHost().isPresent()) {
            addElsewhere(domain, address, domain.routing().smartHost().get(), way);
        } else {
            skip(address, Replies.NO_SUCH_USER, "unknown");
        }
    }

    private void addElsewhere(MailDomain domain, Mailbox address, String host, Way way) {
        switch (StatusEffect.of(domain.status())) {
            case StatusEffect.Takes(Optional<String> own) -> add(new Delivery(address, false, way.held().or(() -> own), way.errorsTo(), false, Optional.empty(), Optional.of(host),
                    SizeLimit.least(way.octetsMax(), domain.messageOctetsMax())), way);
            case StatusEffect.Refuses(Reply reply) -> skip(address, reply, domain.name() + " is " + domain.status().name().toLowerCase(Locale.ROOT));
        }
    }

    private void visitFound(MailDomain domain, MailAccount account, Mailbox address, Way way) {
        OptionalLong octetsMax = SizeLimit.least(way.octetsMax(), SizeLimit.least(domain.messageOctetsMax(), account.messageOctetsMax()));
        if (SizeLimit.isExceeded(octetsMax, declaredOctets)) {
            skip(address, Replies.TOO_LARGE_FOR_RECIPIENT, "message exceeds its limit " + octetsMax.getAsLong());
            return;
        }
        AccountStatus status = domain.status().orElse(account.status());
        switch (StatusEffect.of(status)) {
            case StatusEffect.Takes(Optional<String> own) -> follow(domain, account, address, new Way(way.held().or(() -> own), octetsMax, way.errorsTo(), way.changes(), way.depth()))
                    .ifPresent(reply -> firstRefusal = firstRefusal.or(() -> Optional.of(reply)));
            case StatusEffect.Refuses(Reply reply) when reply.isTransient() ->
                add(later(domain, account, status, way, octetsMax), way);
            case StatusEffect.Refuses(Reply reply) -> skip(address, reply, status.name().toLowerCase(Locale.ROOT));
        }
    }

    private static Delivery later(MailDomain domain, MailAccount account, AccountStatus status, Way way, OptionalLong octetsMax) {
        return switch (account) {
            case MailUser user -> new Delivery(user.mail(), true, way.held(), way.errorsTo(), true, Optional.of(new LocalMailbox(user, domain)), octetsMax);
            case MailGroup group -> new Delivery(group.mail(), true, Optional.of("member is " + status.name().toLowerCase(Locale.ROOT)), way.errorsTo(), false, Optional.empty(),
                    octetsMax);
        };
    }

    /** The sender's address as given and, for one of ours, all others: bob may post as robert, and may not where robert may not. */
    private Set<Mailbox> senderAddresses() {
        Set<Mailbox> names = new HashSet<>();
        submitter.address().ifPresent(address -> {
            names.add(address);
            ask(directory.domain(address.domain())).flatMap(domain -> ask(directory.account(domain, address))).ifPresent(account -> {
                names.add(account.mail());
                names.addAll(account.alternates());
            });
        });
        return names;
    }

    private static <T> Optional<T> ask(Match<T> match) {
        return switch (match) {
            case Match.Found<T>(T value) -> Optional.of(value);
            case Match.NotFound<T>() -> Optional.empty();
            case Match.Unavailable<T>(String why) -> throw new Abandoned(Replies.DIRECTORY_UNAVAILABLE, why);
            case Match.Conflicting<T>(String why) -> throw new Abandoned(Replies.DIRECTORY_CONFLICT, why);
        };
    }

    private void add(Delivery delivery, Way way) {
        deliveries.putIfAbsent(delivery.address().address().toLowerCase(Locale.ROOT), delivery.with(way.changes()));
    }

    private void skip(Mailbox address, Reply reply, String why) {
        skipped.add(address + ": " + why);
        firstRefusal = firstRefusal.or(() -> Optional.of(reply));
    }

    private static String key(MailAccount account) {
        return account.dn().toLowerCase(Locale.ROOT);
    }

    /** {@code alice+x} was asked for and alice found: the copy keeps the detail, which is the mailbox's own affair (RFC 5233). */
    private static Mailbox withDetail(Mailbox primary, Mailbox presented) {
        String detail = presented.localPart().substring(presented.user().length());
        boolean fits = primary.localPart().length() + detail.length() <= Mailbox.LOCAL_PART_OCTETS_MAX;
        return detail.isEmpty() || !fits || primary.localPart().endsWith(detail) ? primary : new Mailbox(primary.localPart() + detail, primary.domain());
    }
}

package org.gatepost.directory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.Match;

/** What a directory says of an address and what follows for a recipient, in words for people and programs: members by name, in order, of texts, numbers, lists and members again. */
public final class DirectoryAnswer {

    private DirectoryAnswer() {
    }

    /**
     * Asks the directory; takes as long as that may.
     *
     * @param submitter who writes, for the rules of groups
     * @param size that is declared
     */
    public static Map<String, Object> of(Directory directory, Mailbox asked, Submitter submitter, OptionalLong size) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("address", asked.address());
        Match<MailDomain> domain = directory.domain(asked.domain());
        members.put("domain", told(domain, DirectoryAnswer::told));
        if (domain instanceof Match.Found<MailDomain>(MailDomain local)) {
            members.put("account", told(directory.account(local, asked), DirectoryAnswer::told));
        }
        decide(members, new RecipientLookup(directory, asked.domain()).decide(new ForwardPath(asked), submitter, size));
        return members;
    }

    /** Whether an answer is that mail for the address is taken. */
    public static boolean isAccepted(Map<String, Object> answer) {
        return "accepted".equals(answer.get("result"));
    }

    private static <T> Object told(Match<T> match, Function<T, Map<String, Object>> found) {
        return switch (match) {
            case Match.Found<T>(T value) -> found.apply(value);
            case Match.NotFound<T>() -> Map.of("found", false);
            case Match.Unavailable<T>(String why) -> Map.of("unavailable", why);
            case Match.Conflicting<T>(String why) -> Map.of("conflict", why);
        };
    }

    private static Map<String, Object> told(MailDomain domain) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("found", true);
        members.put("name", domain.name());
        members.put("base", domain.baseDn());
        members.put("status", word(domain.status()));
        domain.catchAll().ifPresent(catchAll -> members.put("catchAll", catchAll.address()));
        put(members, "octetsMax", domain.messageOctetsMax());
        treatment(members, domain.treatment());
        return members;
    }

    private static Map<String, Object> told(MailAccount account) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("found", true);
        members.put("kind", account instanceof MailGroup ? "group" : "user");
        members.put("dn", account.dn());
        members.put("mail", account.mail().address());
        members.put("status", word(account.status()));
        put(members, "octetsMax", account.messageOctetsMax());
        switch (account) {
            case MailUser user -> {
                members.put("mailbox", user.keepsMailbox());
                members.put("forwardsTo", texts(user.forwardsTo()));
                members.put("autoreply", user.autoreply().isPresent());
                user.held().ifPresent(why -> members.put("held", why));
            }
            case MailGroup group -> {
                members.put("members", texts(group.members()));
                group.errorsTo().ifPresent(owner -> members.put("errorsTo", owner.address()));
                members.put("moderators", texts(group.rules().moderators()));
                members.put("authenticationRequired", group.rules().authenticationRequired());
            }
        }
        treatment(members, account.treatment());
        return members;
    }

    private static void treatment(Map<String, Object> members, Treatment treatment) {
        if (treatment.equals(Treatment.NONE)) {
            return;
        }
        members.put("optIns", treatment.scannerOptIns());
        members.put("scripts", treatment.scripts().size());
        SendingLimits sending = treatment.sending();
        put(members, "recipientLimit", sending.recipients());
        put(members, "recipientCutoff", sending.recipientCutoff());
        put(members, "sendsOctetsMax", sending.messageOctets());
    }

    private static void decide(Map<String, Object> members, RecipientDecision decision) {
        switch (decision) {
            case RecipientDecision.Accept accept -> {
                members.put("result", "accepted");
                put(members, "octetsMax", accept.octetsMax());
                members.put("deliveries", accept.deliveries().stream().map(DirectoryAnswer::told).toList());
                members.put("skipped", accept.skipped());
                members.put("passwordsOf", accept.approvals().stream().map(approval -> approval.group().address()).toList());
            }
            case RecipientDecision.Refuse refuse -> {
                members.put("result", refuse.reply().isTransient() ? "deferred" : "refused");
                members.put("reply", refuse.reply().toString());
                members.put("reason", refuse.reason());
            }
            case RecipientDecision.NotLocal notLocal -> members.put("result", "not local");
        }
    }

    private static Map<String, Object> told(Delivery delivery) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("address", delivery.address().address());
        members.put("local", delivery.local());
        delivery.held().ifPresent(why -> members.put("held", why));
        delivery.errorsTo().ifPresent(owner -> members.put("errorsTo", owner.address()));
        put(members, "octetsMax", delivery.octetsMax());
        return members;
    }

    private static void put(Map<String, Object> members, String name, OptionalLong value) {
        value.ifPresent(number -> members.put(name, number));
    }

    private static List<String> texts(List<Mailbox> addresses) {
        return addresses.stream().map(Mailbox::address).toList();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}

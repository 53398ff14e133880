package org.gatepost.directory;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.gatepost.mail.Glob;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;

/**
 * Whether somebody may send to a group. The order is that of the Sun schema: authentication, allowed domains, disallowed domains, allowed
 * broadcasters, disallowed broadcasters, the password, and last the moderators, to whom others' mail goes instead. A sender who is an allowed broadcaster
 * passes the domain rules over.
 *
 * <p>A rule that allows and is not met ends it; where one suffices ({@link GroupRules#oneSuffices}) it is only remembered, and counts for nothing once another is met.
 */
final class GroupSubmission {

    /** What the rules say. */
    sealed interface Verdict {
        /** It goes to the members. */
        record ToMembers() implements Verdict {
        }

        /** It goes to the members, if the message has the password. */
        record WithPassword(Approval approval) implements Verdict {
        }

        /** It goes to the moderators instead. */
        record ToModerators(List<Mailbox> moderators) implements Verdict {
        }

        record Refused(Reply reply, String reason) implements Verdict {
        }
    }

    private final MailGroup group;
    private final GroupRules rules;
    private final Set<Mailbox> alsoKnownAs;
    private Optional<String> pending = Optional.empty();
    private boolean allowed;

    private GroupSubmission(MailGroup group, Set<Mailbox> alsoKnownAs) {
        this.group = group;
        this.rules = group.rules();
        this.alsoKnownAs = alsoKnownAs;
    }

    /**
     * @param authenticated whether the sender's address is that of an authenticated user
     * @param sender the address the rules look at; empty for the null reverse-path
     * @param alsoKnownAs the sender's other addresses, and that one
     */
    static Verdict judge(MailGroup group, boolean authenticated, Optional<Mailbox> sender, Set<Mailbox> alsoKnownAs) {
        return new GroupSubmission(group, alsoKnownAs).judge(authenticated, sender);
    }

    private Verdict judge(boolean authenticated, Optional<Mailbox> sender) {
        Optional<String> failure = failure(authenticated, sender);
        if (failure.isEmpty() && pending.isPresent() && !allowed && !rules.wantsPassword()) {
            failure = pending;
        }
        if (failure.isPresent()) {
            return rules.failuresToModerators() && !rules.moderators().isEmpty() ? new Verdict.ToModerators(rules.moderators())
                    : new Verdict.Refused(refusal(), failure.get());
        }
        // Who is allowed by another rule needs no password where one suffices.
        if (rules.wantsPassword() && !(rules.oneSuffices() && allowed)) {
            return new Verdict.WithPassword(new Approval(group.mail(), rules.passwords(), refusal()));
        }
        return !rules.moderators().isEmpty() && !isOneOf(rules.moderators()) ? new Verdict.ToModerators(rules.moderators()) : new Verdict.ToMembers();
    }

    /** Why it is refused for good, so far. */
    private Optional<String> failure(boolean authenticated, Optional<Mailbox> sender) {
        if (rules.authenticationRequired() && !met(authenticated, "mgrpBroadcasterPolicy: authentication required")) {
            return pending;
        }
        boolean named = isOneOf(rules.allowedBroadcasters()) || rules.membersOnly() && isOneOf(group.members());
        if (!named) {
            String domain = sender.map(Mailbox::domain).orElse("");
            if (!rules.allowedDomains().isEmpty() && !met(matches(rules.allowedDomains(), domain), "mgrpAllowedDomain: not " + domain)) {
                return pending;
            }
            if (matches(rules.disallowedDomains(), domain)) {
                return Optional.of("mgrpDisallowedDomain: " + domain);
            }
        }
        String address = sender.map(Mailbox::address).orElse("<>");
        if ((rules.membersOnly() || !rules.allowedBroadcasters().isEmpty()) && !met(named, "mgrpAllowedBroadcaster: not " + address)) {
            return pending;
        }
        return isOneOf(rules.disallowedBroadcasters()) ? Optional.of("mgrpDisallowedBroadcaster: " + address) : Optional.empty();
    }

    /** Notes a rule that allows. False: it is not met, and that ends it. */
    private boolean met(boolean isMet, String otherwise) {
        allowed |= isMet;
        if (!isMet && pending.isEmpty()) {
            pending = Optional.of(otherwise);
        }
        return isMet || rules.oneSuffices();
    }

    private Reply refusal() {
        return rules.rejectText().map(text -> Reply.quoting(Replies.NOT_ALLOWED_TO_POST.code(), Replies.NOT_ALLOWED_TO_POST.status().toString(), text))
                .orElse(Replies.NOT_ALLOWED_TO_POST);
    }

    /** A pattern is a domain, which matches only itself, or has wildcards: {@code *.domain} is its subdomains. */
    private static boolean matches(List<String> patterns, String domain) {
        return patterns.stream().anyMatch(pattern -> Glob.matches(pattern, domain));
    }

    private boolean isOneOf(Collection<Mailbox> some) {
        return some.stream().anyMatch(one -> alsoKnownAs.stream().anyMatch(other -> same(one, other)));
    }

    /** The directory compares addresses without regard to case, and so do its rules. */
    static boolean same(Mailbox one, Mailbox other) {
        return one.domain().equals(other.domain()) && one.localPart().toLowerCase(Locale.ROOT).equals(other.localPart().toLowerCase(Locale.ROOT));
    }
}

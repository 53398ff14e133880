package org.gatepost.directory;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.gatepost.smtp.protocol.Mailbox;

/**
 * Whether somebody may send to a group. The order is that of the Sun schema: authentication, allowed domains, disallowed domains, allowed
 * broadcasters, and last the moderators, to whom others' mail goes instead. A sender who is an allowed broadcaster passes the domain rules over.
 */
final class GroupSubmission {

    /** What the rules say. */
    sealed interface Verdict {
        /** It goes to the members. */
        record ToMembers() implements Verdict {
        }

        /** It goes to the moderators instead. */
        record ToModerators(List<Mailbox> moderators) implements Verdict {
        }

        record Refused(String reason) implements Verdict {
        }
    }

    private GroupSubmission() {
    }

    /** Whether the rules name senders by address, so that it matters what other addresses a sender has. */
    static boolean namesSenders(MailGroup group) {
        return group.membersOnly() || !group.allowedBroadcasters().isEmpty() || !group.moderators().isEmpty();
    }

    /**
     * @param authenticated whether the sender's address is that of an authenticated user
     * @param sender the address the rules look at; empty for the null reverse-path
     * @param alsoKnownAs the sender's other addresses, and that one
     */
    static Verdict judge(MailGroup group, boolean authenticated, Optional<Mailbox> sender, Set<Mailbox> alsoKnownAs) {
        if (group.authenticationRequired() && !authenticated) {
            return new Verdict.Refused("mgrpBroadcasterPolicy: authentication required");
        }
        boolean broadcaster = contains(group.allowedBroadcasters(), alsoKnownAs) || group.membersOnly() && contains(group.members(), alsoKnownAs);
        if (!broadcaster) {
            String domain = sender.map(Mailbox::domain).orElse("");
            if (!group.allowedDomains().isEmpty() && !matches(group.allowedDomains(), domain)) {
                return new Verdict.Refused("mgrpAllowedDomain: not " + domain);
            }
            if (matches(group.disallowedDomains(), domain)) {
                return new Verdict.Refused("mgrpDisallowedDomain: " + domain);
            }
            if (group.membersOnly() || !group.allowedBroadcasters().isEmpty()) {
                return new Verdict.Refused("mgrpAllowedBroadcaster: not " + sender.map(Mailbox::address).orElse("<>"));
            }
        }
        if (!group.moderators().isEmpty() && !contains(group.moderators(), alsoKnownAs)) {
            return new Verdict.ToModerators(group.moderators());
        }
        return new Verdict.ToMembers();
    }

    /** A pattern is a domain, which matches only itself, or {@code *.domain}, which matches its subdomains. */
    private static boolean matches(List<String> patterns, String domain) {
        return patterns.stream().anyMatch(pattern -> pattern.startsWith("*.")
                ? domain.length() >= pattern.length() && domain.endsWith(pattern.substring(1))
                : pattern.equals("*") || pattern.equals(domain));
    }

    private static boolean contains(Collection<Mailbox> some, Set<Mailbox> addresses) {
        return some.stream().anyMatch(one -> addresses.stream().anyMatch(other -> same(one, other)));
    }

    /** The directory compares addresses without regard to case, and so do its rules. */
    static boolean same(Mailbox one, Mailbox other) {
        return one.domain().equals(other.domain()) && one.localPart().toLowerCase(Locale.ROOT).equals(other.localPart().toLowerCase(Locale.ROOT));
    }
}

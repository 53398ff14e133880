package org.gatepost.directory;

import java.util.List;
import java.util.Optional;

import org.gatepost.smtp.protocol.Mailbox;

/**
 * Who may post to a group, as its entry says. Lists that are empty restrict nothing.
 *
 * @param authenticationRequired mgrpBroadcasterPolicy asks for SMTP authentication
 * @param passwordRequired mgrpBroadcasterPolicy asks for the group's password
 * @param oneSuffices mgrpBroadcasterPolicy OR: it suffices to meet one of the rules that allow; what disallows is final all the same
 * @param allowedDomains mgrpAllowedDomain, lower case; {@code *.example.com} is each subdomain
 * @param disallowedDomains mgrpDisallowedDomain
 * @param allowedBroadcasters mgrpAllowedBroadcaster as addresses
 * @param membersOnly mgrpAllowedBroadcaster names the group itself: its members may post
 * @param disallowedBroadcasters mgrpDisallowedBroadcaster as addresses
 * @param passwords mgrpAuthPassword: one of them must stand in the field Approved
 * @param moderators mgrpModerator as addresses: others' mail goes to them
 * @param failuresToModerators mgrpMsgRejectAction TOMODERATOR: so does what the rules refuse
 * @param rejectText mgrpMsgRejectText, one line in ASCII: what those are told who are refused
 */
public record GroupRules(boolean authenticationRequired, boolean passwordRequired, boolean oneSuffices, List<String> allowedDomains, List<String> disallowedDomains,
        List<Mailbox> allowedBroadcasters, boolean membersOnly, List<Mailbox> disallowedBroadcasters, List<String> passwords, List<Mailbox> moderators,
        boolean failuresToModerators, Optional<String> rejectText) {

    /** Anybody may post. */
    public static final GroupRules NONE = new GroupRules(false, List.of(), List.of(), List.of(), false, List.of());

    public GroupRules {
        allowedDomains = List.copyOf(allowedDomains);
        disallowedDomains = List.copyOf(disallowedDomains);
        allowedBroadcasters = List.copyOf(allowedBroadcasters);
        disallowedBroadcasters = List.copyOf(disallowedBroadcasters);
        passwords = List.copyOf(passwords);
        moderators = List.copyOf(moderators);
    }

    /** Rules without passwords, each of which must be met. */
    public GroupRules(boolean authenticationRequired, List<String> allowedDomains, List<String> disallowedDomains, List<Mailbox> allowedBroadcasters,
            boolean membersOnly, List<Mailbox> moderators) {
        this(authenticationRequired, false, false, allowedDomains, disallowedDomains, allowedBroadcasters, membersOnly, List.of(), List.of(), moderators, false,
                Optional.empty());
    }

    /** Whether they name senders by address, so that it matters what other addresses a sender has. */
    boolean namesSenders() {
        return membersOnly || !allowedBroadcasters.isEmpty() || !disallowedBroadcasters.isEmpty() || !moderators.isEmpty();
    }

    /** Whether posting needs the group's password. */
    boolean wantsPassword() {
        return passwordRequired || !passwords.isEmpty();
    }

    /** Never shows passwords. */
    @Override
    public String toString() {
        return "GroupRules[authenticationRequired=" + authenticationRequired + ", wantsPassword=" + wantsPassword() + ", moderators=" + moderators + "]";
    }
}

package org.gatepost.gate;

import java.util.Optional;

import org.gatepost.sieve.ScriptLevel;

/** How a script is called in traces, and in the states of copies: whose it is, for whom it was run. */
final class ScriptRule {

    private ScriptRule() {
    }

    /** Such as {@code Sieve of user judy@example.com}. */
    static String name(ScriptLevel level, AcceptedRecipient.Copy copy, String sourceChannel) {
        return "Sieve of " + switch (level) {
            case USER -> "user " + owner(copy);
            case HOUSEHOLD -> "head of household of " + owner(copy);
            case DOMAIN -> "domain " + CopyScripts.domain(copy).orElse(copy.address().domain());
            case SOURCE_CHANNEL -> "source " + sourceChannel;
            case DESTINATION_CHANNEL -> "destination " + copy.route().channel();
            case SYSTEM -> "system";
            case ENGINE -> "engines";
        };
    }

    /** The same where nobody decided. */
    static String name(Optional<ScriptLevel> level, AcceptedRecipient.Copy copy, String sourceChannel) {
        return level.map(each -> name(each, copy, sourceChannel)).orElse("Sieve");
    }

    /** The user a copy is for; else its address. */
    static String owner(AcceptedRecipient.Copy copy) {
        return copy.mailbox().map(box -> box.user().mail()).orElse(copy.address()).address();
    }
}

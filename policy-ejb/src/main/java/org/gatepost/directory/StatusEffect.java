package org.gatepost.directory;

import java.util.Optional;

import org.gatepost.smtp.protocol.Reply;

/** What a status, domain's and account's together, means for mail: taken, taken and held, or a reply that refuses. */
sealed interface StatusEffect {

    /** Takes mail; {@code held}: why each copy waits for a person. */
    record Takes(Optional<String> held) implements StatusEffect {
    }

    record Refuses(Reply reply) implements StatusEffect {
    }

    static StatusEffect of(AccountStatus status) {
        return switch (status) {
            case ACTIVE -> new Takes(Optional.empty());
            case HOLD -> new Takes(Optional.of("status hold"));
            case INACTIVE -> new Refuses(AccountReplies.INACTIVE);
            case OVERQUOTA -> new Refuses(AccountReplies.OVER_QUOTA);
            case DISABLED -> new Refuses(AccountReplies.DISABLED);
            case DELETED, REMOVED -> new Refuses(AccountReplies.UNKNOWN);
        };
    }
}

package org.gatepost.directory;

import java.util.Optional;

import org.gatepost.smtp.protocol.Replies;
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
            case INACTIVE -> new Refuses(Replies.MAILBOX_INACTIVE);
            case OVERQUOTA -> new Refuses(Replies.MAILBOX_FULL);
            case DISABLED -> new Refuses(Replies.MAILBOX_DISABLED);
            case DELETED, REMOVED -> new Refuses(Replies.NO_SUCH_USER);
        };
    }
}

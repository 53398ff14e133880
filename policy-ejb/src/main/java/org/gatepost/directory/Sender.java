package org.gatepost.directory;

import java.util.ArrayList;
import java.util.List;

/**
 * What the directory says of one who sends under an address of ours.
 *
 * @param account of the user or group
 * @param domain of its domain
 */
public record Sender(Treatment account, Treatment domain) {

    /** A stranger, or one of whom nothing is said. */
    public static final Sender UNKNOWN = new Sender(Treatment.NONE, Treatment.NONE);

    /** What may be sent: the account's own limits, and where it has none its domain's. */
    public SendingLimits limits() {
        return account.sending().orElse(domain.sending());
    }

    /** Values for engines that look at what is sent, of both. */
    public List<String> sourceOptIns() {
        if (account.sourceOptIns().isEmpty() || domain.sourceOptIns().isEmpty()) {
            return account.sourceOptIns().isEmpty() ? domain.sourceOptIns() : account.sourceOptIns();
        }
        List<String> both = new ArrayList<>(account.sourceOptIns());
        both.addAll(domain.sourceOptIns());
        return List.copyOf(both);
    }
}

package org.gatepost.quarantine;

import java.util.UUID;

/**
 * One recipient's copy in quarantine, as a token names it.
 *
 * @param entry its entry of the queue
 * @param recipientNo its place among the message's recipients
 * @param address whose it is, as it stands in the queue: a copy that became somebody else's is not meant
 */
public record HeldCopy(UUID entry, int recipientNo, String address) {
}

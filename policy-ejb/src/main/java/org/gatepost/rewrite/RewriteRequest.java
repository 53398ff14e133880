package org.gatepost.rewrite;

import java.util.Optional;

import org.gatepost.mail.ChannelName;

/**
 * An address to be rewritten, and where it stands.
 *
 * @param source the channel that is rewriting
 * @param destination the channel the message goes to, once that is known
 * @param mailHost the host of the recipient's mailbox, where the directory named one ({@code $nX})
 */
public record RewriteRequest(String address, Direction direction, Location location, Optional<ChannelName> source, Optional<ChannelName> destination,
        Optional<String> mailHost) {

    /** Whether an address says where mail goes or where it comes from. */
    public enum Direction { FORWARD, BACKWARD }

    /** Where it stands in a message. */
    public enum Location { ENVELOPE, HEADER }

    /** The envelope's recipient, whose destination channel rewriting is to find. */
    boolean isEnvelopeTo() {
        return direction == Direction.FORWARD && location == Location.ENVELOPE;
    }
}

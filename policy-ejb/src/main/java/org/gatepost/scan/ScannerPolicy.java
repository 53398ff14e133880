package org.gatepost.scan;

import java.time.Duration;
import java.util.Set;

import org.gatepost.mail.ChannelName;

/**
 * What policy says of one engine.
 *
 * @param protocol such as {@code clamd}
 * @param host name or address
 * @param sourceChannels whose mail it is asked about
 * @param deadline for one answer, connecting included
 * @param onFailure what becomes of a message it could not be asked about
 * @param breakerFailures failures in a row after which it is only probed
 * @param breakerProbe how often an open breaker lets a question through
 * @param concurrencyMax questions open at once from this node
 */
public record ScannerPolicy(String name, String protocol, String host, int port, Set<ChannelName> sourceChannels, Duration deadline,
        OnFailure onFailure, int breakerFailures, Duration breakerProbe, int concurrencyMax) {

    /** What becomes of a message an engine could not be asked about. */
    public enum OnFailure {
        /** 451: the client tries again. */
        DEFER,
        /** Accepted unscanned, and marked so. */
        ACCEPT
    }

    public ScannerPolicy {
        sourceChannels = Set.copyOf(sourceChannels);
    }
}

package org.gatepost.scan;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

import org.gatepost.mail.ChannelName;

/**
 * What policy says of one engine.
 *
 * @param protocol such as {@code clamd}
 * @param servers any of which may be asked, the first one first; none for an engine that is no server
 * @param sourceChannels whose mail it is asked about
 * @param deadline for one answer, connecting and further servers included
 * @param onFailure what becomes of a message it could not be asked about
 * @param breakerFailures failures in a row after which it is only probed
 * @param breakerProbe how often an open breaker lets a question through
 * @param concurrencyMax questions open at once from this node
 * @param octetsMax larger content is not put before it, and marked so
 */
public record ScannerPolicy(String name, String protocol, List<Server> servers, Set<ChannelName> sourceChannels, Duration deadline,
        OnFailure onFailure, int breakerFailures, Duration breakerProbe, int concurrencyMax, OptionalLong octetsMax, ScannerOptions options) {

    /** Engines that may be asked about mail of one source channel. */
    public static final int ENGINES_MAX = 8;

    /** Where an engine listens: a name or an address, looked up for each question. */
    public record Server(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** What becomes of a message an engine could not be asked about. */
    public enum OnFailure {
        /** 451: the client tries again. */
        DEFER,
        /** Accepted unscanned, and marked so. */
        ACCEPT,
        /** Accepted, marked so and held, to be asked about again until it answers; what it cannot look into is held for good. */
        RESCAN
    }

    public ScannerPolicy {
        servers = List.copyOf(servers);
        sourceChannels = Set.copyOf(sourceChannels);
    }

    /** With one server, content of any size and no options. */
    public ScannerPolicy(String name, String protocol, String host, int port, Set<ChannelName> sourceChannels, Duration deadline, OnFailure onFailure,
            int breakerFailures, Duration breakerProbe, int concurrencyMax) {
        this(name, protocol, List.of(new Server(host, port)), sourceChannels, deadline, onFailure, breakerFailures, breakerProbe, concurrencyMax,
                OptionalLong.empty(), ScannerOptions.NONE);
    }

    /** The same, with this server alone. */
    ScannerPolicy at(Server server) {
        return new ScannerPolicy(name, protocol, List.of(server), sourceChannels, deadline, onFailure, breakerFailures, breakerProbe, concurrencyMax, octetsMax,
                options);
    }

    /** The same for a message that was accepted: whatever may be said of it, it can wait. */
    public ScannerPolicy askedAgain() {
        return new ScannerPolicy(name, protocol, servers, sourceChannels, deadline, OnFailure.RESCAN, breakerFailures, breakerProbe, concurrencyMax, octetsMax, options);
    }

    /** The first server's. */
    public String host() {
        return servers.getFirst().host();
    }

    /** The first server's. */
    public int port() {
        return servers.getFirst().port();
    }

    boolean isTooLarge(long octets) {
        return octetsMax.isPresent() && octets > octetsMax.getAsLong();
    }
}

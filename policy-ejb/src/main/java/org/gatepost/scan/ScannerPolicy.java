package org.gatepost.scan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    /**
     * Where an engine listens.
     *
     * @param host a name or an address, looked up for each question; {@code unix:/path} for a socket of this machine
     * @param port 0 for such a socket
     * @param proxy by which it is reached (SOCKS, RFC 1928), and which looks its name up; empty: directly
     */
    public record Server(String host, int port, Optional<Server> proxy) {

        private static final String LOCAL = "unix:";

        /** One that is reached directly. */
        public Server(String host, int port) {
            this(host, port, Optional.empty());
        }

        /** Reads {@code host:port} or {@code unix:/path}; {@link IllegalArgumentException} with one clear line for anything else. */
        public static Server parse(String text) {
            if (text.startsWith(LOCAL + "/")) {
                return new Server(text, 0);
            }
            int colon = text.lastIndexOf(':');
            if (colon > 0 && text.substring(colon + 1).matches("[0-9]{1,5}")) {
                int port = Integer.parseInt(text.substring(colon + 1));
                if (port > 0 && port < 65_536) {
                    return new Server(text.substring(0, colon), port);
                }
            }
            throw new IllegalArgumentException("not host:port: '" + text + "'");
        }

        /** The path of a socket of this machine. */
        public Optional<String> path() {
            return host.startsWith(LOCAL) ? Optional.of(host.substring(LOCAL.length())) : Optional.empty();
        }

        @Override
        public String toString() {
            return (port == 0 ? host : host + ":" + port) + proxy.map(by -> " by " + by).orElse("");
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

    /** The same, its servers reached by that proxy, and without the option that said so. */
    public ScannerPolicy through(Server proxy, String option) {
        return new ScannerPolicy(name, protocol, servers.stream().map(server -> new Server(server.host(), server.port(), Optional.of(proxy))).toList(), sourceChannels, deadline,
                onFailure, breakerFailures, breakerProbe, concurrencyMax, octetsMax, options.without(option));
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

    /** Whether it may have that: another body or envelope only where its options {@code body} or {@code envelope} are {@code allowed}, whatever engine it is. */
    boolean lets(ScanWish wish) {
        return switch (wish) {
            case ScanWish.ReplaceBody body -> allows("body");
            case ScanWish.AddRecipient recipient -> allows("envelope");
            case ScanWish.DeleteRecipient recipient -> allows("envelope");
            case ScanWish.ChangeSender sender -> allows("envelope");
            case ScanWish.AddField field -> true;
            case ScanWish.ChangeField field -> true;
            case ScanWish.Quarantine quarantine -> true;
            case ScanWish.NotAllowed wanted -> true;
            case ScanWish.Refuse refuse -> true;
            case ScanWish.Discard discard -> true;
        };
    }

    private boolean allows(String option) {
        return options.text(option).filter("allowed"::equals).isPresent();
    }

    boolean isTooLarge(long octets) {
        return octetsMax.isPresent() && octets > octetsMax.getAsLong();
    }
}

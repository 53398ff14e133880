package org.gatepost.workbench.scan;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

import org.gatepost.mail.ChannelName;
import org.gatepost.scan.ScannerOptions;
import org.gatepost.scan.ScannerPolicy;

/** Policies of engines on loopback, as tests want them. */
public final class EnginePolicies {

    /** The source channel they are asked for. */
    public static final ChannelName LOCAL = new ChannelName("tcp_local");

    private EnginePolicies() {
    }

    public static ScannerPolicy of(String protocol, int port, String options) {
        return at(protocol, "127.0.0.1", port, options);
    }

    public static ScannerPolicy at(String protocol, String host, int port, String options) {
        return new ScannerPolicy(protocol, protocol, List.of(new ScannerPolicy.Server(host, port)), Set.of(LOCAL), Duration.ofSeconds(20),
                ScannerPolicy.OnFailure.DEFER, 5, Duration.ofMillis(100), 4, OptionalLong.empty(), ScannerOptions.parse(options));
    }
}

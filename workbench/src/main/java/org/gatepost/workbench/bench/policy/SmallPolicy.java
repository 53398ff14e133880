package org.gatepost.workbench.bench.policy;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.gatepost.channel.Channel;
import org.gatepost.channel.NextHop;
import org.gatepost.ee.wiring.VirtualSideBySide;
import org.gatepost.gate.ListenerPolicy;
import org.gatepost.gate.NamePolicy;
import org.gatepost.gate.PolicySnapshot;
import org.gatepost.mail.ChannelName;
import org.gatepost.mapping.MappingTables;
import org.gatepost.scan.ScanRound;
import org.gatepost.scan.Scanners;
import org.gatepost.smtp.protocol.BareLineFeed;
import org.gatepost.smtp.session.SteadyClock;
import org.gatepost.trace.Alarms;

/** The policy of a fresh start, as a snapshot made without a database. */
final class SmallPolicy {

    private SmallPolicy() {
    }

    /** With these mapping tables. */
    static PolicySnapshot with(MappingTables tables) {
        return new PolicySnapshot(1,
            Map.of("smtp", new ListenerPolicy("smtp", PolicySnapshot.REMOTE_DELIVERY, 25_000, 25_000, 10, 10_000, Duration.ofMinutes(5), Duration.ofHours(1))),
            Map.of(PolicySnapshot.REMOTE_DELIVERY, channel(PolicySnapshot.REMOTE_DELIVERY, "smtp://127.0.0.1:2526"),
                    PolicySnapshot.LOCAL_DELIVERY, channel(PolicySnapshot.LOCAL_DELIVERY, "lmtp://127.0.0.1:2424")),
            List.of(), tables, NamePolicy.NONE);
    }

    private static Channel channel(ChannelName name, String destination) {
        return new Channel(name, OptionalLong.empty(), OptionalLong.empty(), 1_000, 256 << 10, BareLineFeed.NORMALIZE, false,
                Optional.of(NextHop.parse(destination)), List.of(Duration.ofSeconds(5)), List.of(Duration.ofDays(2)), 10);
    }

    /** Asks nobody: a RCPT is judged before any content is there. */
    static ScanRound noScanners() {
        Alarms alarms = new Alarms() {
            @Override
            public void raise(String key, String text) {
                throw new IllegalStateException(key + ": " + text);
            }

            @Override
            public void clear(String key) {
                // None stands.
            }
        };
        return new ScanRound(new VirtualSideBySide(), new Scanners(policy -> {
            throw new IllegalStateException("no scanner is named");
        }, alarms, Clock.systemUTC(), new SteadyClock()));
    }
}

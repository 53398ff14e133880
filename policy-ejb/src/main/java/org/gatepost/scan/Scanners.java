package org.gatepost.scan;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.gatepost.trace.Alarms;

/**
 * The engines this node knows, each with its breaker and its state, which live as long as its name, protocol, servers and options stay the same, through any
 * number of policy versions. Safe for use by many threads.
 */
public final class Scanners {

    private final ScannerFactory factory;
    private final Alarms alarms;
    private final InstantSource clock;
    private final InstantSource steadyClock;
    private final Map<Key, GuardedScanner> known = new ConcurrentHashMap<>();

    private record Key(String name, String protocol, List<ScannerPolicy.Server> servers, ScannerOptions options) {
        static Key of(ScannerPolicy policy) {
            return new Key(policy.name(), policy.protocol(), policy.servers(), policy.options());
        }
    }

    /**
     * @param clock says when an engine answered last
     * @param steadyClock says how long something lasts, whatever is done to the other
     */
    public Scanners(ScannerFactory factory, Alarms alarms, InstantSource clock, InstantSource steadyClock) {
        this.factory = factory;
        this.alarms = alarms;
        this.clock = clock;
        this.steadyClock = steadyClock;
    }

    /** The engine a policy names. */
    GuardedScanner of(ScannerPolicy policy) {
        return known.computeIfAbsent(Key.of(policy), key -> new GuardedScanner(create(policy), alarms, clock, steadyClock));
    }

    private Scanner create(ScannerPolicy policy) {
        return policy.servers().size() < 2 ? factory.create(policy)
                : new Failover(policy.servers().stream().map(server -> factory.create(policy.at(server))).toList(), steadyClock);
    }

    /** How each engine of a policy stands, in its order; for the overview. */
    public List<ScannerState> states(List<ScannerPolicy> policies) {
        return policies.stream().map(policy -> of(policy).state()).toList();
    }

    /** A new policy is in force: engines it does not name are forgotten, and their alarms with them. */
    public void retain(List<ScannerPolicy> policies) {
        Set<Key> named = new HashSet<>();
        policies.forEach(policy -> named.add(Key.of(policy)));
        known.forEach((key, scanner) -> {
            if (!named.contains(key) && known.remove(key, scanner)) {
                scanner.retire();
            }
        });
    }
}

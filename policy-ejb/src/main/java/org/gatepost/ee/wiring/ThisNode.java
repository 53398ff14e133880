package org.gatepost.ee.wiring;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.gatepost.adapter.ldap.LdapDirectory;
import org.gatepost.directory.DirectoryState;
import org.gatepost.ee.admin.Deliveries;
import org.gatepost.ee.admin.NodeState;
import org.gatepost.ee.delivery.DestinationView;
import org.gatepost.ee.delivery.QueueRunner;
import org.gatepost.ee.trace.TraceRing;
import org.gatepost.gate.PolicySource;
import org.gatepost.scan.ScannerState;
import org.gatepost.scan.Scanners;
import org.gatepost.trace.TraceEvent.Kind;

/** What the parts of this node say of themselves, gathered for the desk. */
@ApplicationScoped
public class ThisNode implements NodeState, Deliveries {

    @Inject
    private TraceRing trace;
    @Inject
    private PolicySource policy;
    @Inject
    private Scanners scanners;
    @Inject
    private LdapDirectory directory;
    @Inject
    private QueueRunner runner;
    @Inject
    private Clock clock;

    @Override
    public List<Rate> rates() {
        Instant now = clock.instant();
        Map<Kind, Long> minute = trace.counters().during(Duration.ofMinutes(1), now);
        Map<Kind, Long> five = trace.counters().during(Duration.ofMinutes(5), now);
        Map<Kind, Long> hour = trace.counters().during(Duration.ofHours(1), now);
        return List.of(rate("accepted", Kind.ACCEPT, minute, five, hour), rate("delivered", Kind.DELIVER, minute, five, hour),
                rate("deferred", Kind.DEFER, minute, five, hour), rate("refused", Kind.REFUSE, minute, five, hour));
    }

    private static Rate rate(String name, Kind kind, Map<Kind, Long> minute, Map<Kind, Long> five, Map<Kind, Long> hour) {
        return new Rate(name, minute.get(kind), five.get(kind), hour.get(kind));
    }

    @Override
    public List<Engine> scanners() {
        return scanners.states(policy.current().scanners()).stream().map(this::engine).toList();
    }

    private Engine engine(ScannerState state) {
        Condition condition = switch (state.standing()) {
            case NOT_ASKED -> Condition.UNKNOWN;
            case UP -> Condition.UP;
            case FAILING -> Condition.FAILING;
            case OPEN -> Condition.DOWN;
        };
        Optional<Instant> changed = condition == Condition.UP ? state.lastAnswer() : state.lastErrorAt();
        return new Engine(state.name(), condition, changed.orElseGet(clock::instant), state.lastError().orElse(""));
    }

    @Override
    public Engine directory() {
        DirectoryState state = directory.state();
        Condition condition = switch (state.standing()) {
            case NOT_ASKED -> Condition.UNKNOWN;
            case UP -> Condition.UP;
            case DOWN -> Condition.DOWN;
        };
        return new Engine("directory", condition, state.since(), state.lastError().orElse(""));
    }

    @Override
    public List<Destination> destinations() {
        return runner.destinations().stream().sorted(Comparator.comparingInt(DestinationView::waiting).reversed())
                .map(view -> new Destination(view.route().channel().value(), view.route().nextHop(), view.connections(), view.failedAt())).toList();
    }

    @Override
    public void giveBack(Collection<UUID> entries) {
        runner.giveBack(entries);
    }

    @Override
    public void wakeUp() {
        runner.wakeUp();
    }
}

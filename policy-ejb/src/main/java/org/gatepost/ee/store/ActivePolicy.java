package org.gatepost.ee.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

import org.gatepost.ee.settings.Settings;
import org.gatepost.gate.PolicySnapshot;
import org.gatepost.gate.PolicySource;
import org.gatepost.gate.TableLookups;
import org.gatepost.trace.Alarms;

/**
 * The policy that decides on this node. Whoever keeps something by policy observes each snapshot that is taken up. A version that does not compile leaves the one before in place and raises the alarm {@code policy}. Safe
 * for use by many threads; {@link #look} is called by one timer.
 */
@ApplicationScoped
public class ActivePolicy implements PolicySource {

    private static final String ALARM = "policy";
    private static final String TRIAL_ALARM = "policy:trial";
    private static final Logger LOG = Logger.getLogger(ActivePolicy.class.getName());

    private final PolicyReader reader;
    private final Settings settings;
    private final TableLookups lookups;
    private final Alarms alarms;
    private final Event<PolicySnapshot> takenUp;
    private final Event<FirstPolicy> first;
    private volatile Optional<PolicySnapshot> current = Optional.empty();
    private long seen;

    /** For the container's proxy. */
    protected ActivePolicy() {
        this(null, null, null, null, null, null);
    }

    @Inject
    ActivePolicy(PolicyReader reader, Settings settings, TableLookups lookups, Alarms alarms, Event<PolicySnapshot> takenUp, Event<FirstPolicy> first) {
        this.reader = reader;
        this.settings = settings;
        this.lookups = lookups;
        this.alarms = alarms;
        this.takenUp = takenUp;
        this.first = first;
    }

    @Override
    public PolicySnapshot current() {
        return current.orElseThrow(() -> new IllegalStateException("no policy has compiled yet"));
    }

    /** Takes up the version that is now active, unless it was looked at before. An exception means the database could not be read. */
    public synchronized void look(long active) {
        if (active == seen) {
            return;
        }
        CompiledPolicy compiled = PolicyLoader.compile(reader.read(active), PolicyAddresses.of(settings), lookups.answers());
        seen = active;
        switch (compiled) {
            case CompiledPolicy.Good(PolicySnapshot snapshot) -> {
                if (current.isEmpty()) {
                    first.fire(new FirstPolicy(snapshot));
                }
                current = Optional.of(snapshot);
                alarms.clear(ALARM);
                LOG.log(Level.INFO, "policy version {0} decides from now on", active);
                takenUp.fire(snapshot);
                sayWhatIsOnTrial(snapshot);
            }
            case CompiledPolicy.Bad(var errors) -> alarms.raise(ALARM, "Policy version " + active + " cannot be used: " + String.join("; ", errors)
                    + current.map(kept -> ". Version " + kept.version() + " still decides.").orElse(". No policy decides, no mail is taken."));
        }
    }

    /** What is not enforced stands at the overview until it is. */
    private void sayWhatIsOnTrial(PolicySnapshot snapshot) {
        Map<String, List<String>> onTrial = snapshot.onTrial();
        if (onTrial.isEmpty()) {
            alarms.clear(TRIAL_ALARM);
        } else {
            alarms.raise(TRIAL_ALARM, "Policy version " + snapshot.version() + " only tries what it says. " + TrialSince.text(onTrial, decided()));
        }
    }

    // The version decides already: that nobody can be asked about earlier ones costs the dates alone.
    private List<TrialSince.Decided> decided() {
        try {
            return reader.decided();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "since when policy only tries cannot be read: {0}", e.toString());
            return List.of();
        }
    }
}

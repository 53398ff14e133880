package org.gatepost.ee.store;

import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.ConfigProvider;
import org.gatepost.channel.Channel;
import org.gatepost.ee.health.AgeingMetrics;
import org.gatepost.ee.settings.DsnSettings;
import org.gatepost.ee.settings.PartSettings;
import org.gatepost.ee.settings.QuarantineSettings;
import org.gatepost.ee.settings.Settings;
import org.gatepost.gate.PolicySnapshot;
import org.gatepost.partial.PartLimits;

/** What is too old goes: held copies, content nobody refers to, what scripts remembered, the trace. Any node may do it at any time. For one thread. */
@ApplicationScoped
public class Sweeping {

    private static final Logger LOG = Logger.getLogger(Sweeping.class.getName());
    private static final int TRACE_DAYS_DEFAULT = 30;

    @Inject
    private Transactions transactions;
    @Inject
    private ActivePolicy policy;
    @Inject
    private Settings settings;
    @Inject
    private AgeingMetrics aged;

    private volatile QuarantineSettings quarantine;
    private volatile PartLimits parts;

    /** How many days the trace is kept (setting GATEPOST_TRACE_DAYS, 30). */
    static int traceDays() {
        return Math.max(1, ConfigProvider.getConfig().getOptionalValue("gatepost.trace.days", Integer.class).orElse(TRACE_DAYS_DEFAULT));
    }

    /** Reads its settings. @throws IllegalStateException with one line that names a wrong one */
    public void prepare() {
        quarantine = QuarantineSettings.read();
        parts = PartSettings.read();
    }

    /** Once. Throws where the database does not answer; the rest is done the next time. */
    public void sweep() {
        transactions.inOne(connection -> {
            IncarnationRows.forget(connection);
            DirectoryFlushes.sweep(connection);
            return Sweep.chunks(connection);
        });
        Map<String, Integer> gone = new Ageing(transactions, settings.node()).run(DsnSettings.read().reviewDays(),
                Optional.ofNullable(policy.current().channels().get(PolicySnapshot.FILTER_DISCARD)).map(Channel::returnAge), quarantine);
        aged.add(gone);
        if (!gone.isEmpty()) {
            LOG.log(Level.INFO, "entries were held long enough, and discarded: {0}", gone);
        }
        for (int sets = giveBackParts(); sets > 0; sets = giveBackParts()) {
            LOG.log(Level.INFO, "parts of {0} messages waited too long for others, and are returned to their senders", sets);
        }
        transactions.inOne(connection -> AgedParts.forget(connection, parts.age()));
        while (transactions.inOne(ScriptMemoryRows::sweep) > 0) {
            LOG.log(Level.FINE, "what scripts need not remember any longer was forgotten");
        }
        transactions.inOne(connection -> {
            Sweep.trace(connection, IncarnationRows.databaseDay(connection), traceDays());
            return null;
        });
    }

    private int giveBackParts() {
        return transactions.inOne(connection -> AgedParts.giveBack(connection, settings.node(), parts.age()));
    }
}

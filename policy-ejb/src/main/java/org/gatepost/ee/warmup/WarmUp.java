package org.gatepost.ee.warmup;

import java.io.IOException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.ConfigProvider;
import org.gatepost.ee.inbound.GroupCommit;
import org.gatepost.ee.settings.Settings;
import org.gatepost.ee.store.CommitOutcome;
import org.gatepost.ee.store.FirstPolicy;
import org.gatepost.ee.store.GatepostDatabase;
import org.gatepost.ee.store.Incarnation;
import org.gatepost.ee.store.Transactions;
import org.gatepost.smtp.listener.SmtpListener;

/**
 * Loads our classes, starts what waits for messages, and rehearses what every message runs through for a moment, all before the first port opens.
 * Whatever goes wrong is logged, and the start goes on.
 */
@ApplicationScoped
public class WarmUp {

    /** How long it lasts where GATEPOST_WARM_UP_MILLIS does not say; 0 leaves it out. */
    static final Duration TIME_DEFAULT = Duration.ofMillis(2_000);
    /** The longest it can be told to last. */
    static final Duration TIME_MAX = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(WarmUp.class.getName());

    @Inject
    private Settings settings;
    @Inject
    private Transactions transactions;
    @Inject
    private GatepostDatabase database;
    @Inject
    private Incarnation incarnation;
    @Inject
    private GroupCommit acceptance;

    void beforeTheFirstPort(@Observes FirstPolicy first) {
        loadClasses();
        acceptance.begin();
        rehearse(first);
    }

    private static void loadClasses() {
        try {
            int loaded = NamedClasses.load(SmtpListener.class) + NamedClasses.load(WarmUp.class);
            LOG.log(Level.FINE, "{0} classes loaded", loaded);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "classes are loaded as they are needed: {0}", e.toString());
        }
    }

    private void rehearse(FirstPolicy first) {
        try {
            Duration time = time();
            if (time.isPositive()) {
                Rehearsal.Node node = new Rehearsal.Node(settings.node(), settings.hostname(), settings.var().resolve("spool"), transactions,
                        new CommitOutcome(database.direct(), time), incarnation.id());
                int messages = new Rehearsal(node, first.snapshot()).last(time);
                LOG.log(Level.INFO, "warmed up for {0} ms with {1} messages, of which nothing is kept", new Object[] {time.toMillis(), messages});
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "the warm-up failed, the first messages will be slow: {0}", e.toString());
        }
    }

    private static Duration time() {
        long millis = ConfigProvider.getConfig().getOptionalValue("gatepost.warm.up.millis", Long.class).orElse(TIME_DEFAULT.toMillis());
        return Duration.ofMillis(Math.clamp(millis, 0, TIME_MAX.toMillis()));
    }
}

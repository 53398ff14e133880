package org.gatepost.admin.health;

import java.lang.management.ManagementFactory;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

import jakarta.enterprise.context.ApplicationScoped;

/** Alive unless threads wait for each other for ever, which only a new process ends. What a restart would not mend is no matter of life: a database that is down, above all. */
@Liveness
@ApplicationScoped
public class ThreadsCheck implements HealthCheck {

    @Override
    public HealthCheckResponse call() {
        long[] deadlocked = ManagementFactory.getThreadMXBean().findDeadlockedThreads();
        int threads = deadlocked == null ? 0 : deadlocked.length;
        return HealthCheckResponse.named("threads").status(threads == 0).withData("deadlocked", threads).build();
    }
}

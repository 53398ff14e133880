package org.gatepost.ee.health;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Ready only where every SMTP port is open. */
@Readiness
@ApplicationScoped
public class PortsCheck implements HealthCheck {

    @Inject
    private OpenPorts ports;

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("smtp").status(ports.areOpen());
        ports.each().forEach(response::withData);
        return response.build();
    }
}

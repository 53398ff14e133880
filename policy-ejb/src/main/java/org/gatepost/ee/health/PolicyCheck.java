package org.gatepost.ee.health;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.gatepost.gate.PolicySource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Ready only where a policy decides. One that does not compile beside one that does is an alarm, and no reason to take the node out. */
@Readiness
@ApplicationScoped
public class PolicyCheck implements HealthCheck {

    @Inject
    private PolicySource policy;

    @Override
    public HealthCheckResponse call() {
        try {
            return HealthCheckResponse.named("policy").up().withData("version", policy.current().version()).build();
        } catch (IllegalStateException e) {
            return HealthCheckResponse.named("policy").down().build();
        }
    }
}

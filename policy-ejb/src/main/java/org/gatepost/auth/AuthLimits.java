package org.gatepost.auth;

import java.time.Duration;

/**
 * How much guessing is let through.
 *
 * @param userFailuresMax failed attempts of one user within the window, from wherever; must be below the number at which the directory locks an account
 * @param addressFailuresMax failed attempts from one address within the window, for whomever
 * @param window begins with the first failure
 * @param rememberedMax users and addresses remembered; beyond it those touched least are forgotten
 */
public record AuthLimits(int userFailuresMax, int addressFailuresMax, Duration window, int rememberedMax) {

    public static final AuthLimits DEFAULT = new AuthLimits(4, 25, Duration.ofMinutes(5), 100_000);

    public AuthLimits {
        if (userFailuresMax < 1 || addressFailuresMax < 1 || !window.isPositive() || rememberedMax < 1) {
            throw new IllegalArgumentException("limits of authentication are positive");
        }
    }
}

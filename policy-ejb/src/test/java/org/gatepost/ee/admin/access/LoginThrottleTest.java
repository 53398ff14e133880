package org.gatepost.ee.admin.access;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;

import org.junit.jupiter.api.Test;

class LoginThrottleTest {

    private Instant now = Instant.parse("2026-11-23T15:00:00Z");
    private final LoginThrottle throttle = new LoginThrottle(new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return InstantSource.system().withZone(zone);
        }
    });

    @Test
    void closesForALoginAndAddressAfterAFewFailures() {
        fail("admin", "192.0.2.1", LoginThrottle.FAILURES_MAX - 1);
        assertFalse(throttle.isClosed("admin", "192.0.2.1"));
        fail("Admin", "192.0.2.1", 1);
        assertTrue(throttle.isClosed("admin", "192.0.2.1"));
        assertFalse(throttle.isClosed("admin", "192.0.2.2"));
        assertFalse(throttle.isClosed("helpdesk", "192.0.2.1"));
    }

    @Test
    void closesForAnAddressThatTriesManyLogins() {
        for (int i = 0; i < LoginThrottle.ADDRESS_FAILURES_MAX; i++) {
            fail("login" + i, "192.0.2.1", 1);
        }
        assertTrue(throttle.isClosed("somebody", "192.0.2.1"));
    }

    @Test
    void opensAgainAfterAMinute() {
        fail("admin", "192.0.2.1", LoginThrottle.FAILURES_MAX);
        now = now.plus(Duration.ofSeconds(61));
        assertFalse(throttle.isClosed("admin", "192.0.2.1"));
    }

    @Test
    void successForgetsFailures() {
        fail("admin", "192.0.2.1", LoginThrottle.FAILURES_MAX - 1);
        throttle.succeeded("admin", "192.0.2.1");
        fail("admin", "192.0.2.1", 1);
        assertFalse(throttle.isClosed("admin", "192.0.2.1"));
    }

    private void fail(String login, String address, int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed(login, address);
        }
    }
}

package org.gatepost.adapter.ldap;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.unboundid.ldap.sdk.ResultCode;

import org.gatepost.directory.DirectoryState;
import org.gatepost.directory.DirectoryState.Standing;
import org.gatepost.trace.Alarms;

/** Whether the directory answers, and the alarms about it. Safe for use by many threads. */
final class LdapHealth {

    private static final String ALARM = "directory";
    /** Contradictions whose end is noticed; beyond it an alarm stands until somebody clears it. */
    private static final int CONFLICTS_MAX = 1000;

    /** What only our own login is answered with; the last is the SDK's, for one without a password. */
    private static final Set<ResultCode> OF_LOGINS = Set.of(ResultCode.INVALID_CREDENTIALS, ResultCode.INAPPROPRIATE_AUTHENTICATION, ResultCode.STRONG_AUTH_REQUIRED,
            ResultCode.CONFIDENTIALITY_REQUIRED, ResultCode.AUTH_METHOD_NOT_SUPPORTED, ResultCode.PARAM_ERROR);

    private final Alarms alarms;
    private final Clock clock;
    private final Set<String> conflicts = ConcurrentHashMap.newKeySet();
    private DirectoryState state;

    LdapHealth(Alarms alarms, Clock clock) {
        this.alarms = alarms;
        this.clock = clock;
        this.state = new DirectoryState(Standing.NOT_ASKED, clock.instant(), Optional.empty(), Optional.empty(), 0);
    }

    /** Whether a result says that the directory cannot be asked at all, rather than that it has no answer to one question. */
    static boolean isDown(ResultCode code) {
        return !code.isConnectionUsable() || OF_LOGINS.contains(code);
    }

    void answered() {
        Standing before;
        synchronized (this) {
            before = state.standing();
            if (before != Standing.UP) {
                state = new DirectoryState(Standing.UP, clock.instant(), state.lastError(), state.lastErrorAt(), 0);
            }
        }
        if (before == Standing.DOWN) {
            alarms.clear(ALARM);
        }
    }

    void failed(String why) {
        Instant now = clock.instant();
        synchronized (this) {
            Instant since = state.standing() == Standing.DOWN ? state.since() : now;
            state = new DirectoryState(Standing.DOWN, since, Optional.of(why), Optional.of(now), 0);
        }
        alarms.raise(ALARM, "The directory does not answer: " + why);
    }

    /** Whether it is down, and was found so that short a time ago. */
    boolean failedWithin(Duration time) {
        DirectoryState now = state(0);
        return now.standing() == Standing.DOWN && now.lastErrorAt().filter(at -> at.plus(time).isAfter(clock.instant())).isPresent();
    }

    void conflict(String address, String why) {
        if (conflicts.size() < CONFLICTS_MAX) {
            conflicts.add(address);
        }
        alarms.raise(conflictKey(address), "The directory contradicts itself about " + address + ": " + why);
    }

    void noConflict(String address) {
        if (!conflicts.isEmpty() && conflicts.remove(address)) {
            alarms.clear(conflictKey(address));
        }
    }

    synchronized DirectoryState state(long searches) {
        return new DirectoryState(state.standing(), state.since(), state.lastError(), state.lastErrorAt(), searches);
    }

    private static String conflictKey(String address) {
        return ALARM + ":conflict:" + address;
    }
}

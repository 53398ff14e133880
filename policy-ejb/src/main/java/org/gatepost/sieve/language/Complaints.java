package org.gatepost.sieve.language;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gathers what is wrong with one script, at most so many. Not thread-safe. */
final class Complaints {

    private final int most;
    private final List<SieveError> errors = new ArrayList<>();
    private String script;
    private final Set<String> saidOnce = new HashSet<>();
    private boolean more;

    Complaints(String script, int most) {
        this.script = script;
        this.most = most;
    }

    /** Speaks of another script from now on. Returns the one it spoke of. */
    String about(String name) {
        String before = script;
        script = name;
        return before;
    }

    int count() {
        return errors.size();
    }

    void add(Position at, String message) {
        add(SieveError.at(script, at, message));
    }

    void add(SieveError error) {
        if (errors.size() < most) {
            errors.add(error);
        } else if (!more) {
            more = true;
            errors.add(new SieveError(error.script(), error.line(), error.column(), "further errors are not listed: there are more than " + most));
        }
    }

    /** For what tends to stand in many places, and is one mistake. */
    void once(Position at, String key, String message) {
        if (saidOnce.add(script + '\n' + key)) {
            add(at, message + " (reported only once at first occurrence)");
        }
    }

    boolean full() {
        return more;
    }

    List<SieveError> all() {
        return List.copyOf(errors);
    }
}

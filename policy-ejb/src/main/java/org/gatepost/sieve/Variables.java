package org.gatepost.sieve;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.gatepost.sieve.language.Position;
import org.gatepost.sieve.language.SieveLimits;
import org.gatepost.sieve.language.SieveText;
import org.gatepost.sieve.language.Utf8;

/** The variables of a run: those of each script, and those that all share (RFC 5229, RFC 6609 3.4). Not thread-safe. */
final class Variables {

    /** What one script has of its own. */
    private static final class Scope {
        private final Map<String, String> values = new HashMap<>();
        private final Set<String> shared = new HashSet<>();
    }

    private final Map<String, String> global = new HashMap<>();
    private final Deque<Scope> scopes = new ArrayDeque<>();
    private long octets;
    private int count;

    Variables() {
        enter();
    }

    /** A script begins within another. */
    void enter() {
        scopes.push(new Scope());
    }

    void leave() {
        for (String value : scopes.pop().values.values()) {
            octets -= Utf8.octets(value);
            count--;
        }
    }

    /** From here on the script means the shared variable of that name. */
    void share(String name, Position at) {
        if (scopes.peek().values.containsKey(name)) {
            throw new SieveRunError(at, "the variable '" + name + "' is used as a local one before it is declared global");
        }
        scopes.peek().shared.add(name);
    }

    String get(SieveText.Piece.Variable variable) {
        return place(variable).getOrDefault(variable.name(), "");
    }

    void set(SieveText.Piece.Variable variable, String value, SieveLimits limits, Position at) {
        String kept = Utf8.cut(value, limits.variableOctets());
        String before = place(variable).put(variable.name(), kept);
        octets += Utf8.octets(kept) - (before == null ? 0 : Utf8.octets(before));
        count += before == null ? 1 : 0;
        if (count > limits.variables()) {
            throw new SieveRunError(at, "the script uses more than " + limits.variables() + " variables");
        }
        if (octets > limits.memoryOctets()) {
            throw new SieveRunError(at, "the variables of the script take more than " + limits.memoryOctets() + " octets");
        }
    }

    private Map<String, String> place(SieveText.Piece.Variable variable) {
        return variable.global() || scopes.peek().shared.contains(variable.name()) ? global : scopes.peek().values;
    }
}

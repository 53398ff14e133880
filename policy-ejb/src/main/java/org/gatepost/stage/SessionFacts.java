package org.gatepost.stage;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

import org.gatepost.smtp.listener.SessionNotes;

/**
 * What the stages have learned so far about a session and its transaction. Immutable: adding a fact gives new facts. Rides through the connector
 * as its {@link SessionNotes} and comes back untouched.
 */
public final class SessionFacts implements SessionNotes {

    public static final SessionFacts NONE = new SessionFacts(new IdentityHashMap<>(), 0);

    private final Map<Fact<?>, Object> values;
    private final int weight;

    private SessionFacts(Map<Fact<?>, Object> values, int weight) {
        this.values = values;
        this.weight = weight;
    }

    /** The facts among a request's notes; none where policy has not spoken yet. */
    public static SessionFacts in(SessionNotes notes) {
        return notes instanceof SessionFacts facts ? facts : NONE;
    }

    /** These facts and one more, in place of an earlier value. */
    public <T> SessionFacts with(Fact<T> fact, T value) {
        Map<Fact<?>, Object> more = new IdentityHashMap<>(values);
        more.put(fact, value);
        return new SessionFacts(more, weight);
    }

    /** The same facts, and how much they make us remember, as {@link SessionNotes#weight()} counts it. */
    public SessionFacts weighing(int newWeight) {
        return new SessionFacts(values, newWeight);
    }

    @Override
    public int weight() {
        return weight;
    }

    /** The value, where a stage has set it. Only {@link #with} writes, so the type is that of the key. */
    @SuppressWarnings("unchecked")
    public <T> Optional<T> get(Fact<T> fact) {
        return Optional.ofNullable((T) values.get(fact));
    }

    /** The value of a fact an earlier stage must have set; its absence is a bug. */
    public <T> T require(Fact<T> fact) {
        return get(fact).orElseThrow(() -> new IllegalStateException("no stage has set the fact " + fact));
    }
}

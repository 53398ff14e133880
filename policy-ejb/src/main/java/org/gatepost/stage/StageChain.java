package org.gatepost.stage;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.gatepost.smtp.protocol.Reply;

/**
 * Stages in order. The first refusal ends it; a deferral is remembered and holds if nobody refuses. Immutable.
 *
 * @param <R> the request they judge
 */
public final class StageChain<R> {

    private final List<Stage<R>> stages;

    public StageChain(List<Stage<R>> stages) {
        this.stages = List.copyOf(stages);
    }

    /** What a whole chain says. */
    public sealed interface Outcome {
        record Passed(SessionFacts facts) implements Outcome {
        }

        /**
         * Somebody said no.
         *
         * @param stage the name of who did
         * @param hangUp whether the connection is to be closed
         * @param facts what was known when it was said
         */
        record Stopped(String stage, Reply reply, String reason, boolean hangUp, SessionFacts facts) implements Outcome {
        }
    }

    /** Which stages are only tried: their refusals are let through. Immutable. */
    public interface Trial {

        /** Nothing is: each refusal holds. */
        Trial NONE = new Trial() {
            @Override
            public boolean covers(Stage<?> stage, SessionFacts known) {
                return false;
            }

            @Override
            public SessionFacts letThrough(Outcome.Stopped refusal) {
                return refusal.facts();
            }

            @Override
            public SessionFacts passed(Stage<?> stage, SessionFacts before, SessionFacts after) {
                return after;
            }
        };

        /** Whether that stage is. */
        boolean covers(Stage<?> stage, SessionFacts known);

        /** What is known after a refusal that does not hold. */
        SessionFacts letThrough(Outcome.Stopped refusal);

        /** What is known after a stage that is only tried let the request pass: what it says against some of it does not hold either. */
        SessionFacts passed(Stage<?> stage, SessionFacts before, SessionFacts after);
    }

    /** Asks each stage in turn, and means what each says. */
    public Outcome decide(R request, SessionFacts facts) {
        return decide(request, facts, Trial.NONE);
    }

    /** Asks each stage in turn. */
    public Outcome decide(R request, SessionFacts facts, Trial trial) {
        Outcome.Stopped deferred = null;
        SessionFacts known = facts;
        for (Stage<R> stage : stages) {
            StageResult result = stage.decide(request, known);
            if (trial.covers(stage, known)) {
                known = tried(stage, result, known, trial);
                continue;
            }
            switch (result) {
                case StageResult.Next next -> known = next.facts();
                case StageResult.Defer defer -> deferred = deferred == null ? new Outcome.Stopped(stage.name(), defer.reply(), defer.reason(), false, known) : deferred;
                case StageResult.Refuse refuse -> {
                    return new Outcome.Stopped(stage.name(), refuse.reply(), refuse.reason(), false, refuse.facts().orElse(known));
                }
                case StageResult.HangUp hangUp -> {
                    return new Outcome.Stopped(stage.name(), hangUp.reply(), hangUp.reason(), true, known);
                }
            }
        }
        return deferred == null ? new Outcome.Passed(known) : deferred;
    }

    private static SessionFacts tried(Stage<?> stage, StageResult result, SessionFacts known, Trial trial) {
        return switch (result) {
            case StageResult.Next next -> trial.passed(stage, known, next.facts());
            case StageResult.Defer defer -> trial.letThrough(new Outcome.Stopped(stage.name(), defer.reply(), defer.reason(), false, known));
            case StageResult.Refuse refuse -> trial.letThrough(new Outcome.Stopped(stage.name(), refuse.reply(), refuse.reason(), false, refuse.facts().orElse(known)));
            case StageResult.HangUp hangUp -> trial.letThrough(new Outcome.Stopped(stage.name(), hangUp.reply(), hangUp.reason(), true, known));
        };
    }

    /** The same order with another in each one's place. */
    public StageChain<R> each(UnaryOperator<Stage<R>> other) {
        return new StageChain<>(stages.stream().map(other).toList());
    }

    /** The same, and one more at the end. */
    public StageChain<R> then(Stage<R> last) {
        return new StageChain<>(Stream.concat(stages.stream(), Stream.of(last)).toList());
    }

    /** The stages' names in order, for the operator. */
    public List<String> names() {
        return stages.stream().map(Stage::name).toList();
    }
}

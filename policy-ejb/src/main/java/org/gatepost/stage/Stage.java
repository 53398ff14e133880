package org.gatepost.stage;

/**
 * One check of one SMTP stage. Stateless and safe for use by many threads; everything it needs comes with the request, the facts, or its
 * constructor.
 *
 * @param <R> the request it judges
 */
@FunctionalInterface
public interface Stage<R> {

    StageResult decide(R request, SessionFacts facts);

    /** Its name in traces. */
    default String name() {
        return getClass().getSimpleName();
    }
}

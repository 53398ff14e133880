package org.gatepost.stage;

import java.util.List;

/** Asks one question after the other, with all the time in the world. */
public final class InTurn implements SideBySide {

    @Override
    public <T> List<T> askAll(List<Question<T>> questions) {
        return questions.stream().map(question -> question.ask().get()).toList();
    }
}

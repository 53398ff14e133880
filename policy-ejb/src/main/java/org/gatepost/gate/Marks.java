package org.gatepost.gate;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

import org.gatepost.stage.SessionFacts;

/** Words that stay with a message, gathered stage by stage. */
final class Marks {

    private Marks() {
    }

    static SessionFacts added(SessionFacts facts, Collection<String> words) {
        if (words.isEmpty()) {
            return facts;
        }
        Set<String> marks = new LinkedHashSet<>(facts.get(GateFacts.MARKS).orElse(Set.of()));
        marks.addAll(words);
        return facts.with(GateFacts.MARKS, marks);
    }
}

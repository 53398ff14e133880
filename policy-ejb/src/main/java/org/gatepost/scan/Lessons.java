package org.gatepost.scan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Teaches a policy's engines what is no spam: those whose options say that they are to learn. Safe for use by many threads. */
public final class Lessons {

    private final Scanners scanners;

    public Lessons(Scanners scanners) {
        this.scanners = scanners;
    }

    /** Whether one of these engines is to learn. */
    public boolean isAnybodyTaught(List<ScannerPolicy> engines) {
        return engines.stream().anyMatch(engine -> scanners.of(engine).learns());
    }

    /** Teaches each of them that learns, one after the other, each with the lesson's deadline; what came of it by the engine's name, in the policy's order. */
    public Map<String, Lesson.Outcome> teach(List<ScannerPolicy> engines, Lesson lesson) {
        Map<String, Lesson.Outcome> outcomes = new LinkedHashMap<>();
        engines.stream().filter(engine -> scanners.of(engine).learns()).forEach(engine -> outcomes.put(engine.name(), scanners.of(engine).learn(engine, lesson)));
        return outcomes;
    }
}

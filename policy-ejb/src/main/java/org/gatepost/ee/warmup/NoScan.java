package org.gatepost.ee.warmup;

import java.time.Clock;
import java.util.List;

import org.gatepost.scan.ScanRound;
import org.gatepost.scan.Scanners;
import org.gatepost.smtp.session.SteadyClock;
import org.gatepost.stage.SideBySide;
import org.gatepost.trace.Alarms;

/** A scan round for policies without scanners: nobody is asked and nothing is raised. */
final class NoScan implements SideBySide, Alarms {

    private NoScan() {
    }

    static ScanRound round() {
        NoScan nobody = new NoScan();
        return new ScanRound(nobody, new Scanners(policy -> {
            throw new IllegalStateException("no scanner is asked: " + policy.name());
        }, nobody, Clock.systemUTC(), new SteadyClock()));
    }

    @Override
    public <T> List<T> askAll(List<Question<T>> questions) {
        return questions.stream().map(question -> question.late().apply("nobody is asked")).toList();
    }

    @Override
    public void raise(String key, String text) {
        throw new IllegalStateException(key + ": " + text);
    }

    @Override
    public void clear(String key) {
        // None stands.
    }
}

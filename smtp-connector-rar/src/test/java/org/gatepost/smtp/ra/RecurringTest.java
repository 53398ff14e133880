package org.gatepost.smtp.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecurringTest {

    private static final Logger LOG = Logger.getLogger(Recurring.class.getName());

    private final List<String> said = new ArrayList<>();
    private final Handler listening = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel() == Level.SEVERE) {
                said.add(entry.getMessage());
            }
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };
    private int runs;
    private Runnable work = () -> { };
    private final Recurring recurring = new Recurring("looking", () -> {
        runs++;
        work.run();
    });

    @BeforeEach
    void listen() {
        LOG.setUseParentHandlers(false);
        LOG.addHandler(listening);
    }

    @AfterEach
    void stopListening() {
        LOG.removeHandler(listening);
        LOG.setUseParentHandlers(true);
    }

    @Test
    void goesOnWhateverIsThrownAndSaysItOnceUntilItWorksAgain() {
        work = () -> {
            throw new IllegalStateException("a bug");
        };
        run(3);
        work = () -> {
            throw new StackOverflowError();
        };
        run(2);
        assertEquals(5, runs);
        assertEquals(List.of("looking failed, and is tried again"), said);
        work = () -> { };
        run(1);
        work = () -> {
            throw new IllegalStateException("a bug");
        };
        run(2);
        assertEquals(2, said.size());
    }

    private void run(int times) {
        for (int i = 0; i < times; i++) {
            recurring.run();
        }
    }
}

package org.gatepost.ee.wiring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.gatepost.stage.SideBySide;

/** Asks each question on a virtual thread of its own. A question that outlives its deadline is interrupted and not waited for. */
public final class VirtualSideBySide implements SideBySide {

    private final Executor threads = task -> Thread.ofVirtual().name("side-by-side").start(task);

    @Override
    public <T> List<T> askAll(List<Question<T>> questions) {
        long start = System.nanoTime();
        List<FutureTask<T>> tasks = new ArrayList<>();
        for (Question<T> question : questions) {
            FutureTask<T> task = new FutureTask<>(question.ask()::get);
            tasks.add(task);
            threads.execute(task);
        }
        List<T> answers = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            answers.add(answer(questions.get(i), tasks.get(i), start));
        }
        return answers;
    }

    private static <T> T answer(Question<T> question, FutureTask<T> task, long start) {
        long left = question.deadline().minus(Duration.ofNanos(System.nanoTime() - start)).toNanos();
        try {
            return task.get(Math.max(0, left), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return question.late().apply("no answer within " + question.deadline().toMillis() + " ms");
        } catch (ExecutionException e) {
            return question.late().apply(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            // The flag set again makes the remaining questions end at once as well.
            Thread.currentThread().interrupt();
            return question.late().apply("interrupted");
        } finally {
            task.cancel(true);
        }
    }
}

package org.gatepost.adapter.ldap;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import com.unboundid.ldap.sdk.LDAPException;

import org.gatepost.stage.Match;

/** Asks the directory, each question within the total timeout and no more of them at once than there are connections. Safe for use by many threads. */
final class LdapQuestions implements AutoCloseable {

    /** What the SDK adds to its messages, which tells the operator nothing. */
    private static final Pattern SDK_VERSION = Pattern.compile(", ldapSDKVersion=\\S+( revision=\\S+)?");

    private final LdapServer.Timeouts timeouts;
    private final LdapHealth health;
    /** Each question runs on a thread of its own, so that waiting for it can end when the socket does not: interrupting a virtual thread closes its socket. */
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("ldap-", 0).factory());
    private final Semaphore turns;

    /** One question: one or more searches. */
    @FunctionalInterface
    interface Question<T> {
        Match<T> ask() throws LDAPException;
    }

    LdapQuestions(LdapServer.Timeouts timeouts, LdapHealth health) {
        this.timeouts = timeouts;
        this.health = health;
        this.turns = new Semaphore(timeouts.connectionsMax(), true);
    }

    /** The answer, within the total timeout. */
    <T> Match<T> ask(Question<T> question) {
        Future<Match<T>> answer;
        try {
            answer = threads.submit(() -> inTurn(question));
        } catch (RejectedExecutionException e) {
            return new Match.Unavailable<>("the directory is closed");
        }
        try {
            return noted(answer.get(timeouts.total().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return noted(new Match.Unavailable<>("no answer within " + timeouts.total().toMillis() + " ms"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Match.Unavailable<>("interrupted while asking the directory");
        } catch (ExecutionException e) {
            return new Match.Unavailable<>("unexpected: " + e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private <T> Match<T> inTurn(Question<T> question) throws InterruptedException {
        if (!turns.tryAcquire(timeouts.total().toMillis(), TimeUnit.MILLISECONDS)) {
            return new Match.Unavailable<>("no free connection");
        }
        try {
            return question.ask();
        } catch (EntryReader.Unusable e) {
            return new Match.Conflicting<>(e.getMessage());
        } catch (LDAPException e) {
            String why = e.getResultCode() + ": " + SDK_VERSION.matcher(e.getMessage()).replaceAll("");
            return LdapHealth.isDown(e.getResultCode()) ? new Match.Unavailable<>(why) : new Match.Conflicting<>(why);
        } finally {
            turns.release();
        }
    }

    private <T> Match<T> noted(Match<T> answer) {
        if (answer instanceof Match.Unavailable<T>(String why)) {
            health.failed(why);
        } else {
            health.answered();
        }
        return answer;
    }

    /** Ends open questions. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}

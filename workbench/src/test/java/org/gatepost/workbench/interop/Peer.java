package org.gatepost.workbench.interop;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Arrays;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.SmtpTalk;

/**
 * Another MTA that runs.
 *
 * @param name as its makers call it
 * @param domain whose mail it takes, and hands on to the sink
 * @param address where it listens, on the port all of them have
 * @param root where it runs
 * @param logFile what it logs to, in its root
 */
record Peer(String name, String domain, String address, OwnRoot root, String logFile) implements AutoCloseable {

    private static final Duration START_MAX = Duration.ofSeconds(30);

    /** A connection to it, before its greeting was read. */
    SmtpTalk talk() throws IOException {
        return new SmtpTalk(address, Neighbourhood.MX_PORT);
    }

    /** A connection to it, greeted and introduced. */
    SmtpTalk introduced() throws IOException {
        SmtpTalk talk = talk();
        talk.expect("220");
        talk.say("EHLO client.test").expect("250");
        return talk;
    }

    String log() throws IOException {
        return root.log(logFile);
    }

    /** Waits for a line of its log that holds all of these. */
    String awaitLog(String... texts) throws Exception {
        return Eventually.get(name + " logs " + String.join(", ", texts), START_MAX, () -> line(texts), line -> !line.isEmpty());
    }

    private String line(String... texts) throws IOException {
        return log().lines().filter(line -> Arrays.stream(texts).allMatch(line::contains)).findFirst().orElse("");
    }

    Peer awaitUp() throws Exception {
        Eventually.get(name + " answers", START_MAX, this::answers, answers -> answers);
        return this;
    }

    private boolean answers() throws IOException {
        if (!root.isAlive()) {
            throw new AssertionError(name + " did not start: " + root.log("said") + log());
        }
        try (SmtpTalk talk = talk()) {
            return talk.reply().startsWith("220");
        } catch (ConnectException e) {
            return false;
        }
    }

    @Override
    public void close() {
        root.close();
    }

    @Override
    public String toString() {
        return name;
    }
}

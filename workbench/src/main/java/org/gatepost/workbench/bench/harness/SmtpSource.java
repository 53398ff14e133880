package org.gatepost.workbench.bench.harness;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Postfix's smtp-source: messages as fast as they are taken, over so many sessions at once.
 *
 * @param sessions at once
 * @param octets of each message's body; its header of about 200 octets comes on top
 * @param reusing whether a connection carries many messages, or one
 */
public record SmtpSource(int sessions, int octets, boolean reusing) {

    public static final String SENDER = "bench@remote.example";
    public static final String RECIPIENT = "alice@example.com";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /**
     * Sends {@code messages} to 127.0.0.1:{@code port}; returns how long it took until the last was accepted.
     *
     * @throws BenchFailed if one of them was not accepted
     */
    public Duration send(int messages, int port) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("smtp-source", "-4", "-s", String.valueOf(sessions), "-l", String.valueOf(octets), "-m", String.valueOf(messages),
                "-f", SENDER, "-t", RECIPIENT));
        if (reusing) {
            command.add("-d");
        }
        command.add("127.0.0.1:" + port);
        return Program.succeed(PATIENCE, command).took();
    }
}

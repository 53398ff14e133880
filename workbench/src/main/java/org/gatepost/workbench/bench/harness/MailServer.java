package org.gatepost.workbench.bench.harness;

import java.time.Duration;

/** A server in a race: what is the same to a client, whoever made it. */
public interface MailServer {

    /** As tables say it. */
    String name();

    /** Where it takes SMTP on 127.0.0.1. */
    int port();

    /** @throws BenchFailed if messages are still queued after {@code patience} */
    void awaitEmptyQueue(Duration patience) throws Exception;
}

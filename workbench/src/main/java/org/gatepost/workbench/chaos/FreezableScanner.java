package org.gatepost.workbench.chaos;

import java.io.IOException;
import java.time.Duration;

import org.gatepost.workbench.bench.scan.SlowClamd;
import org.gatepost.workbench.bench.scan.SlowServer;

/**
 * An engine that speaks clamd's protocol and finds everything clean at once, as a process of its own that can be frozen. Says its port on standard
 * output; ends when its standard input does, so that it never outlives who started it.
 */
public final class FreezableScanner {

    private FreezableScanner() {
    }

    public static void main(String[] arguments) throws IOException {
        try (SlowServer server = new SlowServer(new SlowClamd(Duration.ZERO))) {
            System.out.println(server.port());
            while (System.in.read() >= 0) {
                // Nothing is said to it.
            }
        }
    }
}

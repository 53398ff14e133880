package org.gatepost.workbench.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The environment of processes that are started at once. */
class ServerEnvironmentTest {

    private static final int RUNS = 3_000;

    @TempDir
    private Path root;

    @Test
    void theDatabaseMayBecomeKnownWhileOthersAreStarted() throws Exception {
        InstanceSettings settings = InstanceSettings.from(Map.of(), root);
        Files.createDirectories(settings.var());
        CyclicBarrier together = new CyclicBarrier(2);
        for (int i = 0; i < RUNS; i++) {
            ServerEnvironment environment = new ServerEnvironment(settings);
            environment.complete();
            CompletableFuture<Void> database = CompletableFuture.runAsync(() -> {
                await(together);
                environment.database("jdbc:postgresql://127.0.0.1/gatepost", "gatepost", "secret");
            });
            await(together);
            do {
                assertEquals(environment.forStore().get("GATEPOST_NODE"), environment.toMap().get("GATEPOST_NODE"));
            } while (!database.isDone());
            database.get();
            assertTrue(environment.forServer().containsKey("GATEPOST_DB_PASSWORD"));
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

package org.gatepost.workbench.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which runs make a cache, and which use it. */
class AotCacheTest {

    @TempDir
    private Path var;
    private Path directory;

    @BeforeEach
    void directory() {
        directory = var.resolve("aot");
    }

    private String option(String runs) throws IOException {
        return new AotCache(directory).option(runs);
    }

    private String makes() {
        return "-XX:AOTCacheOutput=" + directory.resolve("next.aot");
    }

    @Test
    void theFirstRunMakesTheCacheAndTheSecondUsesIt() throws Exception {
        assertEquals(makes(), option("this server"));
        Files.writeString(directory.resolve("next.aot"), "classes");
        assertEquals("-XX:AOTCache=" + directory.resolve("server.aot"), option("this server"));
        assertEquals("classes", Files.readString(directory.resolve("server.aot")));
    }

    @Test
    void aRunThatWasKilledLeavesItToTheNext() throws Exception {
        option("this server");
        assertEquals(makes(), option("this server"));
    }

    @Test
    void aCacheThatWasNotFinishedIsNotUsed() throws Exception {
        option("this server");
        Files.writeString(directory.resolve("next.aot"), "half of the classes");
        Files.writeString(directory.resolve("next.aot.config"), "");
        assertEquals(makes(), option("this server"));
    }

    @Test
    void aCacheThatIsForgottenIsMadeAnew() throws Exception {
        option("this server");
        Files.writeString(directory.resolve("next.aot"), "classes");
        option("this server");
        new AotCache(directory).forget();
        assertEquals(makes(), option("this server"));
        assertFalse(Files.exists(directory.resolve("server.aot")));
    }

    @Test
    void anotherServerMakesItsOwn() throws Exception {
        option("this server");
        Files.writeString(directory.resolve("next.aot"), "classes");
        option("this server");
        assertEquals(makes(), option("another server"));
        assertFalse(Files.exists(directory.resolve("server.aot")));
    }

    @Test
    void whatAnotherServerMadeIsNotTakenForOurs() throws Exception {
        option("this server");
        Files.writeString(directory.resolve("next.aot"), "classes");
        assertEquals(makes(), option("another server"));
    }
}

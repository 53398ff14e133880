package org.gatepost.workbench.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens where a peer cannot be had: the test fails, and says so in a line. */
class UnpackedIT {

    @TempDir
    private Path directory;

    @Test
    void whatAptDoesNotHaveIsAFailureInOneLine() {
        AssertionError failure = assertThrows(AssertionError.class, () -> Unpacked.of(directory, "Nosuch", "no-such-mta"));
        assertEquals("the peer Nosuch cannot be had: apt cannot fetch no-such-mta: E: Unable to locate package no-such-mta", failure.getMessage());
    }
}

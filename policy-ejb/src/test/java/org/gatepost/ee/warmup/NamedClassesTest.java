package org.gatepost.ee.warmup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

import org.junit.jupiter.api.Test;

class NamedClassesTest {

    private static boolean begun;

    /** Named by nobody: only who walks the archive finds it. */
    static final class Unused {
        static {
            begun = true;
        }

        private Unused() {
        }

        static java.util.zip.CRC32 of(java.util.BitSet bits) {
            throw new UnsupportedOperationException("" + bits);
        }
    }

    @Test
    void findsWhatAClassRefersToAndWhatItsDescriptorsName() throws IOException {
        try (InputStream file = NamedClassesTest.class.getResourceAsStream("NamedClassesTest$Unused.class")) {
            Set<String> names = NamedClasses.names(file.readAllBytes());
            assertTrue(names.containsAll(Set.of("java.lang.UnsupportedOperationException", "java.util.zip.CRC32", "java.util.BitSet",
                    "org.gatepost.ee.warmup.NamedClassesTest")), names::toString);
        }
    }

    @Test
    void initializesTheClassesOfTheArchive() throws IOException {
        int loaded = NamedClasses.load(NamedClassesTest.class);
        assertTrue(begun);
        assertTrue(loaded > 100, () -> String.valueOf(loaded));
        assertEquals(loaded, NamedClasses.load(NamedClassesTest.class));
    }
}

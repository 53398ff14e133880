package org.gatepost.smtp.spool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    private static final ContentTraits TRAITS = new ContentTraits(0, 0, false);
    private static final int MEMORY_OCTETS = 200 << 10;

    @TempDir
    private Path temp;
    private Path path;
    private SpoolBudget budget;
    private SpoolDirectory spool;

    @BeforeEach
    void prepare() throws IOException {
        path = temp.resolve("spool");
        budget = new SpoolBudget(1 << 20, MEMORY_OCTETS);
        spool = new SpoolDirectory(path, budget);
        spool.prepare();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertEquals(0, spool.open());
        assertEquals(0, budget.used());
        assertEquals(0, budget.memoryUsed());
        assertEquals(List.of(), files());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.toList();
        }
    }

    @Test
    void keepsUpToSixtyFourKibibytesInMemory() throws IOException {
        byte[] octets = octets(SpoolWriter.MEMORY_OCTETS_MAX);
        try (SpoolWriter writer = new SpoolWriter(spool)) {
            assertTrue(writer.write(octets, octets.length));
            assertEquals(List.of(), files());
            assertContent(writer, octets);
        }
    }

    @Test
    void aFileThatIsWrittenBackWhileItGrowsHasEveryOctet() throws IOException {
        SpoolDirectory roomy = new SpoolDirectory(path, new SpoolBudget(16 << 20));
        byte[] octets = octets((int) (2 * SpoolWriter.UNWRITTEN_OCTETS_MAX) + 1);
        try (SpoolWriter writer = new SpoolWriter(roomy)) {
            // Portions that do not end where it is written back.
            for (int from = 0; from < octets.length; from += 60_001) {
                byte[] portion = Arrays.copyOfRange(octets, from, Math.min(octets.length, from + 60_001));
                assertTrue(writer.write(portion, portion.length));
            }
            assertContent(writer, octets);
        }
        assertEquals(0, roomy.open());
    }

    @Test
    void oneOctetMoreGoesToAFileOnlyWeMayRead() throws IOException {
        byte[] octets = octets(SpoolWriter.MEMORY_OCTETS_MAX + 1);
        try (SpoolWriter writer = new SpoolWriter(spool)) {
            assertTrue(writer.write(octets, octets.length - 1));
            assertTrue(writer.write(new byte[] {octets[octets.length - 1]}, 1));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(files().getFirst())));
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            assertContent(writer, octets);
        }
    }

    @Test
    void anyPiecesGiveTheSameContent() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("spool seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            byte[] octets = octets(random.nextInt(200_000));
            try (SpoolWriter writer = new SpoolWriter(spool)) {
                for (int at = 0; at < octets.length;) {
                    int count = Math.min(octets.length - at, 1 + random.nextInt(80_000));
                    byte[] piece = Arrays.copyOfRange(octets, at, at + count);
                    assertTrue(writer.write(piece, count));
                    at += count;
                }
                assertContent(writer, octets);
            }
        }
    }

    private static void assertContent(SpoolWriter writer, byte[] octets) throws IOException {
        MessageContent content = writer.finish(TRAITS);
        try (content) {
            assertEquals(octets.length, content.size());
            for (int i = 0; i < 2; i++) {
                try (var in = content.open()) {
                    assertArrayEquals(octets, in.readAllBytes());
                }
            }
        }
        assertThrows(IOException.class, content::open);
        content.close();
    }

    @Test
    void takesNothingBeyondTheBudget() throws IOException {
        try (SpoolWriter first = new SpoolWriter(spool); SpoolWriter second = new SpoolWriter(spool)) {
            assertTrue(first.write(octets(1 << 20), 1 << 20));
            assertFalse(second.write(octets(1), 1));
        }
    }

    @Test
    void whatHasNoPlaceInMemoryAnyMoreGoesToAFileAtOnce() throws IOException {
        byte[] octets = octets(SpoolWriter.MEMORY_OCTETS_MAX);
        assertTrue(budget.takeMemory(MEMORY_OCTETS - octets.length));
        try (SpoolWriter first = new SpoolWriter(spool); SpoolWriter second = new SpoolWriter(spool)) {
            assertTrue(first.write(octets, octets.length));
            assertEquals(List.of(), files());
            assertEquals(MEMORY_OCTETS, budget.memoryUsed());
            assertTrue(second.write(new byte[1], 1));
            assertEquals(1, files().size());
            assertContent(first, octets);
            assertContent(second, new byte[1]);
        }
        budget.giveBackMemory(MEMORY_OCTETS - octets.length);
    }

    @Test
    void aContentInMemoryCountsWithItsOwnSizeUntilItIsClosed() throws IOException {
        try (SpoolWriter writer = new SpoolWriter(spool)) {
            assertTrue(writer.write(new byte[5_000], 5_000));
            assertTrue(budget.memoryUsed() > 5_000);
            try (MessageContent content = writer.finish(TRAITS)) {
                assertEquals(content.size(), budget.memoryUsed());
            }
        }
    }

    @Test
    void saysBeforehandWhatItWouldHaveNoRoomFor() throws IOException {
        assertTrue(spool.hasRoomFor(1 << 20));
        assertFalse(spool.hasRoomFor((1 << 20) + 1));
        try (SpoolWriter writer = new SpoolWriter(spool)) {
            assertTrue(writer.write(new byte[1], 1));
            assertFalse(spool.hasRoomFor(1 << 20));
        }
        assertFalse(new SpoolDirectory(path, new SpoolBudget(Long.MAX_VALUE)).hasRoomFor(Long.MAX_VALUE), "no disk is so large");
    }

    @Test
    void aWriterThatIsDroppedLeavesNothing() throws IOException {
        try (SpoolWriter writer = new SpoolWriter(spool)) {
            assertTrue(writer.write(octets(100_000), 100_000));
            assertEquals(1, files().size());
        }
    }

    @Test
    void sweepsWhatAnEarlierRunLeftAndNothingElse() throws IOException {
        Files.createFile(path.resolve("7.spool"));
        Files.createFile(path.resolve("notes.txt"));
        assertEquals(1, new SpoolDirectory(path, budget).prepare());
        assertEquals(List.of(path.resolve("notes.txt")), files());
        Files.delete(path.resolve("notes.txt"));
    }

    @Test
    void aContentOfOctetsKnowsItsTraits() throws IOException {
        try (MemoryContent content = new MemoryContent(new byte[] {'a', 'b', '\r', '\n', -1, '\r', '\n'})) {
            assertEquals(new ContentTraits(0, 2, true), content.traits());
            assertEquals(7, content.open().readAllBytes().length);
        }
    }

    private static byte[] octets(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }
}

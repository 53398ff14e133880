package org.gatepost.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.gatepost.mail.HeaderEdits.Patch;
import org.junit.jupiter.api.Test;

class HeaderEditsTest {

    @Test
    void withoutEditsTheOctetsAreTheSame() throws IOException {
        byte[] content = new byte[100_000];
        new Random(1).nextBytes(content);
        assertArrayEquals(content, applied(HeaderEdits.NONE, content));
    }

    @Test
    void prependsAndRemovesWithoutTouchingTheRest() throws IOException {
        byte[] content = "A: 1\r\nB: 2\r\nC: 3\r\n\r\nbody".getBytes(ISO_8859_1);
        HeaderEdits edits = new HeaderEdits(List.of(new Patch(6, 6, ""))).prepend("Received: x\r\n");
        byte[] out = applied(edits, content);
        assertEquals("Received: x\r\nA: 1\r\nC: 3\r\n\r\nbody", new String(out, ISO_8859_1));
        assertEquals(out.length, edits.sizeAfter(content.length));
    }

    @Test
    void survivesItsTextForm() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            List<Patch> patches = new ArrayList<>();
            long at = 0;
            for (int n = random.nextInt(4); n > 0; n--) {
                at += random.nextInt(50);
                int remove = random.nextInt(50);
                patches.add(new Patch(at, remove, "X-\u00e4: " + random.nextInt() + "\r\n"));
                at += remove;
            }
            HeaderEdits edits = new HeaderEdits(patches);
            assertEquals(edits, HeaderEdits.fromText(edits.toText()), "seed " + seed);
        }
    }

    @Test
    void octetsThatAreNoTextSurviveAsTheyAre() throws IOException {
        byte[] octets = {'a', (byte) 0xff, (byte) 0x80, '\r', '\n'};
        for (byte[] some : List.of(octets, "\u00e4\r\n".getBytes(UTF_8), new byte[0])) {
            HeaderEdits edits = new HeaderEdits(List.of(Patch.of(2, 3, some)));
            assertEquals(edits, HeaderEdits.fromText(edits.toText()));
            byte[] out = applied(edits, "12345".getBytes(UTF_8));
            assertArrayEquals(some, Arrays.copyOfRange(out, 2, out.length));
            assertEquals(out.length, edits.sizeAfter(5));
            assertEquals(some.length > 0, edits.areEightBitFrom(2));
            assertFalse(edits.areEightBitFrom(3));
            assertTrue(edits.removeFrom(2));
            assertFalse(edits.removeFrom(3));
        }
    }

    @Test
    void aPatchBeyondTheContentIsAnError() {
        assertThrows(IOException.class, () -> applied(new HeaderEdits(List.of(new Patch(10, 0, "X: 1\r\n"))), "short".getBytes(UTF_8)));
    }

    @Test
    void overlappingPatchesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new HeaderEdits(List.of(new Patch(0, 10, ""), new Patch(5, 1, ""))));
    }

    private static byte[] applied(HeaderEdits edits, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        edits.apply(new ByteArrayInputStream(content), out);
        // Octet by octet it is the same.
        InputStream slowly = edits.applied(new ByteArrayInputStream(content));
        for (byte octet : out.toByteArray()) {
            assertEquals(octet & 0xff, slowly.read());
        }
        assertEquals(-1, slowly.read());
        // And where somebody has read the beginning.
        for (int read = 1; read <= out.size(); read++) {
            InputStream begun = edits.applied(new ByteArrayInputStream(content));
            ByteArrayOutputStream rest = new ByteArrayOutputStream();
            rest.write(begun.readNBytes(read));
            assertEquals(out.size() - read, begun.transferTo(rest));
            assertArrayEquals(out.toByteArray(), rest.toByteArray());
        }
        return out.toByteArray();
    }
}

package org.gatepost.smtp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32C;

import org.gatepost.smtp.protocol.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes, the reader says what it was, and takes nothing that belongs to somebody else. */
class ProxyReaderTest {

    private static final int ROUNDS = 2_000;
    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    ProxyReaderTest() {
        System.out.println("proxy seed " + seed);
    }

    @Test
    void p12EveryHeaderOfBothVersionsIsReadToItsLastOctetAndNoFurther() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            ProxyHeader.Client told = client();
            byte[] header = random.nextBoolean() ? line(told) : block(told);
            byte[] rest = octets(random.nextInt(5));
            InputStream in = inPieces(joined(header, rest));
            assertEquals(told, ProxyReader.read(in), "seed " + seed);
            assertEquals(rest.length, in.readAllBytes().length, "seed " + seed);
        }
    }

    @Test
    void p12AHeaderThatIsCutIsMalformed() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] header = random.nextBoolean() ? line(client()) : block(client());
            byte[] cut = java.util.Arrays.copyOf(header, random.nextInt(header.length));
            assertInstanceOf(ProxyHeader.Malformed.class, ProxyReader.read(inPieces(cut)), "seed " + seed);
        }
    }

    @Test
    void p12WhatIsNoHeaderIsMalformedAndNeverThrows() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] noise = octets(random.nextInt(300));
            byte[] beginning = switch (random.nextInt(4)) {
                case 0 -> "PROXY ".getBytes(StandardCharsets.US_ASCII);
                case 1 -> "PROXY TCP4 ".getBytes(StandardCharsets.US_ASCII);
                case 2 -> joined(SIGNATURE, new byte[] {0x21});
                default -> new byte[0];
            };
            byte[] all = joined(beginning, noise);
            ProxyHeader header = ProxyReader.read(inPieces(all));
            // Noise behind a good beginning can be a header by chance, but never one of another family.
            assertTrue(!(header instanceof ProxyHeader.Client told) || told.address().isV4() == told.serverAddress().isV4()
                    || beginning.length == SIGNATURE.length + 1, "seed " + seed);
            assertEquals(header, ProxyReader.read(new ByteArrayInputStream(all)), "seed " + seed);
        }
    }

    @Test
    void p12OneBitThatIsAnotherBreaksTheChecksum() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] header = block(client(), new byte[0], true);
            int bit = random.nextInt(8 * (header.length - SIGNATURE.length)) + 8 * SIGNATURE.length;
            header[bit / 8] ^= (byte) (1 << bit % 8);
            // A header that is the proxy's own says nothing that could be wrong, and what is no checksum any longer cannot be one.
            boolean own = (header[12] & 0xff) == 0x20 || header[13] == 0;
            boolean stillSummed = header[header.length - 7] == 3;
            if (!own && stillSummed) {
                assertInstanceOf(ProxyHeader.Malformed.class, ProxyReader.read(inPieces(header)), "seed " + seed + ", bit " + bit);
            }
        }
    }

    @Test
    void p12ExtensionsFillTheHeaderAndAreNotTooMany() throws IOException {
        byte[] one = {(byte) 0xea, 0, 1, 'x'};
        for (int count : new int[] {0, 1, ProxyReader.EXTENSIONS_MAX}) {
            assertInstanceOf(ProxyHeader.Client.class, ProxyReader.read(inPieces(block(client(), repeated(one, count)))));
        }
        assertInstanceOf(ProxyHeader.Malformed.class, ProxyReader.read(inPieces(block(client(), repeated(one, ProxyReader.EXTENSIONS_MAX + 1)))));
        for (byte[] bad : new byte[][] {{1}, {1, 0}, {1, 0, 1}, {1, 0, 2, 'x'}, {1, (byte) 0xff, (byte) 0xff, 'x'}, {3, 0, 3, 0, 0, 0}, {3, 0, 0}, {3, 0, 4, 0, 0, 0, 0}}) {
            assertInstanceOf(ProxyHeader.Malformed.class, ProxyReader.read(inPieces(block(client(), bad))));
        }
        int rest = ProxyReader.BLOCK_OCTETS_MAX - 12 - 3;
        byte[] most = joined(new byte[] {4, (byte) (rest >> 8), (byte) rest}, new byte[rest]);
        ProxyHeader.Client v4 = new ProxyHeader.Client(address(4), 1, address(4), 2);
        assertEquals(v4, ProxyReader.read(inPieces(block(v4, most))));
        assertInstanceOf(ProxyHeader.Malformed.class, ProxyReader.read(inPieces(block(v4, joined(new byte[] {4, (byte) ((rest + 1) >> 8), (byte) (rest + 1)}, new byte[rest + 1])))));
    }

    private static byte[] repeated(byte[] one, int count) {
        byte[] all = {};
        for (int i = 0; i < count; i++) {
            all = joined(all, one);
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY TCP4 1.2.3.4 5.6.7.8 1 65536", "PROXY TCP4 1.2.3.4 5.6.7.8 01 2", "PROXY TCP4 ::1 ::2 1 2", "PROXY TCP6 1.2.3.4 5.6.7.8 1 2",
        "PROXY TCP4 1.2.3.4 5.6.7.8 1", "PROXY TCP4  1.2.3.4 5.6.7.8 1 2", "PROXY TCP4 1.2.3.4 5.6.7.8 1 2 ", "proxy UNKNOWN", "PROXY UDP4 1.2.3.4 5.6.7.8 1 2",
        "PROXY TCP4 1.2.3.4 5.6.7.8 -1 2", "PROXY UNKNOWNS"})
    void p12ALineOfAnotherFormIsMalformed(String line) throws IOException {
        assertInstanceOf(ProxyHeader.Malformed.class, ProxyReader.read(inPieces((line + "\r\n").getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void p12ALineMayHaveAHundredAndSevenOctetsAndNotOneMore() throws IOException {
        String most = "PROXY UNKNOWN " + "x".repeat(ProxyReader.LINE_OCTETS_MAX - 16);
        assertInstanceOf(ProxyHeader.Own.class, ProxyReader.read(inPieces((most + "\r\n").getBytes(StandardCharsets.US_ASCII))));
        assertInstanceOf(ProxyHeader.Malformed.class, ProxyReader.read(inPieces((most + "x\r\n").getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void p12ABareLineFeedDoesNotEndIt() throws IOException {
        assertInstanceOf(ProxyHeader.Malformed.class, ProxyReader.read(inPieces("PROXY UNKNOWN\n\r\n".getBytes(StandardCharsets.US_ASCII))));
    }

    private ProxyHeader.Client client() {
        int octets = random.nextBoolean() ? 4 : 16;
        return new ProxyHeader.Client(address(octets), random.nextInt(65_536), address(octets), random.nextInt(65_536));
    }

    private IpAddress address(int length) {
        byte[] octets = octets(length);
        // Not one that means an IPv4 address.
        octets[0] |= 0x20;
        return IpAddress.of(octets);
    }

    private byte[] octets(int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }

    private static byte[] line(ProxyHeader.Client told) {
        return ("PROXY " + (told.address().isV4() ? "TCP4 " : "TCP6 ") + told.address() + " " + told.serverAddress() + " " + told.port() + " " + told.serverPort()
                + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] block(ProxyHeader.Client told) {
        return block(told, random.nextBoolean() ? new byte[0] : joined(new byte[] {(byte) 0xea, 0, 7}, octets(7)), random.nextBoolean());
    }

    /** @param sum whether a checksum follows the extensions */
    private static byte[] block(ProxyHeader.Client told, byte[] extensions, boolean sum) {
        byte[] header = block(told, joined(extensions, sum ? new byte[] {3, 0, 4, 0, 0, 0, 0} : new byte[0]));
        if (sum) {
            CRC32C crc = new CRC32C();
            crc.update(header);
            ByteBuffer.wrap(header).putInt(header.length - 4, (int) crc.getValue());
        }
        return header;
    }

    private static byte[] block(ProxyHeader.Client told, byte[] extensions) {
        int length = 2 * told.address().octets().length + 4 + extensions.length;
        return joined(SIGNATURE, new byte[] {0x21, (byte) (told.address().isV4() ? 0x11 : 0x21), (byte) (length >> 8), (byte) length},
                told.address().octets(), told.serverAddress().octets(), new byte[] {(byte) (told.port() >> 8), (byte) told.port(), (byte) (told.serverPort() >> 8),
                    (byte) told.serverPort()}, extensions);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private InputStream inPieces(byte[] octets) {
        return new ByteArrayInputStream(octets) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1 + random.nextInt(4)));
            }
        };
    }
}

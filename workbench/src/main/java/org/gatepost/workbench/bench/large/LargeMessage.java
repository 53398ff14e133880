package org.gatepost.workbench.bench.large;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;

/**
 * A message made up while it is sent: lines of letters that no other message has, none beginning with a dot. Its first line is
 * {@value #ID_FIELD} and its number, by which the sink knows it again.
 *
 * @param number which one
 * @param octets its size, rounded up to a whole block
 */
record LargeMessage(int number, long octets) {

    static final String ID_FIELD = "X-Bench-Id: ";

    private static final int LINE_OCTETS = 78;
    private static final int BLOCK_LINES = 840;

    /** Where its octets go, a block at a time. */
    interface Destination {
        void take(ByteBuffer block) throws IOException;
    }

    /** Gives all its octets to {@code destination}; returns their SHA-256 as hexadecimal digits. The last line has its CRLF. */
    String writeTo(Destination destination) throws IOException {
        MessageDigest digest = ContentDigest.sha256();
        byte[] header = header().getBytes(StandardCharsets.US_ASCII);
        digest.update(header);
        destination.take(ByteBuffer.wrap(header));
        byte[] block = block();
        long sent = header.length;
        for (int blockNumber = 0; sent < octets; blockNumber++) {
            // Every block begins with its own number: one left out, doubled or moved is found.
            byte[] mark = String.format("%012d", blockNumber).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(mark, 0, block, 0, mark.length);
            digest.update(block);
            destination.take(ByteBuffer.wrap(block));
            sent += block.length;
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** With every field RFC 5322 section 3.6 wants: one that is missing a server may add, among those that are compared. */
    private String header() {
        return ID_FIELD + number + "\r\nDate: Mon, 23 Nov 2026 12:00:00 +0000\r\nMessage-ID: <large-" + number + "@sender.example>\r\nSubject: large\r\n"
                + "From: <bench@sender.example>\r\nTo: <alice@example.com>\r\n\r\n";
    }

    private byte[] block() {
        Random random = new Random(number);
        byte[] block = new byte[LINE_OCTETS * BLOCK_LINES];
        for (int i = 0; i < block.length; i++) {
            int column = i % LINE_OCTETS;
            block[i] = (byte) (column == LINE_OCTETS - 2 ? '\r' : column == LINE_OCTETS - 1 ? '\n' : 'A' + random.nextInt(26));
        }
        return block;
    }
}

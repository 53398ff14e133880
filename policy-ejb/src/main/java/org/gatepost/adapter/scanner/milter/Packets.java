package org.gatepost.adapter.scanner.milter;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Packets to a filter, gathered until an answer is wanted or there are many, and packets from it. Used by one thread. */
final class Packets {

    /** Octets of what belongs to one packet; filters made with libmilter take no more. */
    static final int DATA_OCTETS_MAX = 65_535;
    /** Octets of one answer. */
    static final int ANSWER_OCTETS_MAX = 128 * 1024;

    private static final int HEAD_OCTETS = Integer.BYTES + 1;

    private final MilterLink link;
    private final ByteBuffer out = ByteBuffer.allocate(HEAD_OCTETS + DATA_OCTETS_MAX);
    private boolean heard;

    Packets(MilterLink link) {
        this.link = link;
    }

    void put(Packet packet) throws IOException {
        put(packet.code(), packet.data(), packet.data().length);
    }

    /** The first {@code length} octets of {@code data}. */
    void put(char code, byte[] data, int length) throws IOException {
        if (length > DATA_OCTETS_MAX) {
            throw new IllegalArgumentException("a packet has at most " + DATA_OCTETS_MAX + " octets");
        }
        if (out.remaining() < HEAD_OCTETS + length) {
            flush();
        }
        out.putInt(length + 1).put((byte) code).put(data, 0, length);
    }

    void flush() throws IOException {
        link.send(out.flip());
        out.clear();
    }

    /** Sends what was put, and waits for an answer. */
    Packet take() throws IOException {
        flush();
        ByteBuffer head = ByteBuffer.allocate(HEAD_OCTETS);
        try {
            link.receive(head);
        } finally {
            heard |= head.position() > 0;
        }
        int length = head.flip().getInt();
        if (length < 1 || length > ANSWER_OCTETS_MAX) {
            throw new IOException("not understood: a packet of " + Integer.toUnsignedString(length) + " octets");
        }
        char code = (char) (head.get() & 0xff);
        ByteBuffer data = ByteBuffer.allocate(length - 1);
        link.receive(data);
        return new Packet(code, data.array());
    }

    /** Whether anything of any answer has come. */
    boolean hasHeard() {
        return heard;
    }

    /** Whether this has come and nothing else, without waiting. */
    boolean hasCome(Packet expected) throws IOException {
        int length = HEAD_OCTETS + expected.data().length;
        ByteBuffer come = ByteBuffer.allocate(length + 1);
        int count = link.glance(come);
        while (count > 0 && come.hasRemaining()) {
            count = link.glance(come);
        }
        ByteBuffer whole = ByteBuffer.allocate(length).putInt(expected.data().length + 1).put((byte) expected.code()).put(expected.data()).flip();
        return count == 0 && come.flip().equals(whole);
    }
}

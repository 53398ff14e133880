package org.gatepost.adapter.scanner.milter;

import java.io.IOException;
import java.time.Duration;

/**
 * A connection to a filter and the terms agreed on it, for one message or, where it can be kept, for one after the other. Used by one thread at a time, which closes
 * it or hands it on.
 */
final class Connection implements AutoCloseable {

    private static final char QUIT = 'Q';
    private static final char QUIT_AND_BEGIN_ANEW = 'K';
    private static final char UNKNOWN_COMMAND = 'U';
    /** What a filter says of a command of the client it does not know. */
    private static final Packet CONTINUE = new Packet('c', new byte[0]);

    private final MilterLink link;
    private final Terms terms;
    private Packets packets;

    private Connection(MilterLink link, Packets packets, Terms terms) {
        this.link = link;
        this.packets = packets;
        this.terms = terms;
    }

    /** Agrees with a filter on terms; where that fails the link is closed. */
    static Connection begin(MilterLink link, int actions) throws IOException {
        try {
            Packets packets = new Packets(link);
            packets.put(Terms.offer(actions));
            return new Connection(link, packets, Terms.agreed(packets.take(), actions));
        } catch (IOException | RuntimeException e) {
            link.close();
            throw e;
        }
    }

    Packets packets() {
        return packets;
    }

    Terms terms() {
        return terms;
    }

    /** Whether it may be used for another message. */
    boolean isReusable() {
        return terms.holdForTheNext();
    }

    /**
     * Ends a message, so that the next may begin. Libmilter takes the end only where all was heard and nothing decided, or behind a command it does not know; elsewhere
     * it is deaf from then on. So such a command goes first, and what the filter says to it is seen by {@link #isRested}. Waits for no answer.
     */
    void rest() throws IOException {
        packets.put(Packet.of(UNKNOWN_COMMAND, ""));
        packets.put(Packet.of(QUIT_AND_BEGIN_ANEW));
        packets.flush();
    }

    /** Whether the filter has heard the end of the last message: it has said what belongs there and nothing else, and has not closed. Does not wait. */
    boolean isRested() {
        try {
            return packets.hasCome(CONTINUE);
        } catch (IOException e) {
            return false;
        }
    }

    /** For another message, with a deadline of its own. */
    Connection again(Duration deadline) {
        link.within(deadline);
        packets = new Packets(link);
        return this;
    }

    /** Whether anything of an answer to this message has come. */
    boolean hasHeard() {
        return packets.hasHeard();
    }

    /** Says good-bye, which nobody answers, and closes. */
    void quit() throws IOException {
        try (this) {
            packets.put(Packet.of(QUIT));
            packets.flush();
        }
    }

    /** Without a word. */
    @Override
    public void close() throws IOException {
        link.close();
    }
}

package org.gatepost.smtp.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Takes the octets of one message as they come: in memory to 64 KiB, then in one file of the spool directory; in the file sooner where the memory of
 * all contents together is used up. For one thread.
 *
 * <p>Closing it forgets everything, unless {@link #finish} made a content of it before; then the content is to be closed.
 */
public final class SpoolWriter implements AutoCloseable {

    /** The most octets of one message that are held in memory. */
    public static final int MEMORY_OCTETS_MAX = 64 << 10;

    /**
     * So many octets of a file are written back before more are taken. The kernel would let gigabytes gather and then write them all at once, and for
     * seconds every commit of the database on the same disk would wait behind them.
     */
    static final long UNWRITTEN_OCTETS_MAX = 4L << 20;

    private static final int FIRST_OCTETS = 4 << 10;

    private final SpoolDirectory directory;
    private byte[] memory = {};
    private int inMemory;
    private long size;
    private Optional<Path> file = Optional.empty();
    private FileChannel channel;
    private long unwritten;
    private boolean done;

    public SpoolWriter(SpoolDirectory directory) {
        this.directory = directory;
        directory.opened();
    }

    /** Octets taken so far. */
    public long size() {
        return size;
    }

    /**
     * Takes {@code length} octets from the start of {@code octets}.
     *
     * @return false where the spool budget is used up; nothing was taken then (452 4.3.1)
     * @throws IOException the spool directory cannot be written to; also 452 4.3.1
     */
    public boolean write(byte[] octets, int length) throws IOException {
        if (!directory.budget().take(length)) {
            return false;
        }
        size += length;
        if (file.isEmpty() && !fitsInMemory(length)) {
            spill();
        }
        if (file.isPresent()) {
            append(octets, length);
        } else {
            System.arraycopy(octets, 0, memory, inMemory, length);
            inMemory += length;
        }
        return true;
    }

    /** The content, which now belongs to the caller. */
    public MessageContent finish(ContentTraits traits) throws IOException {
        if (channel != null) {
            channel.close();
        }
        done = true;
        SpooledContent.Place place = file.isPresent() ? new SpooledContent.InFile(file.get()) : inMemory();
        memory = new byte[0];
        return new SpooledContent(directory, place, size, traits);
    }

    /** The octets and no more: what was held in reserve is given back, the rest by the content. */
    private SpooledContent.InMemory inMemory() {
        directory.budget().giveBackMemory(memory.length - inMemory);
        return new SpooledContent.InMemory(inMemory == memory.length ? memory : Arrays.copyOf(memory, inMemory));
    }

    @Override
    public void close() {
        if (done) {
            return;
        }
        done = true;
        forgetMemory();
        try {
            if (channel != null) {
                channel.close();
            }
            if (file.isPresent()) {
                Files.deleteIfExists(file.get());
            }
        } catch (IOException e) {
            System.getLogger(SpoolWriter.class.getName()).log(System.Logger.Level.WARNING, "cannot remove a spool file; the next start will", e);
        }
        directory.budget().giveBack(size);
        directory.closed();
    }

    private boolean fitsInMemory(int length) {
        int needed = inMemory + length;
        if (needed <= memory.length) {
            return true;
        }
        int more = Math.min(MEMORY_OCTETS_MAX, Math.max(FIRST_OCTETS, 2 * needed));
        if (needed > MEMORY_OCTETS_MAX || !directory.budget().takeMemory(more - memory.length)) {
            return false;
        }
        memory = Arrays.copyOf(memory, more);
        return true;
    }

    private void forgetMemory() {
        directory.budget().giveBackMemory(memory.length);
        memory = new byte[0];
        inMemory = 0;
    }

    private void spill() throws IOException {
        Path path = directory.nextFile();
        channel = directory.create(path);
        file = Optional.of(path);
        append(memory, inMemory);
        forgetMemory();
    }

    private void append(byte[] octets, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(octets, 0, length);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
        unwritten += length;
        if (unwritten >= UNWRITTEN_OCTETS_MAX) {
            unwritten = 0;
            directory.writeBack(channel);
        }
    }
}

package org.gatepost.smtp.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where contents too large for memory lie while they are ours alone. Nothing in it outlives the process: who was not answered 250 sends again.
 * Safe for all threads; one per process and directory.
 */
public final class SpoolDirectory {

    private static final String SUFFIX = ".spool";

    private final Path path;
    private final SpoolBudget budget;
    private final AtomicLong counter = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();
    private final ReentrantLock writingBack = new ReentrantLock(true);

    public SpoolDirectory(Path path, SpoolBudget budget) {
        this.path = path;
        this.budget = budget;
    }

    /** Makes the directory (mode 700) where it is missing and removes what an earlier process left. Returns how many files that were. */
    public int prepare() throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        int swept = 0;
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(path, "*" + SUFFIX)) {
            for (Path leftover : leftovers) {
                Files.delete(leftover);
                swept++;
            }
        }
        return swept;
    }

    public SpoolBudget budget() {
        return budget;
    }

    /** Writers and contents nobody closed yet. A test in which this is not 0 at the end has found a leak. */
    public int open() {
        return open.get();
    }

    /**
     * Whether a content of so many octets could be taken now, by the budget and, where it would need a file, by the disk. Nothing is reserved: what is
     * said no to here would very likely be refused after it was sent.
     */
    public boolean hasRoomFor(long octets) {
        return budget.hasRoomFor(octets) && (octets <= SpoolWriter.MEMORY_OCTETS_MAX || path.toFile().getUsableSpace() >= octets);
    }

    void opened() {
        open.incrementAndGet();
    }

    void closed() {
        open.decrementAndGet();
    }

    Path nextFile() {
        return path.resolve(counter.incrementAndGet() + SUFFIX);
    }

    /** A new file, mode 600, that only the caller knows. */
    FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Has what a file took so far written to the disk; one file after the other, so that the disk is never given more at once. */
    void writeBack(FileChannel channel) throws IOException {
        writingBack.lock();
        try {
            channel.force(false);
        } finally {
            writingBack.unlock();
        }
    }
}

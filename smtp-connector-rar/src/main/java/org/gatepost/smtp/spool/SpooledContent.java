package org.gatepost.smtp.spool;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A content that counts against the spool budget until it is closed. */
final class SpooledContent implements MessageContent {

    private final SpoolDirectory directory;
    private final long size;
    private final ContentTraits traits;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Place place;

    /** Where the octets are. */
    sealed interface Place {
    }

    record InMemory(byte[] octets) implements Place {
    }

    record InFile(Path path) implements Place {
    }

    record Gone() implements Place {
    }

    SpooledContent(SpoolDirectory directory, Place place, long size, ContentTraits traits) {
        this.directory = directory;
        this.place = place;
        this.size = size;
        this.traits = traits;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open() throws IOException {
        return switch (place) {
            case InMemory memory -> new ByteArrayInputStream(memory.octets());
            case InFile file -> Files.newInputStream(file.path());
            case Gone gone -> throw new IOException("this content was closed");
        };
    }

    @Override
    public ContentTraits traits() {
        return traits;
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        switch (place) {
            case InMemory memory -> directory.budget().giveBackMemory(memory.octets().length);
            case InFile file -> remove(file.path());
            case Gone gone -> {
            }
        }
        place = new Gone();
        directory.budget().giveBack(size);
        directory.closed();
    }

    private static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            System.getLogger(SpooledContent.class.getName()).log(System.Logger.Level.WARNING, "cannot remove a spool file; the next start will", e);
        }
    }
}

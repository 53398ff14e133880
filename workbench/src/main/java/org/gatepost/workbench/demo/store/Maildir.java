package org.gatepost.workbench.demo.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** One mailbox on disk, as a Maildir: {@code tmp}, {@code new}, {@code cur}. Any number of threads and processes may deliver at once. */
final class Maildir {

    private static final AtomicLong COUNT = new AtomicLong();

    private final Path directory;

    Maildir(Path directory) {
        this.directory = directory;
    }

    /** Returns when the message is on disk under its final name in {@code new}; an IOException means that it is not there. */
    void deliver(String reversePath, ByteBuffer content) throws IOException {
        Path tmp = Files.createDirectories(directory.resolve("tmp"));
        Path fresh = Files.createDirectories(directory.resolve("new"));
        Files.createDirectories(directory.resolve("cur"));
        String name = System.currentTimeMillis() + ".P" + ProcessHandle.current().pid() + "Q" + COUNT.incrementAndGet() + ".gatepost";
        Path file = tmp.resolve(name);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(channel, ByteBuffer.wrap(("Return-Path: <" + reversePath + ">\r\n").getBytes(StandardCharsets.UTF_8)));
            write(channel, content.duplicate());
            channel.force(true);
        }
        Files.move(file, fresh.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel entries = FileChannel.open(fresh, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    private static void write(FileChannel channel, ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }
}

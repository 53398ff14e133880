package org.gatepost.workbench.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The peer: Debian's Postfix as an edge relay, in a private instance that touches nothing of the system's own. It accepts for example.com on
 * loopback and relays to the sink, without DNS and rate limits, with Postfix's own durability: each queue file is fsynced before the 250.
 */
public final class PostfixPeer implements MailServer, AutoCloseable {

    public static final String NAME = "Postfix";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path MASTER_TEMPLATE = Path.of("/usr/share/postfix/master.cf.dist");
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final Path directory;
    private final int port;
    private final PostfixConfiguration configuration;

    private PostfixPeer(Path directory, PostfixConfiguration configuration) {
        this.directory = directory;
        this.port = configuration.port();
        this.configuration = configuration;
    }

    /** Why no peer can run here, if so. */
    public static Optional<String> obstacle(Path work) throws IOException {
        if (!Program.installed("postfix") || !Files.exists(MASTER_TEMPLATE)) {
            return Optional.of("Postfix is not installed (Debian: apt-get install postfix)");
        }
        if (ProcessHandle.current().info().user().filter("root"::equals).isEmpty()) {
            return Optional.of("only root may start a private Postfix");
        }
        for (Path above = work.toAbsolutePath(); above != null; above = above.getParent()) {
            if (Files.exists(above) && !Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return Optional.of("the user postfix may not pass " + above);
            }
        }
        return Optional.empty();
    }

    /** What the installed Postfix calls itself. */
    public static String version() throws IOException, InterruptedException {
        return Program.succeed(PATIENCE, List.of("postconf", "-d", "-h", "mail_version")).output();
    }

    static PostfixPeer started(Path directory, int port, int sinkPort, String transport, String milters) throws IOException, InterruptedException {
        PostfixConfiguration configuration = new PostfixConfiguration(directory, port, sinkPort, transport, milters);
        PostfixPeer peer = new PostfixPeer(directory, configuration);
        for (String name : List.of("etc", "queue", "data")) {
            Files.createDirectories(directory.resolve(name));
            Files.setPosixFilePermissions(directory.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Program.succeed(PATIENCE, List.of("chown", "postfix:root", directory.resolve("data").toString()));
        Files.writeString(directory.resolve("etc/main.cf"), configuration.mainCf());
        Files.writeString(directory.resolve("etc/master.cf"), configuration.masterCf(Files.readString(MASTER_TEMPLATE)));
        Files.deleteIfExists(configuration.log());
        Program.succeed(PATIENCE, List.of("postfix", "-c", directory.resolve("etc").toString(), "start"));
        return peer;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int port() {
        return port;
    }

    /** How many messages are in its queue, whatever their state. */
    public long queued() throws IOException {
        long queued = 0;
        for (String name : List.of("maildrop", "incoming", "active", "deferred", "hold", "corrupt")) {
            // Files come and go while we look: a walk that meets a vanished one is no answer, and is begun again by the caller.
            try (Stream<Path> files = Files.walk(directory.resolve("queue").resolve(name))) {
                queued += files.filter(Files::isRegularFile).count();
            }
        }
        return queued;
    }

    @Override
    public void awaitEmptyQueue(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!empty()) {
            if (System.nanoTime() > deadline) {
                throw new BenchFailed("messages are still in Postfix's queue after " + patience.toSeconds() + " s; see " + configuration.log());
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    private boolean empty() {
        try {
            return queued() == 0;
        } catch (IOException | java.io.UncheckedIOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            Program.run(PATIENCE, List.of("postfix", "-c", directory.resolve("etc").toString(), "stop"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(configuration.log());
    }
}

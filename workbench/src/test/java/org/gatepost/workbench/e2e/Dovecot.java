package org.gatepost.workbench.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.gatepost.workbench.files.Trees;

/** Debian's Dovecot that keeps no mail and says whether there would be room ({@code quota-status}), on a free port of loopback; stopped by its id. */
final class Dovecot implements AutoCloseable {

    private static final Duration START_MAX = Duration.ofSeconds(20);

    private final Path directory = Files.createTempDirectory("dovecot");
    private final Process process;
    private final int port;

    Dovecot() throws IOException, InterruptedException {
        // Its own users pass through it.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        Files.createFile(directory.resolve("users"));
        process = new ProcessBuilder("dovecot", "-F", "-c", Files.writeString(directory.resolve("dovecot.conf"), config()).toString()).redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile()).start();
        await();
    }

    private String config() {
        return """
                protocols =
                base_dir = %1$s/run
                state_dir = %1$s/state
                log_path = %1$s/log
                ssl = no
                mail_location = maildir:~/Maildir
                mail_plugins = quota
                first_valid_uid = 1
                default_internal_user = nobody
                default_login_user = nobody
                default_internal_group = nogroup
                passdb {
                  driver = static
                  args = nopassword=y
                }
                userdb {
                  driver = passwd-file
                  args = %1$s/users
                }
                plugin {
                  quota = maildir:User quota
                  quota_grace = 0
                  quota_status_success = DUNNO
                  quota_status_nouser = REJECT no such mailbox
                  quota_status_overquota = 552 5.2.2 mailbox is full
                }
                service quota-status {
                  executable = quota-status -p postfix
                  inet_listener {
                    address = 127.0.0.1
                    port = %2$d
                  }
                  client_limit = 1
                }
                """.formatted(directory, port);
    }

    private void await() throws IOException, InterruptedException {
        long until = System.nanoTime() + START_MAX.toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > until) {
                    throw new AssertionError("dovecot did not start: " + Files.readString(directory.resolve("said")), e);
                }
                Thread.sleep(50);
            }
        }
    }

    int port() {
        return port;
    }

    /** A mailbox of example.com, with what it may hold and what it holds, in KiB. */
    void mailbox(String user, int quotaKib, int usedKib) throws IOException {
        Path home = directory.resolve("home").resolve(user);
        Path mail = Files.createDirectories(home.resolve("Maildir/cur"));
        Files.createDirectories(home.resolve("Maildir/new"));
        Files.createDirectories(home.resolve("Maildir/tmp"));
        if (usedKib > 0) {
            Files.writeString(mail.resolve("1.M1.host,S=" + usedKib * 1024 + ":2,S"), "Subject: x\n\n" + "x".repeat(usedKib * 1024 - 12));
        }
        UserPrincipal nobody = home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        try (var files = Files.walk(directory.resolve("home"))) {
            for (Path file : files.toList()) {
                Files.setOwner(file, nobody);
            }
        }
        Files.write(directory.resolve("users"), List.of(user + "@example.com::65534:65534::" + home + "::userdb_quota_rule=*:storage=" + quotaKib + "K"), StandardOpenOption.APPEND);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        Trees.delete(directory);
    }
}

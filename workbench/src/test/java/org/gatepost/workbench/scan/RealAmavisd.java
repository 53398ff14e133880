package org.gatepost.workbench.scan;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.gatepost.adapter.scanner.lmtp.LmtpScanner;
import org.gatepost.scan.ScannerPolicy;
import org.gatepost.smtp.client.Dialect;
import org.gatepost.smtp.client.SocketLink;

/**
 * Debian's amavisd on loopback, which rejects programs for everybody but {@link #LOVER} and passes nothing on. It will not run as root, nor where it may
 * write its settings: as root it runs as Debian's user for it. Stopped by its own process id.
 */
public final class RealAmavisd implements MortalEngine {

    /** Who gets programs. */
    public static final String LOVER = "bob@example.com";

    private static final Duration START_MAX = Duration.ofSeconds(30);

    private final Path home = Files.createTempDirectory("amavisd-");
    private final Path settings = Files.createTempDirectory("amavisd-settings-");
    private final int port;
    private final List<String> more;
    private Process process;

    private RealAmavisd(List<String> more) throws IOException {
        this.more = more;
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = any.getLocalPort();
        }
    }

    /** Starts one and waits until it answers. */
    public static RealAmavisd start() throws IOException, InterruptedException {
        return start(List.of());
    }

    /** One that looks for spam as well, marks it, and passes on what it does not reject to that port of loopback. */
    public static RealAmavisd forwardingTo(int port) throws IOException, InterruptedException {
        return start(forwarding(port));
    }

    private static List<String> forwarding(int port) {
        return List.of("$forward_method = 'smtp:[127.0.0.1]:" + port + "'; $notify_method = $forward_method;", "@bypass_spam_checks_maps = ();",
                "$sa_local_tests_only = 1; $sa_tag_level_deflt = -999; $sa_tag2_level_deflt = 5; $sa_kill_level_deflt = 5; $final_spam_destiny = D_PASS; $spam_quarantine_method = undef;");
    }

    /** The same with clamd at that port, whose finds it passes on, in a field. */
    public static RealAmavisd forwardingTo(int port, int clamd) throws IOException, InterruptedException {
        return start(Stream.concat(forwarding(port).stream(), Stream.of("@bypass_virus_checks_maps = (); $final_virus_destiny = D_PASS; $virus_quarantine_method = undef; $virus_admin = undef;",
                "@av_scanners = (['clamd', \\&ask_daemon, [\"CONTSCAN {}\\n\", '127.0.0.1:" + clamd + "'], qr/\\bOK$/m, qr/\\bFOUND$/m, qr/^.*?: (?!Infected Archive)(.*) FOUND$/m]); @av_scanners_backup = ();"))
                .toList());
    }

    private static RealAmavisd start(List<String> more) throws IOException, InterruptedException {
        RealAmavisd amavisd = new RealAmavisd(more);
        try {
            amavisd.run();
            return amavisd;
        } catch (IOException | InterruptedException | RuntimeException e) {
            amavisd.close();
            throw e;
        }
    }

    private void run() throws IOException, InterruptedException {
        String user = System.getProperty("user.name").equals("root") ? "amavis" : System.getProperty("user.name");
        List<String> lines = new ArrayList<>(List.of("use strict;", "$max_servers = 2; $max_requests = 100;", "$daemon_user = '" + user + "';",
                "$MYHOME = '" + home + "'; $TEMPBASE = $MYHOME; $db_home = $MYHOME; $helpers_home = $MYHOME; $pid_file = \"$MYHOME/pid\"; $lock_file = \"$MYHOME/lock\";",
                "$enable_db = 0; $enable_zmq = 0; $nanny_details_level = 0; $daemonize = 0; $do_syslog = 0; $enable_dkim_verification = 0; $enable_dkim_signing = 0;",
                "$inet_socket_bind = '127.0.0.1'; $inet_socket_port = " + port + ";", "@bypass_virus_checks_maps = (1); @bypass_spam_checks_maps = (1);",
                "$mydomain = 'example.com'; $myhostname = 'amavisd.example.com'; @local_domains_maps = (1);",
                "$forward_method = 'pipe:flags=q argv=/bin/dd of=/dev/null status=none'; $notify_method = $forward_method;", "$final_banned_destiny = D_REJECT; $final_bad_header_destiny = D_PASS;",
                "$banned_files_quarantine_method = undef; $bad_header_quarantine_method = undef; $banned_admin = undef;", "$banned_filename_re = new_RE(qr'.\\.exe$'i);",
                "@banned_files_lovers_maps = ({ '" + LOVER + "' => 1 });"));
        lines.addAll(more);
        lines.add("1;");
        Path file = Files.write(settings.resolve("amavisd.conf"), lines);
        if (!user.equals(System.getProperty("user.name"))) {
            Files.setOwner(home, home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("r-xr-xr-x"));
        restart();
    }

    @Override
    public ScannerPolicy policy() {
        return EnginePolicies.of("lmtp", port, "");
    }

    @Override
    public void restart() throws IOException, InterruptedException {
        process = new ProcessBuilder("/usr/sbin/amavisd", "-c", settings.resolve("amavisd.conf").toString(), "foreground").redirectErrorStream(true)
                .redirectOutput(logFile().toFile()).start();
        Instant latest = Instant.now().plus(START_MAX);
        while (!scanner(Dialect.LMTP).answers(Duration.ofSeconds(1))) {
            if (!process.isAlive() || Instant.now().isAfter(latest)) {
                throw new IOException("amavisd did not start: " + log());
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    @Override
    public void pause() throws IOException, InterruptedException {
        List<String> stop = new ArrayList<>(List.of("kill", "-STOP", Long.toString(process.pid())));
        process.descendants().forEach(worker -> stop.add(Long.toString(worker.pid())));
        if (new ProcessBuilder(stop).start().waitFor() != 0) {
            throw new IOException(stop + " failed");
        }
    }

    @Override
    public void kill() throws InterruptedException {
        List<ProcessHandle> workers = process.descendants().toList();
        process.destroyForcibly().waitFor();
        workers.forEach(ProcessHandle::destroyForcibly);
    }

    /** Where it takes mail, by SMTP and LMTP. */
    public int port() {
        return port;
    }

    /** What it has said so far. */
    public String log() throws IOException {
        return Files.readString(logFile(), StandardCharsets.ISO_8859_1);
    }

    private Path logFile() {
        return Path.of("target", "amavisd-" + port + ".log");
    }

    /** Speaks to it. */
    public LmtpScanner scanner(Dialect dialect) {
        return new LmtpScanner("amavisd", new ScannerPolicy.Server("127.0.0.1", port), dialect, "mx.example.com", SocketLink::connect);
    }

    /** Stops it, with what it started, and removes what it wrote. */
    @Override
    public void close() throws IOException {
        Optional<Process> started = Optional.ofNullable(process);
        if (started.isPresent()) {
            List<ProcessHandle> workers = started.get().descendants().toList();
            started.get().destroy();
            try {
                if (!started.get().waitFor(10, TimeUnit.SECONDS)) {
                    started.get().destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            workers.forEach(ProcessHandle::destroyForcibly);
        }
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rwx------"));
        for (Path directory : List.of(home, settings)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}

package org.gatepost.workbench.bench.start;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.gatepost.workbench.bench.harness.BenchFailed;
import org.gatepost.workbench.bench.harness.Program;
import org.gatepost.workbench.bench.harness.TrialGatepost;
import org.gatepost.workbench.files.Trees;

/**
 * A Payara domain with nothing in it: a copy of a Gatepost's own domain without the application, run with the very options that Gatepost's server
 * has, but without the AOT cache, which is Gatepost's doing and not Payara's. It has the same ports, so only one of the two can run.
 */
final class BareDomain implements AutoCloseable {

    private static final String MASTER_PASSWORD = "AS_ADMIN_MASTERPASSWORD=changeit\n";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final List<String> command;
    private final Path directory;
    private final TrialGatepost gatepost;
    private Process process;

    private BareDomain(List<String> command, Path directory, TrialGatepost gatepost) {
        this.command = command;
        this.directory = directory;
        this.gatepost = gatepost;
    }

    /** @param gatepost must be running, so that it can be looked at, and must be stopped before {@link #start()} */
    static BareDomain of(TrialGatepost gatepost, Path directory) throws IOException, InterruptedException {
        String arguments = Files.readString(Path.of("/proc", String.valueOf(gatepost.pid("server")), "cmdline"), StandardCharsets.UTF_8);
        List<String> command = DomainWithoutApplication.command(Arrays.asList(arguments.split("\0")), gatepost.var(), directory);
        Program.succeed(Duration.ofMinutes(1), List.of("cp", "-a", gatepost.var().resolve("payara").toString(), directory.toString()));
        Path domain = directory.resolve("payara/gatepost");
        for (String deployed : List.of("applications", "generated")) {
            Trees.delete(domain.resolve(deployed));
            Files.createDirectories(domain.resolve(deployed));
        }
        Path xml = domain.resolve("config/domain.xml");
        Files.writeString(xml, DomainWithoutApplication.xml(Files.readString(xml)));
        Path logging = domain.resolve("config/logging.properties");
        Files.writeString(logging, Files.readString(logging).replace(gatepost.var().toString(), directory.toString()));
        Files.createDirectories(directory.resolve("log"));
        return new BareDomain(command, directory, gatepost);
    }

    /** Starts it; returns how long it took until it executed an administration command and listened on its HTTPS port. */
    Duration start() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log/server.out").toFile())).start();
        try (OutputStream input = process.getOutputStream()) {
            input.write(MASTER_PASSWORD.getBytes(StandardCharsets.US_ASCII));
        }
        String passwords = Files.readString(directory.resolve("payara/admin.passwords")).strip();
        String password = passwords.substring(passwords.indexOf('=') + 1);
        try (HttpClient http = HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).connectTimeout(Duration.ofSeconds(2)).build()) {
            while (!(listens() && administers(http, password))) {
                if (!process.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw new BenchFailed("the bare domain does not start; see " + directory.resolve("log"));
                }
                Thread.sleep(LOOK_AGAIN_MILLIS);
            }
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", gatepost.ports().https()), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean administers(HttpClient http, String password) throws InterruptedException {
        HttpRequest uptime = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gatepost.ports().admin() + "/__asadmin/uptime")).timeout(Duration.ofSeconds(5))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8)))
                .header("X-Requested-By", "gatepost").header("Accept", "text/plain").POST(HttpRequest.BodyPublishers.noBody()).build();
        try {
            return http.send(uptime, HttpResponse.BodyHandlers.ofString()).body().contains("SUCCESS");
        } catch (IOException e) {
            return false;
        }
    }

    void stop() throws InterruptedException {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

package org.gatepost.workbench.scan;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.gatepost.adapter.scanner.milter.MilterScanner;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanWish;
import org.gatepost.scan.ScannerOptions;
import org.gatepost.scan.ScannerPolicy;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.spool.MemoryContent;

/** One of Debian's mail filters, on loopback, with everything it writes in a directory under {@code target}. Stopped by its own process id. */
public final class RealMilter implements MortalEngine {

    /** The domain that {@link #openDkim} signs for. */
    public static final String DOMAIN = "signed.example";
    /** The name it gives itself in what it says of signatures. */
    public static final String AUTHSERV_ID = "opendkim.example";

    private static final Duration START_MAX = Duration.ofSeconds(30);

    private final int port;
    private final ScannerPolicy.Server server;
    private final Path home;
    private List<String> command = List.of();
    private Process process;

    private RealMilter(boolean local) throws IOException {
        this.port = local ? 0 : freePort();
        this.home = Files.createTempDirectory(Files.createDirectories(Path.of("target")).toAbsolutePath(), "milter-");
        this.server = local ? ScannerPolicy.Server.parse("unix:" + home.resolve("socket")) : new ScannerPolicy.Server("127.0.0.1", port);
    }

    /** Signs what comes from 127.0.0.1 with a key of its own, octet for octet, and verifies what comes from elsewhere. */
    public static RealMilter openDkim() throws IOException, InterruptedException, NoSuchAlgorithmException {
        return openDkim(false);
    }

    /** The same, at a socket of this machine where it is local. */
    public static RealMilter openDkim(boolean local) throws IOException, InterruptedException, NoSuchAlgorithmException {
        RealMilter filter = new RealMilter(local);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        Path key = Files.writeString(filter.home.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pair.getPrivate().getEncoded()) + "\n-----END PRIVATE KEY-----\n");
        Path keys = Files.writeString(filter.home.resolve("keys"),
                "here._domainkey." + DOMAIN + " v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()) + "\n");
        Path settings = filter.write("opendkim.conf", List.of("Socket " + filter.server.path().map(path -> "local:" + path).orElse("inet:" + filter.port + "@127.0.0.1"), "Mode sv", "Domain " + DOMAIN, "Selector here", "KeyFile " + key,
                "RequireSafeKeys no", "TestPublicKeys " + keys, "Background no", "Syslog no", "AuthservID " + AUTHSERV_ID, "Canonicalization simple/simple"));
        return filter.start(List.of("/usr/sbin/opendkim", "-f", "-x", settings.toString()));
    }

    /** Asks that clamd, refuses what it finds, and adds its own fields. */
    public static RealMilter clamav(RealClamd clamd) throws IOException, InterruptedException {
        RealMilter filter = new RealMilter(false);
        Path settings = filter.write("clamav-milter.conf", List.of("MilterSocket inet:" + filter.port + "@127.0.0.1", "Foreground yes", "ClamdSocket tcp:127.0.0.1:" + clamd.port(),
                "OnInfected Reject", "RejectMsg Infected by %v", "AddHeader Replace", "User " + System.getProperty("user.name")));
        return filter.start(List.of("/usr/sbin/clamav-milter", "-c", settings.toString()));
    }

    /** Asks that spamd; puts what is spam into a body of its own report, where it may. */
    public static RealMilter spamass(RealEngine spamd) throws IOException, InterruptedException {
        RealMilter filter = new RealMilter(false);
        return filter.start(List.of("/usr/sbin/spamass-milter", "-p", "inet:" + filter.port + "@127.0.0.1", "--", "-d", "127.0.0.1", "-p", Integer.toString(spamd.policy().port())));
    }

    private RealMilter start(List<String> toRun) throws IOException, InterruptedException {
        command = toRun;
        restart();
        return this;
    }

    @Override
    public ScannerPolicy policy() {
        return EnginePolicies.at("milter", server.host(), server.port(), "");
    }

    @Override
    public void restart() throws IOException, InterruptedException {
        Path log = home.resolve("log");
        process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        MilterScanner ping = new MilterScanner("ping", server, "localhost", ScannerOptions.parse("body=offered\nenvelope=offered"));
        Instant latest = Instant.now().plus(START_MAX);
        while (!ping.answers(Duration.ofSeconds(1))) {
            if (!process.isAlive() || Instant.now().isAfter(latest)) {
                String said = Files.readString(log);
                close();
                throw new IOException(command.getFirst() + " did not start: " + said);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** The content with a signature of {@link #openDkim} above it. */
    public String signed(String content) {
        return "DKIM-Signature:" + field("127.0.0.1", "DKIM-Signature", content) + "\r\n" + content;
    }

    /** What {@link #openDkim} says of the signature of a content that somebody sends us: {@code pass} or {@code fail}. */
    public String verified(String content) {
        String results = field("192.0.2.7", "Authentication-Results", content);
        return results.replaceAll("(?s).*dkim=([a-z]+).*", "$1");
    }

    /** The value of the field it adds to what comes from that client. */
    private String field(String client, String name, String content) {
        ScanQuestion.Client from = new ScanQuestion.Client(IpAddress.parse(client), 4321, Optional.empty(), "ehlo.example", Optional.empty(), Optional.empty());
        ScanAnswer answer = new MilterScanner("milter", server, "mx.example.com", ScannerOptions.NONE).scan(new ScanQuestion(new MemoryContent(content.getBytes(StandardCharsets.ISO_8859_1)),
                "s1/1", Optional.of(from), ReversePath.of(new Mailbox("a", DOMAIN)), List.of(new ScanQuestion.Addressee(new Mailbox("b", "example.com"), List.of())), START_MAX));
        return answer.allWishes().filter(ScanWish.AddField.class::isInstance).map(ScanWish.AddField.class::cast).filter(field -> field.name().equals(name)).map(ScanWish.AddField::value)
                .findFirst().orElseThrow(() -> new IllegalStateException("no " + name + " in " + answer));
    }

    public ScannerPolicy.Server server() {
        return server;
    }

    public int port() {
        return port;
    }

    @Override
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGSTOP: it keeps its port and answers nothing. */
    @Override
    public void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** SIGCONT. */
    public void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        if (new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor() != 0) {
            throw new IOException("kill " + name + " failed");
        }
    }

    private Path write(String name, List<String> lines) throws IOException {
        return Files.write(home.resolve(name), new ArrayList<>(lines), StandardOpenOption.CREATE_NEW);
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return any.getLocalPort();
        }
    }

    /** Kills it, paused or not, since some take seconds to end by themselves, and removes what it wrote. */
    @Override
    public void close() throws IOException {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

package org.gatepost.smtp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.protocol.BareLineFeed;
import org.gatepost.smtp.protocol.CountLimits;
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.LinkTerms;
import org.gatepost.smtp.protocol.ServiceOffer;
import org.gatepost.smtp.protocol.SessionLimits;
import org.gatepost.smtp.protocol.TlsSession;
import org.gatepost.smtp.spool.SpoolBudget;
import org.gatepost.smtp.spool.SpoolDirectory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DialogTest {

    private static final Path DIALOGS = Path.of("src/test/resources/dialogs");
    private static final long SEED = new Random().nextLong();

    @TempDir
    private static Path spool;

    static Stream<Path> dialogs() throws IOException {
        try (Stream<Path> files = Files.list(DIALOGS)) {
            return files.filter(f -> f.toString().endsWith(".smtp")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("dialogs")
    void runsAsWritten(Path file) throws IOException {
        play(file, there -> there);
    }

    @ParameterizedTest
    @MethodSource("dialogs")
    void runsTheSameOctetByOctet(Path file) throws IOException {
        // What tells a refused DATA that content follows is what has come behind it; octet by octet nothing has.
        if (!Dialog.read(file).settings.containsKey("unsplit")) {
            play(file, there -> 1);
        }
    }

    @ParameterizedTest
    @MethodSource("dialogs")
    void runsTheSameInPiecesOfAnySize(Path file) throws IOException {
        if (!Dialog.read(file).settings.containsKey("unsplit")) {
            Random random = new Random(SEED);
            System.out.println("dialogs in pieces, seed " + SEED);
            play(file, there -> 1 + random.nextInt(40));
        }
    }

    private static void play(Path file, IntUnaryOperator split) throws IOException {
        play(file, split, spool);
    }

    /** Plays one; contents lie below the directory. */
    static void play(Path file, IntUnaryOperator split, Path directoryOfSpools) throws IOException {
        Dialog dialog = Dialog.read(file);
        TestClock clock = new TestClock();
        SpoolBudget budget = new SpoolBudget(number(dialog, "spoolOctetsMax", 1 << 24), number(dialog, "spoolMemoryOctetsMax", 1 << 24));
        PortLoad load = new PortLoad(number(dialog, "contentsMax", 1), number(dialog, "openRecipientsMax", 1_000),
                number(dialog, "encryptedMax", 1));
        ContentPace pace = new ContentPace(number(dialog, "contentOctetsPerSecondMin", 500), duration(dialog, "contentGrace", ContentPace.DEFAULT.grace()));
        SpoolDirectory directory = new SpoolDirectory(directoryOfSpools.resolve("s"), budget);
        directory.prepare();
        PipeLink link = new PipeLink(dialog, clock, split);
        SessionLimits limits = dialog.settings.containsKey("needsTls") ? limits(dialog).on(new LinkTerms(false, false, true, Duration.ZERO)) : limits(dialog);
        if (dialog.settings.containsKey("greetPause")) {
            limits = limits.on(new LinkTerms(false, false, false, duration(dialog, "greetPause", Duration.ZERO)));
        }
        ScriptedPolicy policy = new ScriptedPolicy(limits, dialog.settings.containsKey("refusesConnections"));
        Connection connection = new Connection("test-1", "smtp", IpAddress.parse("192.0.2.1"), 40_000, IpAddress.parse("192.0.2.2"), 25, Optional.empty());
        policy.expectsProxy = dialog.settings.containsKey("proxy");
        policy.refusesEncrypted = dialog.settings.containsKey("refusesEncrypted");
        Arrival arrival = new Arrival(new ConnectRequest(connection, 1, 1), dialog.settings.getOrDefault("tls", "").equals("first"), client -> 7);
        new SmtpSession(new SessionSettings("mx.example", directory, machineClock(), clock, load, pace), link, arrival, policy).run();
        link.compareEnd();
        assertEquals(0, directory.open(), "contents left open");
        assertEquals(0, budget.used(), "octets of the budget left taken");
        assertEquals(0, budget.memoryUsed(), "memory of the budget left taken");
        assertEquals(0, load.contentsHeld() + load.recipientsHeld() + load.encryptedHeld(), "places left taken");
        assertEquals(1, policy.ends.size(), "onDisconnect is called once");
        if (dialog.settings.containsKey("messages")) {
            assertEquals(number(dialog, "messages", 0), policy.messages.size(), "messages accepted");
        }
        if (dialog.settings.containsKey("refusals")) {
            assertEquals(number(dialog, "refusals", 0), policy.refusals.size(), "refusals of the connector's own that policy was told of");
        }
        if (dialog.settings.containsKey("content")) {
            assertEquals(dialog.settings.get("content"), policy.messages.getLast().replace("\r", "\\r").replace("\n", "\\n"));
        }
        if (dialog.settings.containsKey("identity")) {
            assertEquals(dialog.settings.get("identity"), policy.mails.getLast().identity().orElse(""), "who policy was told sends");
        }
        if (dialog.settings.containsKey("client")) {
            Connection last = policy.ends.getFirst().connection();
            assertEquals(dialog.settings.get("client"), last.clientAddress() + " " + last.clientPort() + " " + last.tls().map(TlsSession::version).orElse("plain"));
        }
        if (dialog.settings.containsKey("hello")) {
            assertEquals(dialog.settings.get("hello"), policy.hellos.getLast().hello().name());
        }
        if (dialog.settings.containsKey("pauses")) {
            assertEquals(dialog.settings.get("pauses"), link.pauses.stream().map(Duration::toString).collect(Collectors.joining(" ")));
        }
        if (dialog.settings.containsKey("end")) {
            assertEquals(dialog.settings.get("end"), policy.ends.getFirst().reason().name());
        }
    }

    /** The machine's clock is set anew between any two looks: no dialog may go differently for it. */
    private static InstantSource machineClock() {
        AtomicLong looks = new AtomicLong();
        return () -> Instant.parse("2026-11-23T12:00:00Z").plus(Duration.ofHours(looks.incrementAndGet() % 2 == 0 ? 48 : -48));
    }

    private static SessionLimits limits(Dialog dialog) {
        SessionLimits usual = SessionLimits.DEFAULT;
        return new SessionLimits(number(dialog, "messageOctetsMax", 100 << 20), number(dialog, "recipientsMax", 1_000),
                number(dialog, "headerOctetsMax", 256 << 10), number(dialog, "textLineOctetsMax", 64 << 10), number(dialog, "errorsMax", 10),
                number(dialog, "transactionsMax", 100), duration(dialog, "idle", usual.idle()), duration(dialog, "whole", usual.whole()),
                BareLineFeed.valueOf(dialog.settings.getOrDefault("bareLineFeed", "NORMALIZE")), offer(dialog)).counting(counts(dialog));
    }

    private static CountLimits counts(Dialog dialog) {
        return new CountLimits(number(dialog, "recipientCutoff", CountLimits.UNLIMITED), number(dialog, "rejectedRecipients", CountLimits.UNLIMITED),
                number(dialog, "disconnectTransactions", CountLimits.UNLIMITED), number(dialog, "disconnectRecipients", CountLimits.UNLIMITED),
                number(dialog, "disconnectRejected", CountLimits.UNLIMITED));
    }

    /** The usual extensions and those the dialog names; {@code @offers} has each with its parameters behind an equals sign. */
    private static ServiceOffer offer(Dialog dialog) {
        ServiceOffer offer = ServiceOffer.DEFAULT;
        for (Map.Entry<String, Extension> setting : Map.of("auth", Extension.AUTH, "xclient", Extension.XCLIENT).entrySet()) {
            if (!dialog.settings.getOrDefault(setting.getKey(), "none").equals("none")) {
                offer = offer.with(setting.getValue(), dialog.settings.get(setting.getKey()));
            }
        }
        for (String word : dialog.settings.getOrDefault("offers", "").split(" ")) {
            if (!word.isEmpty()) {
                String[] parts = word.split("=", 2);
                offer = offer.with(Extension.valueOf(parts[0]), parts.length > 1 ? parts[1].replace(';', ' ') : "");
            }
        }
        return dialog.settings.containsKey("tls") ? offer.with(Extension.STARTTLS, "") : offer;
    }

    private static int number(Dialog dialog, String setting, int otherwise) {
        return Integer.parseInt(dialog.settings.getOrDefault(setting, Integer.toString(otherwise)));
    }

    private static Duration duration(Dialog dialog, String setting, Duration otherwise) {
        return Duration.parse(dialog.settings.getOrDefault(setting, otherwise.toString()));
    }
}

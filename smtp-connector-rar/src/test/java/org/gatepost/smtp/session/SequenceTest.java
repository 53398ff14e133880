package org.gatepost.smtp.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.LinkTerms;
import org.gatepost.smtp.protocol.ServiceOffer;
import org.gatepost.smtp.protocol.SessionLimits;
import org.gatepost.smtp.spool.SpoolBudget;
import org.gatepost.smtp.spool.SpoolDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command in every place, as the command table has it; and that no extension, parameter or command is without a dialog. */
class SequenceTest {

    private static final String GREETED = "EHLO client.example\r\n";
    private static final String SENDER = GREETED + "MAIL FROM:<a@remote.example>\r\n";
    private static final Map<Place, String> WAYS = Map.of(Place.CONNECTED, "", Place.GREETED, GREETED, Place.SENDER_GIVEN, SENDER,
            Place.RECIPIENTS_REFUSED, SENDER + "RCPT TO:<nobody@example.com>\r\n", Place.RECIPIENTS_ACCEPTED, SENDER + "RCPT TO:<alice@example.com>\r\n",
            Place.CHUNKS_BEGUN, SENDER + "RCPT TO:<alice@example.com>\r\nBDAT 3\r\nabc");
    /** Good arguments of each. */
    private static final Map<String, String> LINES = Map.ofEntries(Map.entry("EHLO", "EHLO other.example"), Map.entry("HELO", "HELO other.example"),
            Map.entry("AUTH", "AUTH PLAIN AGFsaWNlAGFsaWNl"), Map.entry("MAIL", "MAIL FROM:<b@remote.example>"), Map.entry("RCPT", "RCPT TO:<bob@example.com>"),
            Map.entry("DATA", "DATA"), Map.entry("BDAT", "BDAT 2 LAST\r\n\r\n"), Map.entry("STARTTLS", "STARTTLS"), Map.entry("XCLIENT", "XCLIENT NAME=c.example"),
            Map.entry("RSET", "RSET"), Map.entry("NOOP", "NOOP"), Map.entry("VRFY", "VRFY alice"), Map.entry("EXPN", "EXPN staff"), Map.entry("ETRN", "ETRN a.example"),
            Map.entry("HELP", "HELP"), Map.entry("QUIT", "QUIT"));
    private static final Path DIALOGS = Path.of("src/test/resources/dialogs");

    @TempDir
    private static Path spool;

    static Stream<CommandRow> rows() {
        return CommandTable.ROWS.stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isTakenWhereTheTableSaysAndElseChangesNothing(CommandRow row) throws IOException {
        String command = LINES.get(row.verb()) + (row.verb().equals("BDAT") ? "" : "\r\n");
        for (Place place : Place.values()) {
            String told = row.verb() + " when " + place + ": ";
            String said = behind(place, command);
            String refusal = place.refusal(row.verb()) + "\r\n";
            if (row.places().contains(place)) {
                assertTrue(said.matches("(?s)(2|354).*"), told + said);
            } else {
                assertEquals(refusal + refusal + "250 2.0.0 ok\r\n", behind(place, command, command, "NOOP\r\n"), told);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isTakenBeforeTlsWhereTheTableSays(CommandRow row) throws IOException {
        SessionLimits needsTls = offeringAll().on(new LinkTerms(false, false, true, Duration.ZERO));
        String command = LINES.get(row.verb()) + (row.verb().equals("BDAT") ? "" : "\r\n");
        String said = play(needsTls, "EHLO client.example\r\n", command).substring(play(needsTls, "EHLO client.example\r\n").length());
        assertEquals(!row.beforeTls(), said.startsWith("530 5.7.0 "), row.verb() + ": " + said);
    }

    @Test
    void whatIsSentInOneGroupIsAnsweredInItsOrder() throws IOException {
        String said = play(offeringAll(), "EHLO c.example\r\nMAIL FROM:<>\r\nRCPT TO:<nobody@example.com>\r\nRCPT TO:<alice@example.com>\r\nRSET\r\nDATA\r\n");
        assertTrue(said.endsWith("250 2.1.0 sender ok\r\n550 5.1.1 no such user here\r\n250 2.1.5 recipient ok\r\n250 2.0.0 ok\r\n503 5.5.1 say MAIL first\r\n") , said);
    }

    @Test
    void everyCommandExtensionAndParameterHasItsDialog() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(DIALOGS)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".smtp")).sorted().toList()) {
                all.append(Files.readString(file)).append('\n');
            }
        }
        List<String> missing = new ArrayList<>();
        CommandTable.ROWS.forEach(row -> note(missing, all, "(?mi)^C: " + row.verb() + "\\b", row.verb()));
        for (Extension extension : Extension.values()) {
            note(missing, all, "(?m)^S: 250[- ]" + extension.keyword() + "\\b", extension.keyword());
        }
        offeringAll().offer().mailParameters().forEach(name -> note(missing, all, "(?m)^C: MAIL .*\\b" + name + "\\b", "MAIL " + name));
        offeringAll().offer().rcptParameters().forEach(name -> note(missing, all, "(?m)^C: RCPT .*\\b" + name + "\\b", "RCPT " + name));
        assertEquals(List.of(), missing);
        assertFalse(LINES.size() < CommandTable.ROWS.size());
    }

    private static void note(List<String> missing, CharSequence all, String pattern, String what) {
        if (!Pattern.compile(pattern).matcher(all).find()) {
            missing.add(what);
        }
    }

    private static SessionLimits offeringAll() {
        ServiceOffer offer = ServiceOffer.DEFAULT;
        for (Extension extension : Extension.values()) {
            offer = offer.with(extension, extension == Extension.XCLIENT ? "NAME" : "PLAIN");
        }
        return SessionLimits.DEFAULT.offering(offer);
    }

    /** What is said to these, sent one after the other when the session has come to that place. */
    private static String behind(Place place, String... groups) throws IOException {
        List<String> all = new ArrayList<>(List.of(WAYS.get(place)));
        String before = play(offeringAll(), WAYS.get(place));
        all.addAll(List.of(groups));
        return play(offeringAll(), all.toArray(String[]::new)).substring(before.length());
    }

    private static String play(SessionLimits limits, String... groups) throws IOException {
        SpoolDirectory directory = new SpoolDirectory(spool.resolve("s"), new SpoolBudget(1 << 20, 1 << 20));
        directory.prepare();
        OctetLink link = new OctetLink(Stream.of(groups).map(group -> group.getBytes(ISO_8859_1)).toList(), there -> there);
        TestClock clock = new TestClock();
        Connection connection = new Connection("s", "smtp", IpAddress.parse("192.0.2.1"), 1, IpAddress.parse("192.0.2.2"), 25, Optional.empty());
        new SmtpSession(new SessionSettings("mx.example", directory, clock, clock), link, new ConnectRequest(connection, 1, 1), new ScriptedPolicy(limits, false)).run();
        return link.said();
    }
}

package org.gatepost.adapter.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Stream;

import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;

import org.gatepost.dsn.DsnReport;
import org.gatepost.dsn.DsnReport.Action;
import org.gatepost.dsn.DsnReport.PerRecipient;
import org.gatepost.mail.QueueId;
import org.gatepost.smtp.protocol.EnhancedStatus;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.OriginalRecipient;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.Ret;
import org.gatepost.trace.AlarmList;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Reports as files: what is reported, the original, and what a parser finds in the report. The files are {@code dsn/*.report}: settings, a line
 * {@code ---}, the original, a line {@code ---}, what is expected: {@code header Name: value}, {@code part N Name: value}, {@code status N Name: value} (0 is
 * the message's group) and {@code text ...} for a line of the text. A value {@code -} means that the field is not there.
 */
class ReportFilesTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private static final Session UTF_8 = Session.getInstance(allowingUtf8());

    private static Properties allowingUtf8() {
        Properties properties = new Properties();
        properties.setProperty("mail.mime.allowutf8", "true");
        return properties;
    }

    @TestFactory
    Stream<DynamicTest> q04DsnFormatAndLocalisation() throws IOException, URISyntaxException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of(ReportFilesTest.class.getResource("/dsn").toURI()))) {
            all.filter(file -> file.toString().endsWith(".report")).sorted().forEach(files::add);
        }
        assertTrue(files.size() > 8, "reports: " + files.size());
        return files.stream().map(file -> DynamicTest.dynamicTest("q04 " + file.getFileName(), () -> check(Files.readString(file))));
    }

    private static void check(String file) throws Exception {
        String[] sections = file.split("(?m)^---\\n", -1);
        assertEquals(3, sections.length);
        Map<String, List<String>> settings = new LinkedHashMap<>();
        sections[0].lines().filter(line -> !line.startsWith("#") && !line.isBlank())
                .forEach(line -> settings.computeIfAbsent(line.split(": ", 2)[0], name -> new ArrayList<>()).add(line.split(": ", 2)[1]));
        byte[] original = sections[1].replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        ReportTexts texts = new ReportTexts(Optional.empty(), "en", Map.of(".es", "es", "firma.example", "de"), new AlarmList());
        byte[] octets = new JakartaMailDsnRenderer(texts).render(report(settings), new ByteArrayInputStream(original), original.length);
        MimeMessage message = new MimeMessage(UTF_8, new ByteArrayInputStream(octets));
        MimeMultipart parts = (MimeMultipart) message.getContent();
        assertEquals(3, parts.getCount());
        List<InternetHeaders> groups = groups(decoded((MimeBodyPart) parts.getBodyPart(1)));
        List<String> text = new String(decoded((MimeBodyPart) parts.getBodyPart(0)), StandardCharsets.UTF_8).lines().toList();
        for (String line : sections[2].lines().filter(each -> !each.isBlank()).toList()) {
            String[] words = line.split(" ", 3);
            switch (words[0]) {
                case "header" -> assertField(line.substring(7), message.getHeader(name(line.substring(7)), null));
                case "part" -> assertField(words[2], ((MimeBodyPart) parts.getBodyPart(Integer.parseInt(words[1]))).getHeader(name(words[2]), null));
                case "status" -> assertField(words[2], groups.get(Integer.parseInt(words[1])).getHeader(name(words[2]), null));
                case "groups" -> assertEquals(Integer.parseInt(words[1]), groups.size());
                case "text" -> assertTrue(text.contains(line.substring(5)), () -> line + " is not in " + text);
                default -> throw new IllegalArgumentException(line);
            }
        }
    }

    private static String name(String field) {
        return field.split(": ", 2)[0];
    }

    private static void assertField(String expected, String found) {
        String value = expected.split(": ", 2)[1];
        assertEquals(value, found == null ? "-" : found.replaceAll("\\s*\r\n\\s+", " ").replaceAll("; boundary=.*", ""), name(expected));
    }

    private static byte[] decoded(MimeBodyPart part) throws Exception {
        try (InputStream in = MimeUtility.decode(part.getRawInputStream(), part.getHeader("Content-Transfer-Encoding", null))) {
            return in.readAllBytes();
        }
    }

    private static List<InternetHeaders> groups(byte[] octets) throws Exception {
        List<InternetHeaders> groups = new ArrayList<>();
        for (String group : new String(octets, StandardCharsets.UTF_8).split("\r\n\r\n")) {
            groups.add(new InternetHeaders(new ByteArrayInputStream((group + "\r\n\r\n").getBytes(StandardCharsets.UTF_8)), true));
        }
        assertTrue(Collections.list(groups.getFirst().getAllHeaderLines()).size() > 1);
        return groups;
    }

    /** {@code recipient: address | ORCPT or - | action | status | next hop or - | reply or - | hours to be tried yet or -}. */
    private static DsnReport report(Map<String, List<String>> settings) {
        Random random = new Random(1);
        List<PerRecipient> recipients = settings.get("recipient").stream().map(line -> {
            String[] parts = line.split(" \\| ", -1);
            return new PerRecipient(mailbox(parts[0]), given(parts[1]).map(orcpt -> new OriginalRecipient(orcpt.split(";", 2)[0], orcpt.split(";", 2)[1])),
                    Action.valueOf(parts[2].toUpperCase(Locale.ROOT)), EnhancedStatus.of(parts[3]), given(parts[4]), given(parts[5]).map(ReportFilesTest::reply), NOW,
                    given(parts[6]).map(hours -> NOW.plusSeconds(3_600 * Long.parseLong(hours))));
        }).toList();
        Optional<String> client = Optional.ofNullable(settings.get("client")).map(List::getFirst);
        return new DsnReport(QueueId.make(NOW, random), QueueId.make(NOW, random), mailbox(settings.get("to").getFirst()), "gate.example",
                Optional.ofNullable(settings.get("envid")).map(List::getFirst), NOW.minusSeconds(5 * 3_600),
                client.map(from -> new DsnReport.ReceivedFrom(from.split(" ")[0], IpAddress.parse(from.split(" ")[1]))),
                Ret.valueOf(settings.get("returns").getFirst()), recipients);
    }

    private static Optional<String> given(String text) {
        return text.equals("-") ? Optional.empty() : Optional.of(text);
    }

    private static Reply reply(String text) {
        String[] words = text.split(" ", 3);
        return Reply.of(Integer.parseInt(words[0]), words[1], words[2]);
    }

    private static Mailbox mailbox(String address) {
        int at = address.lastIndexOf('@');
        return new Mailbox(address.substring(0, at), address.substring(at + 1));
    }
}

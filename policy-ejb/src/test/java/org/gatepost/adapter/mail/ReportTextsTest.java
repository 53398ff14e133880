package org.gatepost.adapter.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.gatepost.trace.AlarmList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTextsTest {

    private final AlarmList alarms = new AlarmList();

    @TempDir
    private Path directory;

    @Test
    void theHeaderSaysTheLanguageBeforeTheDomain() {
        ReportTexts texts = texts();
        assertEquals("fr", texts.choose("Accept-Language: fr\r\n", "firma.example").language());
        assertEquals("de", texts.choose("Subject: x\r\n", "firma.example").language());
        assertEquals("es", texts.choose("", "mail.empresa.es").language());
        assertEquals("en", texts.choose("", "remote.example").language());
    }

    @Test
    void theBestQualityWeHaveIsTaken() {
        assertEquals("ja", texts().choose("Accept-Language: en;q=0.3, ja-JP;q=0.8,\r\n de;q=0.5\r\n", "x").language());
        assertEquals("de", texts().choose("Accept-Language: nl, de-AT (mine);q=0.1, en;q=0\r\n", "x").language());
        assertEquals("fr", texts().choose("Content-Language: fr\r\n", "x").language());
        assertEquals("de", texts().choose("Content-Language: fr\r\nPreferred-Language: de\r\n", "x").language());
    }

    @Test
    void nothingASenderWritesThereIsAPath() {
        assertEquals("en", texts().choose("Accept-Language: ../../etc/passwd, de/../fr, *, " + "x,".repeat(5_000) + "\r\n", "x").language());
    }

    @Test
    void languagesBeyondTheTwentiethAreNotLookedAt() {
        assertEquals("de", texts().choose("Accept-Language: " + "xx,".repeat(ReportTexts.NAMED_MAX - 1) + "de\r\n", "x").language());
        assertEquals("en", texts().choose("Accept-Language: " + "xx,".repeat(ReportTexts.NAMED_MAX) + "de\r\n", "x").language());
    }

    @Test
    void anAdministratorsFileHoldsInsteadOfOursAndMayAddALanguage() throws IOException {
        ReportTexts texts = texts();
        Files.writeString(directory.resolve("de.txt"), ours("de").replace("Verzögerte", "Langsame"));
        Files.writeString(directory.resolve("pt.txt"), ours("es"));
        assertEquals("Langsame Nachricht: %A", texts.choose("Accept-Language: de\r\n", "x").section("subject-delayed"));
        assertEquals("pt", texts.choose("Accept-Language: pt\r\n", "x").language());
        assertEquals(Map.of(), alarms.standing());
    }

    @Test
    void aBrokenFileRaisesAnAlarmAndOursHoldsUntilItIsMended() throws IOException {
        ReportTexts texts = texts();
        Path file = directory.resolve("de.txt");
        Files.writeString(file, "[body]\nx\n");
        assertEquals("de", texts.choose("Accept-Language: de\r\n", "x").language());
        assertEquals(Set.of("dsn:texts:de"), alarms.standing().keySet());
        assertTrue(alarms.standing().get("dsn:texts:de").contains("section [subject-failed] is missing or empty"), alarms.standing().toString());
        Files.writeString(file, ours("de"));
        Files.setLastModifiedTime(file, FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() + 2_000));
        texts.choose("Accept-Language: de\r\n", "x");
        assertEquals(Map.of(), alarms.standing());
    }

    @Test
    void aBrokenFileThatIsTakenAwayIsNoAlarmAnyLonger() throws IOException {
        ReportTexts texts = texts();
        Path file = directory.resolve("de.txt");
        Files.writeString(file, "%");
        texts.choose("Accept-Language: de\r\n", "x");
        assertEquals(Set.of("dsn:texts:de"), alarms.standing().keySet());
        Files.delete(file);
        texts.choose("Accept-Language: de\r\n", "x");
        assertEquals(Map.of(), alarms.standing());
    }

    @Test
    void aFileOneOctetTooLargeIsNotRead() throws IOException {
        String ours = ours("fr");
        String padded = "x\n".repeat((ReportText.OCTETS_MAX - ours.getBytes(StandardCharsets.UTF_8).length) / 2) + ours;
        Files.writeString(directory.resolve("fr.txt"), padded + "\n".repeat(ReportText.OCTETS_MAX + 1 - padded.getBytes(StandardCharsets.UTF_8).length));
        texts().choose("Accept-Language: fr\r\n", "x");
        assertTrue(alarms.standing().get("dsn:texts:fr").endsWith("it has more than 65536 octets"), alarms.standing().toString());
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        String ours = ours("en");
        for (String[] each : new String[][] {{"<%A> has got it", "%Q has got it", "section [recipient-delivered]: %Q stands for nothing here"},
            {"Your message was delivered", "%R", "section [opening-delivered]: %R stands for nothing here"},
            {"[minutes]", "[minutos]", "section [minutes] is missing or empty"}, {"[minute]", "[more]\nx\n[minute]", "there is no section [more]"},
            {"[minute]", "[hour]\nx\n[minute]", "section [hour] is there twice"},
            {"Your message is attached.", "x".repeat(79), "section [returned-full]: a line has more than 78 characters"},
            {"Your message is attached.", "\uFFFD", "section [returned-full]: not UTF-8, or a control character"}}) {
            String text = ours.replace(each[0], each[1]);
            assertEquals(each[2], assertThrows(IllegalArgumentException.class, () -> ReportText.parse("en", text)).getMessage());
        }
    }

    private ReportTexts texts() {
        return new ReportTexts(Optional.of(directory), "en", Map.of(".es", "es", "firma.example", "de"), alarms);
    }

    private static String ours(String language) throws IOException {
        try (InputStream in = ReportTexts.class.getResourceAsStream("dsn/" + language + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

package org.gatepost.conversion;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.gatepost.mail.MimeWalk;
import org.gatepost.mail.SevenBitReader;
import org.gatepost.smtp.spool.MemoryContent;
import org.junit.jupiter.api.Test;

/** What becomes of parts, with programs that are here in memory. */
class ConversionTest {

    private static final String TWO = """
            From: a@remote.example
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            before
            --b
            Content-Type: text/plain

            hello
            --b
            Content-Type: application/octet-stream; name="Letter.EXE"
            Content-Disposition: attachment; filename="Letter.EXE "
            Content-Transfer-Encoding: base64
            Content-MD5: x

            YWJj
            --b--
            after
            """.replace("\n", "\r\n");

    private final List<PartPrograms.Question> asked = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private PartPrograms.Answer answer = new PartPrograms.Answer.Made("made".getBytes(UTF_8));
    private Instant now = Instant.EPOCH;
    private int ways = 1;
    private Duration each = Duration.ZERO;

    private PartPrograms.Answer run(PartPrograms.Question question) {
        asked.add(question);
        try (InputStream octets = question.octets().open()) {
            heard.add(new String(octets.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        now = now.plus(each);
        return answer;
    }

    private Converted converted(String message, String entries, String... tags) throws IOException {
        ConversionEntries read = assertInstanceOf(ConversionReading.Read.class, ConversionReader.read("site", entries)).entries();
        MemoryContent content = new MemoryContent(message.getBytes(ISO_8859_1));
        try {
            Conversion conversion = new Conversion(this::run, () -> now);
            Conversion.Budget budget = conversion.budget();
            for (int way = 1; way < ways; way++) {
                conversion.convert(content, read, "tcp_local", "tcp_way" + way, List.of(tags), budget);
            }
            return conversion.convert(content, read, "tcp_local", "tcp_lmtpcs", List.of(tags), budget);
        } finally {
            content.close();
        }
    }

    private String text(String message, String entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertInstanceOf(Converted.Passed.class, converted(message, entries)).edits().apply(new ByteArrayInputStream(message.getBytes(ISO_8859_1)), out);
        return out.toString(ISO_8859_1);
    }

    @Test
    void aPartIsTakenOutWithItsDelimiter() throws IOException {
        assertEquals(TWO.substring(0, TWO.indexOf("--b\r\nContent-Type: application")) + "--b--\r\nafter\r\n", text(TWO, "in-name=*.exe; delete=1"));
        assertEquals(TWO.substring(0, TWO.indexOf("--b")) + TWO.substring(TWO.indexOf("--b\r\nContent-Type: application")), text(TWO, "in-type=text; delete=1"));
        assertEquals(List.of("site line 1: part 3 application/octet-stream deleted"), ((Converted.Passed) converted(TWO, "in-name=*.exe; delete=1")).did());
    }

    @Test
    void theLastOfAMultipartAndTheMessageItselfBecomeEmptyText() throws IOException {
        String none = text(TWO, "delete=1");
        assertEquals(TWO.substring(0, TWO.indexOf("--b")) + "--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n\r\n--b--\r\nafter\r\n", none);
        assertEquals("Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n\r\n", text("Subject: x\r\n\r\nhello\r\n", "delete=1"));
    }

    @Test
    void aTextStandsInThePlaceOfAPartAndNothingOfItsNameStays() throws IOException {
        assertEquals(TWO.substring(0, TWO.indexOf("--b\r\nContent-Type: application")) + "--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getEncoder().encodeToString("taken \u00fcber".getBytes(UTF_8)) + "\r\n--b--\r\nafter\r\n", text(TWO, "in-name=*.exe; replace=\"taken \u00fcber\""));
    }

    @Test
    void aProgramIsGivenTheDecodedOctetsAndWhatTheyAre() throws IOException {
        String made = text(TWO, "in-type=application; command=/usr/bin/x; out-type=application; out-subtype=pdf; timeout=5; octets=7");
        assertEquals(List.of("abc"), heard);
        assertEquals(Map.of("IN_CHANNEL", "tcp_local", "OUT_CHANNEL", "tcp_lmtpcs", "CONVERSION_TAG", "", "INPUT_TYPE", "application", "INPUT_SUBTYPE", "octet-stream", "INPUT_DISPOSITION", "attachment",
                "INPUT_NAME", "letter.exe"), asked.getFirst().environment());
        assertEquals(Duration.ofSeconds(5), asked.getFirst().deadline());
        assertEquals(7, asked.getFirst().octetsMax());
        assertTrue(made.contains("--b\r\nContent-Disposition: attachment; filename=\"Letter.EXE \"\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nbWFkZQ==\r\n--b--\r\nafter\r\n"), made);
    }

    @Test
    void withoutAnotherTypeTheFieldStaysAsItIs() throws IOException {
        assertTrue(text(TWO, "in-type=application; command=/usr/bin/x").contains("Content-Type: application/octet-stream; name=\"Letter.EXE\"\r\nContent-Disposition: attachment; filename=\"Letter.EXE \"\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\nbWFkZQ==\r\n--b--"));
    }

    @Test
    void theFirstEntryThatFitsCountsAndATagIsACondition() throws IOException {
        String entries = "tag=no*; hold=tagged\n\nout-channel=tcp_local; hold=elsewhere\n\nin-channel=tcp_local; in-subtype=octet-*; in-disposition=attachment; refuse=first\n\nhold=never";
        assertEquals(new Converted.Held("site line 7: part 2 text/plain: never"), converted(TWO, entries));
        assertEquals(new Converted.Held("site line 1: part 2 text/plain: tagged"), converted(TWO, entries, "yes", "nothing"));
        assertEquals(new Converted.Refused("first", "site line 5: part 3 application/octet-stream"), converted(TWO, entries.substring(0, entries.lastIndexOf('\n'))));
    }

    @Test
    void eachNameOfAPartIsLookedAt() throws IOException {
        assertInstanceOf(Converted.Held.class, converted(TWO.replace("filename=\"Letter.EXE \"", "filename=a.txt"), "in-name=*.exe; hold=a"));
        assertInstanceOf(Converted.Held.class, converted(TWO.replace("; name=\"Letter.EXE\"", ""), "in-name=*.exe; hold=a"));
        assertInstanceOf(Converted.Passed.class, converted(TWO.replace(".EXE", ".txt"), "in-name=*.exe; hold=a"));
    }

    @Test
    void aProgramMayLeaveDeleteRefuseOrHoldAndWhatItDoesNotSayIsNotDecided() throws IOException {
        String entries = "in-type=application; command=/usr/bin/x";
        answer = new PartPrograms.Answer.Unchanged();
        assertEquals(TWO, text(TWO, entries));
        answer = new PartPrograms.Answer.Delete();
        assertTrue(!text(TWO, entries).contains("application"));
        answer = new PartPrograms.Answer.Refuse();
        assertInstanceOf(Converted.Refused.class, converted(TWO, entries));
        answer = new PartPrograms.Answer.Hold();
        assertInstanceOf(Converted.Held.class, converted(TWO, entries));
        answer = new PartPrograms.Answer.Unavailable("ended with 1");
        assertEquals(new Converted.Undecided("site line 1: part 3 application/octet-stream: ended with 1"), converted(TWO, entries));
    }

    @Test
    void whatIsMoreThanMayBeDoneIsHeld() throws IOException {
        String many = TWO.substring(0, TWO.indexOf("--b")) + "--b\r\n\r\nx\r\n".repeat(Conversion.PROGRAMS_MAX) + "--b--\r\n";
        assertInstanceOf(Converted.Passed.class, converted(many, "command=/usr/bin/x"));
        assertEquals(new Converted.Held("more than 20 programs to run for it"), converted(many.replace("--b--", "--b\r\n\r\nx\r\n--b--"), "command=/usr/bin/x"));
        answer = new PartPrograms.Answer.Made(new byte[1 << 20]);
        assertEquals(new Converted.Held("more than 1048576 octets to put into it"), converted(many, "command=/usr/bin/x"));
        assertInstanceOf(Converted.Held.class, converted(TWO.replace("base64", "x-uuencode"), "in-type=application; command=/usr/bin/x"));
        assertInstanceOf(Converted.Held.class, converted("X: " + "x".repeat(300_000) + "\r\n\r\n", "delete=1"));
        assertInstanceOf(Converted.Held.class, converted(TWO.replace("hello\r\n", "--b\r\n\r\nx\r\n".repeat(MimeWalk.PARTS_MAX)), "delete=1"));
    }

    @Test
    void allProgramsOfAMessageHaveOneTime() throws IOException {
        each = Conversion.ROUND_MAX.minusSeconds(1);
        String three = TWO.replace("--b--", "--b\r\n\r\nx\r\n--b--");
        assertEquals(new Converted.Undecided("site line 1: part 4 text/plain: all programs took more than 60 s"), converted(three, "command=/usr/bin/x; timeout=300"));
        assertEquals(List.of(Duration.ofSeconds(60), Duration.ofSeconds(1)), asked.stream().map(PartPrograms.Question::deadline).toList());
    }

    @Test
    void allWaysOfAMessageShareItsTimeAndItsPrograms() throws IOException {
        ways = 2;
        each = Conversion.ROUND_MAX.dividedBy(4);
        assertInstanceOf(Converted.Passed.class, converted(TWO, "command=/usr/bin/x; timeout=300"));
        assertEquals(Duration.ofSeconds(15), asked.getLast().deadline());
        each = Duration.ZERO;
        String eleven = TWO.substring(0, TWO.indexOf("--b")) + "--b\r\n\r\nx\r\n".repeat(Conversion.PROGRAMS_MAX / 2 + 1) + "--b--\r\n";
        assertEquals(new Converted.Held("more than 20 programs to run for it"), converted(eleven, "command=/usr/bin/x"));
    }

    @Test
    void partsWithinMessagesWithinPartsAreFoundAndEmptyOnesKeepTheirDelimiters() throws IOException {
        String outer = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n" + TWO + "\r\n--o\r\nContent-Type: text/html\r\n\r\n--o--\r\n";
        String made = text(outer, "in-type=application; delete=1\n\nin-subtype=html; command=/usr/bin/x");
        assertEquals(outer.substring(0, outer.indexOf("--b\r\nContent-Type: application")) + "--b--\r\nafter\r\n\r\n--o\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nbWFkZQ==\r\n--o--\r\n", made);
        assertEquals(List.of(""), heard);
    }

    @Test
    void aMessageThatSaysNothingOfMimeIsTakenApartAllTheSame() throws IOException {
        String silent = TWO.replace("MIME-Version: 1.0\r\n", "");
        assertEquals(silent.substring(0, silent.indexOf("--b\r\nContent-Type: application")) + "--b--\r\nafter\r\n", text(silent, "in-name=*.exe; delete=1"));
    }

    @Test
    void whateverStandsInAMessageNothingIsLeftOfWhatIsTakenOut() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> pieces = List.of("--b\r\n", "--b--\r\n", "--c\r\n", "--c--\r\n", "--b", "\r\n", "\r\n", "\n", "text\r\n", "Content-Type: multipart/mixed; boundary=c\r\n", "Content-Type: message/rfc822\r\n",
                "Content-Type: application/x; name=a.exe\r\n", "Content-Disposition: attachment; filename=b.exe\r\n", "Content-Transfer-Encoding: base64\r\n", "Content-Type: multipart/digest; boundary=\"b\"\r\n");
        String entries = "in-name=*.exe; delete=1\n\nin-type=text; replace=\"x\"\n";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder message = new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
            random.ints(random.nextInt(30), 0, pieces.size()).forEach(piece -> message.append(pieces.get(piece)));
            String once = text(message.toString(), entries);
            assertEquals(List.of(), ((Converted.Passed) converted(once, "in-name=*.exe; delete=1")).did(), "seed " + seed + ": " + message);
        }
    }

    @Test
    void whatWasPutInIsNotMadeSevenBitAgain() throws IOException, SevenBitReader.NotConvertible {
        String eight = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n\u00fc\r\n--b\r\nContent-Transfer-Encoding: 8bit\r\nContent-Type: text/html\r\n\r\n\u00fc\u00fc\r\n--b--\r\n";
        byte[] octets = eight.getBytes(ISO_8859_1);
        Converted.Passed passed = assertInstanceOf(Converted.Passed.class, converted(eight, "command=/usr/bin/x"));
        byte[] edited = passed.edits().applied(new ByteArrayInputStream(octets)).readAllBytes();
        String made = "Content-Transfer-Encoding: base64\r\n\r\nbWFkZQ==\r\n--b";
        assertEquals("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + made + "\r\nContent-Type: text/html\r\n" + made + "--\r\n", new String(edited, ISO_8859_1));
        assertTrue(SevenBitReader.read(new ByteArrayInputStream(edited)).isEmpty());
    }
}

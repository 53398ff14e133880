package org.gatepost.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

import jakarta.mail.BodyPart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import org.gatepost.smtp.spool.MemoryContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** L12 What a list writes before and behind a message: every octet is known. */
class TextEditsTest {

    private static final String TOP = "Subject: x\r\nMIME-Version: 1.0\r\n";
    private static final String BEFORE = "This is a list.\r\n";
    private static final String BEHIND = "-- \r\nLeave it at any time.\r\n";

    private HeaderEdits known = HeaderEdits.NONE;
    private String said = "";

    @ParameterizedTest
    @ValueSource(strings = {"", "MIME-Version: 1.0\r\nContent-Type: text/plain\r\n", "Content-Type: text/plain; charset=\"ISO-8859-15\"\r\nContent-Transfer-Encoding: 8bit\r\n",
            "Content-Type: TEXT/PLAIN;\r\n\tcharset=utf-8\r\nContent-Transfer-Encoding: 7Bit\r\nContent-Disposition: inline\r\n", "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"})
    void aPlainTextIsPutIntoPlainText(String fields) throws IOException {
        String header = fields + "Subject: x\r\n\r\n";
        assertEquals(header + BEFORE + "Gr\u00fc\u00dfe\r\n" + BEHIND.replace("-- \r\n", fields.contains("quoted") ? "--=20\r\n" : "-- \r\n"), written(BEFORE, BEHIND, header + "Gr\u00fc\u00dfe\r\n"));
        assertEquals("put into the text", said);
    }

    @Test
    void oneOfTheTwoIsEnough() throws IOException {
        assertEquals("Subject: x\r\n\r\n" + BEFORE + "a\r\n", written(BEFORE, "", "Subject: x\r\n\r\na\r\n"));
        assertEquals("Subject: x\r\n\r\na\r\n" + BEHIND, written("", BEHIND, "Subject: x\r\n\r\na\r\n"));
    }

    @Test
    void aBodyThatEndsWithinALineIsEndedFirst() throws IOException {
        assertEquals("Subject: x\r\n\r\na\r\n" + BEHIND, written("", BEHIND, "Subject: x\r\n\r\na"));
        assertEquals("Subject: x\r\n\r\n" + BEFORE + BEHIND, written(BEFORE, BEHIND, "Subject: x\r\n\r\n"));
    }

    @Test
    void otherCharactersAreWrittenAsTheBodyIs() throws IOException {
        String utf8 = TOP + "Content-Type: text/plain; charset=utf-8\r\n";
        assertEquals(utf8 + "Content-Transfer-Encoding: quoted-printable\r\n\r\nf=C3=BCr dich=20\r\na\r\n", written("f\u00fcr dich \r\n", "", utf8 + "Content-Transfer-Encoding: quoted-printable\r\n\r\na\r\n"));
        assertEquals(utf8 + "Content-Transfer-Encoding: 8bit\r\n\r\n" + new String("f\u00fcr\r\n".getBytes(UTF_8), ISO_8859_1) + "a\r\n", written("f\u00fcr\r\n", "", utf8 + "Content-Transfer-Encoding: 8bit\r\n\r\na\r\n"));
    }

    @Test
    void aSoftLineBreakAtTheEndDoesNotJoinTheTexts() throws IOException {
        String quoted = TOP + "Content-Transfer-Encoding: quoted-printable\r\n\r\n";
        assertEquals(quoted + "a= \r\n\r\nb\r\n", written("", "b\r\n", quoted + "a= \r\n"));
        assertEquals(quoted + "a=\r\n\r\nb\r\n", written("", "b\r\n", quoted + "a="));
        String flowed = TOP + "Content-Type: text/plain; format=flowed\r\n\r\n";
        assertEquals(flowed + " > x\r\n\r\n From here\r\na \r\n\r\n-- \r\n  y\r\n", written("> x  \r\n   \r\nFrom here\r\n".replace("   \r\n", "\r\n"), "-- \r\n y\r\n", flowed + "a \r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Type: text/html\r\n", "Content-Type: text/plain; charset=utf-16\r\n", "Content-Type: text/plain; charset=iso-2022-jp\r\n", "Content-Transfer-Encoding: base64\r\n",
            "Content-Transfer-Encoding: binary\r\n", "Content-Type: text/plain\r\nContent-Disposition: attachment\r\n", "Content-Type: multipart/alternative; boundary=b\r\n", "Content-Type: message/rfc822\r\n",
            "Content-Type: text/plain\r\nContent-Type: text/html\r\n", "Content-Type: text/plain\r\nContent-MD5: x\r\n", "Content-Type: text/plain; charset*=utf-8''utf-8\r\n", "Content-Transfer-Encoding: x-uuencode\r\n"})
    void whatCannotTakeItIsOnePartOfThree(String fields) throws Exception {
        String body = "--b\r\n\r\na\r\n--b--\r\n";
        String written = written(BEFORE, BEHIND, "Subject: x\r\n" + fields + "X-Last: y\r\n\r\n" + body);
        assertEquals("Subject: x\r\nX-Last: y\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"=_1\"\r\nContent-Transfer-Encoding: " + (fields.contains("binary") ? "binary" : "7bit")
                + "\r\n\r\n--=_1\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n" + BEFORE + "\r\n--=_1\r\n" + fields + "\r\n" + body
                + "\r\n--=_1\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nLS0gDQpMZWF2ZSBpdCBhdCBhbnkgdGltZS4NCg==\r\n--=_1--\r\n", written);
        assertEquals("put round the message", said);
    }

    @Test
    void theParts() throws Exception {
        String body = "--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGr\u00fc\u00dfe\r\n--b\r\n\r\nb\r\n--b--\r\n";
        MimeMultipart parts = (MimeMultipart) parsed(written("f\u00fcr dich\r\n", "", TOP + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + body)).getContent();
        assertEquals(2, parts.getCount());
        assertEquals("f\u00fcr dich\r\n", parts.getBodyPart(0).getContent());
        BodyPart came = parts.getBodyPart(1);
        assertEquals(body, new String(came.getInputStream().readAllBytes(), ISO_8859_1));
        assertEquals("Gr\u00fc\u00dfe", ((MimeMultipart) came.getContent()).getBodyPart(0).getContent());
        assertTrue(written("", "x\r\n", TOP + "Content-Type: text/html\r\n\r\n\u00fc\r\n").contains("\"=_1\"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n--=_1\r\nContent-Type: text/html\r\n\r\n\u00fc\r\n\r\n--=_1\r\n"));
        assertEquals(2, ((MimeMultipart) parsed(written("", "x\r\n", TOP + "Content-Type: text/html\r\n\r\n<p>")).getContent()).getCount());
    }

    @Test
    void aTextWithLongLinesAndCharactersThatTheBodyHasNotIsAPart() throws Exception {
        String ascii = TOP + "\r\na\r\n";
        written("x".repeat(TextPart.LINE_MAX) + "\r\n", "", ascii);
        assertEquals("put into the text", said);
        String longer = "x".repeat(TextPart.LINE_MAX + 1) + "\r\n";
        String written = written(longer, "", ascii);
        assertEquals("put round the message", said);
        assertTrue(written.lines().allMatch(line -> line.length() <= 76), written);
        assertEquals(longer, ((MimeMultipart) parsed(written).getContent()).getBodyPart(0).getContent());
        written("\u00fc\r\n", "", ascii);
        assertEquals("put round the message", said);
        written("\u00fc\r\n", "", TOP + "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\na\r\n");
        assertEquals("put round the message", said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/signed; protocol=\"application/pgp-signature\"; boundary=b", "multipart/encrypted; boundary=b", "application/pkcs7-mime; smime-type=enveloped-data", "Application/X-PKCS7-MIME",
            "multipart/report; report-type=delivery-status; boundary=b", "message/partial; id=1; number=1"})
    void whatIsSignedOrReadByProgramsStaysAsItIs(String type) throws IOException {
        String content = "Content-Type: " + type + "\r\n\r\n--b\r\n\r\na\r\n--b--\r\n";
        assertEquals(content, written(BEFORE, BEHIND, content));
        assertEquals("left off: " + type.toLowerCase(Locale.ROOT).replaceFirst(";.*", "") + " stays as it is", said);
    }

    @Test
    void whatHasNoBodyGetsNone() throws IOException {
        assertEquals("Subject: x\r\n", written(BEFORE, BEHIND, "Subject: x\r\n"));
        assertEquals("left off: it has no body", said);
    }

    @Test
    void anotherBodyIsLeftAlone() throws IOException {
        String content = TOP + "Content-Type: text/plain\r\n\r\na\r\n";
        int typeAt = TOP.length();
        known = new HeaderEdits(List.of(new HeaderEdits.Patch(typeAt, 26, "Content-Type: text/html\r\n"), new HeaderEdits.Patch(content.length() - 3, 3, "<p>\r\n")));
        assertEquals(TOP + "Content-Type: text/html\r\n\r\n<p>\r\n", written(BEFORE, BEHIND, content));
        assertEquals("left off: another body was put there", said);
        known = HeaderEdits.NONE.prepend("Content-Type: multipart/mixed; boundary=c\r\n\r\n");
        written(BEFORE, BEHIND, content);
        assertEquals("left off: another body was put there", said);
        known = new HeaderEdits(List.of(new HeaderEdits.Patch(typeAt + 26, content.length() - typeAt - 26, "Content-Transfer-Encoding: base64\r\n\r\nYQ==\r\n")));
        written(BEFORE, BEHIND, content);
        assertEquals("left off: another body was put there", said);
    }

    @Test
    void otherEditsStayAndWhatIsChangedWithinIsOnePart() throws IOException {
        String header = "Content-Language: en\r\nContent-Type: text/plain\r\n\r\n";
        known = new HeaderEdits(List.of(new HeaderEdits.Patch(0, 22, ""), new HeaderEdits.Patch(header.length() - 2, 0, "X-Spam: no\r\n"))).prepend("Content-Filter: x\r\n");
        assertEquals("Content-Filter: x\r\nContent-Type: text/plain\r\nX-Spam: no\r\n\r\n" + BEFORE + "a\r\n", written(BEFORE, "", header + "a\r\n"));
        known = known.and(new HeaderEdits(List.of(new HeaderEdits.Patch(header.length(), 3, "b"))));
        assertEquals("Content-Filter: x\r\nX-Spam: no\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"=_1\"\r\nContent-Transfer-Encoding: 7bit\r\n\r\n--=_1\r\nContent-Type: text/plain\r\n\r\nb\r\n--=_1\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\nx\r\n\r\n--=_1--\r\n", written("", "x\r\n", header + "a\r\n"));
    }

    private String written(String before, String behind, String content) throws IOException {
        MemoryContent octets = new MemoryContent(content.getBytes(ISO_8859_1));
        TextEdits made = TextEdits.of(new TextEdits.Texts(before, behind, "=_1"), octets, MessageHeader.read(octets, 4096), known);
        said = made.said();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        known.and(made.edits()).apply(octets.open(), out);
        return out.toString(ISO_8859_1);
    }

    private static MimeMessage parsed(String content) throws Exception {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(content.getBytes(ISO_8859_1)));
    }
}

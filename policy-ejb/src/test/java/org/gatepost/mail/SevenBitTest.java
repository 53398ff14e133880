package org.gatepost.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import java.util.Random;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** P07 8BITMIME and P05 BINARYMIME to a next hop without them: RFC 6152 section 3, RFC 3030 section 3. */
@DisplayName("P07 8-bit content for a 7-bit next hop")
class SevenBitTest {

    private static final String TOP = "Subject: x\r\nMIME-Version: 1.0\r\n";

    @Test
    void textBecomesQuotedPrintableAndAllElseStays() throws Exception {
        assertEquals(TOP + "Content-Transfer-Encoding: quoted-printable\r\nX-Last: 1\r\n\r\nGr=FC=DFe =3D 1=20\r\n.dot\r\n",
                converted(TOP + "Content-Transfer-Encoding: 8bit\r\nX-Last: 1\r\n\r\nGr\u00fc\u00dfe = 1 \r\n.dot\r\n"));
    }

    @Test
    void aLabelIsAddedWhereThereIsNone() throws Exception {
        assertEquals(TOP + "Content-Transfer-Encoding: quoted-printable\r\n\r\n=FC\r\n", converted(TOP + "\r\n\u00fc\r\n"));
    }

    @Test
    void textThatCameWithoutMimeIsGivenIt() throws Exception {
        assertEquals("Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=unknown-8bit\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=FC\r\n",
                converted("Subject: x\r\n\r\n\u00fc\r\n"));
    }

    @Test
    void whatIsSevenBitStaysAsItCame() throws Exception {
        assertTrue(edits(TOP + "Content-Transfer-Encoding: 8bit\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nplain\r\n--b--\r\n").isEmpty());
        assertTrue(edits(TOP + "X: \u00fc\r\n\r\nplain\r\n").isEmpty());
    }

    @Test
    void eachPartGetsWhatItNeeds() throws Exception {
        String before = TOP + "Content-Type: multipart/mixed;\r\n boundary=\"a b\"\r\nContent-Transfer-Encoding: 8bit\r\n\r\npreamble\r\n--a b\r\nContent-Type: text/plain\r\n\r\n\u00fc\r\n"
                + "--a b\r\nContent-Type: image/png\r\ncontent-transfer-encoding: 8BIT\r\n\r\n\u0089PNG\r\n\r\n--a b\r\n\r\nplain\r\n--a b--\r\nepilogue\r\n";
        assertEquals(TOP + "Content-Type: multipart/mixed;\r\n boundary=\"a b\"\r\nContent-Transfer-Encoding: 7bit\r\n\r\npreamble\r\n--a b\r\nContent-Type: text/plain\r\n"
                + "Content-Transfer-Encoding: quoted-printable\r\n\r\n=FC\r\n--a b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0K\r\n"
                + "--a b\r\n\r\nplain\r\n--a b--\r\nepilogue\r\n", converted(before));
    }

    @Test
    void goesIntoMessagesWithinMessages() throws Exception {
        assertEquals(TOP + "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 7bit\r\n\r\nSubject: inner\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=FC\r\n",
                converted(TOP + "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n\r\nSubject: inner\r\n\r\n\u00fc\r\n"));
    }

    @Test
    void anOuterDelimiterEndsAllWithin() throws Exception {
        String converted = converted(TOP + "Content-Type: multipart/mixed; boundary=out\r\n\r\n--out\r\nContent-Type: multipart/mixed; boundary=in\r\n\r\n--in\r\n\r\n\u00fc\r\n"
                + "--out\r\nContent-Type: text/plain\r\n\r\n\u00e4\r\n--out--");
        assertTrue(converted.contains("\r\n\r\n=FC\r\n--out\r\n"), converted);
        assertTrue(converted.endsWith("\r\n\r\n=E4\r\n--out--"), converted);
    }

    @Test
    void aSignedPartIsNeverTouched() {
        String signed = TOP + "Content-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n\r\n%s\r\n--s\r\nContent-Type: application/pgp-signature\r\n\r\nx\r\n--s--\r\n";
        assertThrows(SevenBitReader.NotConvertible.class, () -> edits(signed.formatted("\u00fc")));
        String beside = TOP + "Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n\r\n\u00fc\r\n--m\r\n" + signed.substring(TOP.length()).formatted("plain") + "--m--\r\n";
        String converted = assertDoesNotThrow(() -> converted(beside));
        assertTrue(converted.endsWith(beside.substring(beside.indexOf("--m\r\nContent-Type: multipart/signed"))), converted);
    }

    @Test
    void whatSaysItIsEncodedAndIsNotIsRefused() {
        assertThrows(SevenBitReader.NotConvertible.class, () -> edits(TOP + "Content-Transfer-Encoding: base64\r\n\r\n\u00fc\r\n"));
        assertThrows(SevenBitReader.NotConvertible.class, () -> edits(TOP + "Content-Type: message/partial; id=x\r\n\r\n\u00fc\r\n"));
        assertThrows(SevenBitReader.NotConvertible.class, () -> edits(TOP + "Content-Type: multipart/mixed; boundary=b\r\n\r\n\u00fc\r\n--b\r\n\r\nx\r\n--b--\r\n"));
    }

    @Test
    void binaryAndLongLinesAreEncodedToo() throws Exception {
        assertTrue(converted(TOP + "Content-Type: text/plain\r\n\r\na\nb\r\n").endsWith("Content-Transfer-Encoding: base64\r\n\r\nYQpiDQo="));
        String longest = "x".repeat(998);
        assertTrue(edits(TOP + "\r\n" + longest + "\r\n").isEmpty());
        String converted = converted(TOP + "\r\n" + longest + "x\r\n");
        assertTrue(converted.lines().allMatch(line -> line.length() <= 76), converted);
    }

    @Test
    void looksAtABoundedNumberOfParts() throws Exception {
        String top = TOP + "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
        edits(top + "--b\r\n\r\nx\r\n".repeat(MimeWalk.PARTS_MAX - 1) + "--b--\r\n");
        assertThrows(SevenBitReader.NotConvertible.class, () -> edits(top + "--b\r\n\r\nx\r\n".repeat(MimeWalk.PARTS_MAX) + "--b--\r\n"));
        assertThrows(SevenBitReader.NotConvertible.class, () -> edits("X: " + "x".repeat(MimeWalk.HEADER_OCTETS_MAX)));
        StringBuilder deep = new StringBuilder(TOP);
        for (int i = 0; i <= MimeWalk.DEPTH_MAX; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\r\n\r\n--b").append(i).append("\r\n");
        }
        assertThrows(SevenBitReader.NotConvertible.class, () -> edits(deep.toString()));
    }

    @Test
    void whatADecoderReadsIsWhatCame() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            byte[] text = octets(random, "a b\tc=.\r\n\u00fc\u00e4", true);
            byte[] binary = octets(random, "\0\r\n\u00ff\u0080a", false);
            String message = TOP + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n" + new String(text, ISO_8859_1)
                    + "\r\n--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n\r\n" + new String(binary, ISO_8859_1) + "\r\n--b--\r\n";
            String converted = converted(message);
            assertTrue(converted.chars().allMatch(c -> c < 128 && c != 0), "seed " + seed);
            MimeMultipart parts = (MimeMultipart) new MimeMessage(Session.getInstance(new Properties()),
                    new ByteArrayInputStream(converted.getBytes(ISO_8859_1))).getContent();
            assertArrayEquals(text, read(parts.getBodyPart(0).getInputStream()), "seed " + seed);
            assertArrayEquals(binary, read(parts.getBodyPart(1).getInputStream()), "seed " + seed);
        }
    }

    @Test
    void declaredChangesOfTheHeaderAreMadeAsWell() throws Exception {
        String before = TOP + "Content-Transfer-Encoding: 8bit\r\n\r\n\u00fc\r\n";
        HeaderEdits others = new HeaderEdits(List.of(new HeaderEdits.Patch(0, 12, "Subject: y\r\n"))).prepend("Received: here\r\n");
        ByteArrayOutputStream edited = new ByteArrayOutputStream();
        others.apply(new ByteArrayInputStream(before.getBytes(ISO_8859_1)), edited);
        assertEquals("Received: here\r\nSubject: y\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=FC\r\n", converted(edited.toString(ISO_8859_1)));
    }

    private static byte[] read(InputStream in) throws IOException {
        return in.readAllBytes();
    }

    private static byte[] octets(Random random, String alphabet, boolean wholeLines) {
        StringBuilder text = new StringBuilder("x\u00fc");
        for (int i = random.nextInt(200); i > 0; i--) {
            char c = alphabet.charAt(random.nextInt(alphabet.length()));
            text.append(wholeLines && (c == '\r' || c == '\n') ? "\r\n" : String.valueOf(c));
        }
        return text.append("x").toString().getBytes(ISO_8859_1);
    }

    private static SevenBitEdits edits(String message) throws IOException, SevenBitReader.NotConvertible {
        return SevenBitReader.read(new ByteArrayInputStream(message.getBytes(ISO_8859_1)));
    }

    private static String converted(String message) throws IOException, SevenBitReader.NotConvertible {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        edits(message).apply(new ByteArrayInputStream(message.getBytes(ISO_8859_1)), out);
        return out.toString(ISO_8859_1);
    }
}

package org.gatepost.adapter.scanner.attachment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.ScannerOptions;
import org.gatepost.scan.ScannerPolicy;
import org.gatepost.smtp.spool.MemoryContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentScannerTest {

    private static final byte[] PROGRAM = {'M', 'Z', 0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    private static final byte[] TEXT = "nothing but text, nothing but text".getBytes(StandardCharsets.US_ASCII);

    @Test
    void whatCarriesNothingForbiddenIsClean() throws IOException {
        assertEquals(new ScanVerdict.Clean(), scan("", message("notes.txt", TEXT)));
        assertEquals(new ScanVerdict.Clean(), scan("", message("notes.zip", zip("a.txt", TEXT))));
        assertEquals(new ScanVerdict.Clean(), scan("", "Subject: x\r\n\r\nhello\r\n"));
        assertEquals(new ScanVerdict.Clean(), scan("", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"filename=\"Bill.EXE\"", "filename=bill.exe", "filename=\"bill.exe. \"", "filename*=utf-8''b%69ll.exe", "filename*0=bill; filename*1=.exe",
            "filename=\"=?utf-8?Q?bill=2Eexe?=\"", "filename = \"bill.pdf\"; filename=\"x\"; name=y; =; filename=bill.exe",
            "filename=bill.txt; filename=\"bill.exe\"", "filename=bill.exe; filename=bill.txt", "filename=bill.txt; filename*=utf-8''b%69ll.exe", "filename=bill.txt; name=bill.exe",
            "filename*=utf-8''bill.txt; filename*=utf-8''b%69ll.exe", "filename=bill.txt; filename*0=bill.; filename*1*=%65xe",
            "filename*0=bill; filename*1=.txt; filename*1=.exe", "filename=\"bill.txt\" filename=bill.exe", "filename=bill.exe\t \u00a0.."})
    void aForbiddenNameIsFoundHoweverItIsWritten(String parameter) {
        String message = "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; " + parameter + "\r\n\r\nx\r\n";
        ScanVerdict verdict = scan("names=*.exe bill.pdf", message);
        assertInstanceOf(ScanVerdict.Forbidden.class, verdict);
    }

    @Test
    void theNamesOfTypeAndDispositionBothCount() {
        for (String[] names : List.of(new String[] {"a.txt", "b.exe"}, new String[] {"a.exe", "b.txt"})) {
            assertInstanceOf(ScanVerdict.Forbidden.class, scan("", "Content-Disposition: attachment; filename=" + names[0] + "\r\nContent-Type: a/b; name=" + names[1] + "\r\n\r\nx\r\n"));
        }
        assertEquals(new ScanVerdict.Clean(), scan("", "Content-Disposition: attachment; filename=a.txt\r\nContent-Type: a/b; name=b.txt\r\n\r\nx\r\n"));
    }

    @Test
    void aParameterThatOnlyEndsInNameIsNone() {
        assertEquals(new ScanVerdict.Clean(), scan("", "Content-Type: a/b; hostname=x.com; x-name=x.exe; nickname*=x.exe\r\n\r\nx\r\n"));
    }

    @Test
    void aNameLongerThanIsLookedAtIsForbidden() {
        String field = "Content-Disposition: attachment; filename=\"";
        assertEquals(new ScanVerdict.Clean(), scan("", field + " .".repeat(511) + "a\"\r\n\r\nx\r\n"));
        assertForbidden("a name of more than 1024 characters", scan("", field + "a" + " .".repeat(511) + "ab\"\r\n\r\nx\r\n"));
        assertForbidden("a name of more than 64 characters", scan("name_max=64", field + "a".repeat(65) + "\"\r\n\r\nx\r\n"));
        assertEquals(new ScanVerdict.Clean(), scan("name_max=64", field + "a".repeat(64) + "\"\r\n\r\nx\r\n"));
        assertEquals(new ScanVerdict.Clean(), scan("", "Content-Type: a/b" + "; name=a".repeat(100) + "\r\n\r\nx\r\n"));
        assertForbidden("a part with more than 100 names", scan("", "Content-Type: a/b" + "; name=a".repeat(101) + "\r\n\r\nx\r\n"));
    }

    @Test
    void aProgramIsFoundUnderAnyName() throws IOException {
        assertEquals(new ScanVerdict.Forbidden(List.of("notes.txt (pe)")), scan("", message("notes.txt", PROGRAM)));
        assertEquals(new ScanVerdict.Clean(), scan("kinds=elf", message("notes.txt", PROGRAM)));
        assertEquals(new ScanVerdict.Forbidden(List.of("inner.txt (pe)")), scan("", message("a.zip", zip("b.zip", zip("inner.txt", PROGRAM)))));
        assertEquals(new ScanVerdict.Forbidden(List.of("x.exe", "x.exe (pe)")), scan("", message("x.exe.gz", gzip(PROGRAM))));
        String within = "Content-Type: message/rfc822\r\n\r\n" + message("a.bin", PROGRAM);
        assertInstanceOf(ScanVerdict.Forbidden.class, scan("", within));
    }

    @Test
    void whatIsDeeperOrMoreThanIsLookedAtIsForbidden() throws IOException {
        byte[] deep = zip("a.txt", TEXT);
        for (int i = 2; i <= 5; i++) {
            deep = zip(i + ".zip", deep);
        }
        assertEquals(new ScanVerdict.Clean(), scan("", message("x.zip", deep)));
        assertForbidden("archives more than 5 deep", scan("", message("x.zip", zip("6.zip", deep))));
        byte[] two = zip("a.txt", TEXT, "b.txt", TEXT);
        assertEquals(new ScanVerdict.Clean(), scan("entries_max=2", message("x.zip", two)));
        assertForbidden("archives with more than 1 files", scan("entries_max=1", message("x.zip", two)));
        assertEquals(new ScanVerdict.Clean(), scan("octets_max=1000", message("x.zip", zip("zeros", new byte[1_000]))));
        assertForbidden("archives of more than 1000 octets", scan("octets_max=1000", message("x.zip", zip("zeros", new byte[1_001]))));
    }

    @Test
    void whatCannotBeLookedIntoIsForbiddenOrCouldNotBeLookedAt() throws IOException {
        byte[] encrypted = zip("a.txt", TEXT);
        encrypted[6] |= 1;
        for (byte[] closed : List.of(encrypted, HexFormat.of().parseHex("526172211a0700000000"), HexFormat.of().parseHex("377abcaf271c00000000"), new byte[] {'P', 'K', 3, 4, 9, 9, 9, 9, 9})) {
            assertForbidden("a.bin (archive that cannot be looked into)", scan("", message("a.bin", closed)));
            assertEquals(new ScanVerdict.Unscannable("cannot look into a.bin"), scan("encrypted=unscannable", message("a.bin", closed)));
        }
    }

    @Test
    void ofVeryManyThatCannotBeLookedIntoTheFirstAreNamedInOneLine() throws IOException {
        Object[] files = new Object[2 * 100];
        for (int i = 0; i < files.length; i += 2) {
            files[i] = "a\0" + i + "x".repeat(900);
            files[i + 1] = HexFormat.of().parseHex("377abcaf271c00000000");
        }
        String why = assertInstanceOf(ScanVerdict.Unscannable.class, scan("encrypted=unscannable", message("x.bin", zip(files)))).why();
        assertTrue(why.startsWith("cannot look into a 0xxx") && why.length() <= 1024 && why.chars().noneMatch(Character::isISOControl), why);
    }

    @Test
    void anArchiveIsReadWholeOrNotAtAll() throws IOException {
        byte[] first = zip("a.txt", TEXT);
        byte[] second = zip("b.exe", PROGRAM);
        int files = end(second, 16);
        byte[] comment = Arrays.copyOf(first, first.length + 22);
        comment[first.length - 2] = 22;
        System.arraycopy(second, second.length - 22, comment, first.length, 22);
        byte[] unlisted = zip("a.txt", TEXT, "b.txt", TEXT);
        unlisted[unlisted.length - 12] = 1;
        for (byte[] half : List.of(joined(new byte[] {0}, second), joined(new byte[] {'P', 'K', 7, 8}, second), joined(first, second), joined(first, new byte[] {0}),
                joined(Arrays.copyOf(second, files), new byte[] {0}, Arrays.copyOfRange(second, files, second.length)), comment, unlisted, Arrays.copyOf(second, files),
                joined(TEXT, second), joined(Arrays.copyOf(first, end(first, 16)), Arrays.copyOfRange(second, files, second.length)), "text".getBytes(StandardCharsets.US_ASCII))) {
            assertEquals(new ScanVerdict.Unscannable("cannot look into x.zip"), scan("names=none kinds=none\nencrypted=unscannable".replace(' ', '\n'), message("x.zip", half)));
        }
        assertEquals(new ScanVerdict.Unscannable("cannot look into y"), scan("encrypted=unscannable", message("y", joined(TEXT, first))));
        assertEquals(new ScanVerdict.Unscannable("cannot look into y"), scan("encrypted=unscannable", message("y", joined(gzip(TEXT), first))));
        assertForbidden("b.jar (archive that cannot be looked into)", scan("names=none", message("x.zip", zip("b.jar", TEXT))));
    }

    @Test
    void aNameOfTheDirectoryCountsToo() throws IOException {
        byte[] zip = zip("b.txt", TEXT);
        int listed = end(zip, 16) + 46;
        System.arraycopy("b.exe".getBytes(StandardCharsets.US_ASCII), 0, zip, listed, 5);
        assertEquals(new ScanVerdict.Forbidden(List.of("b.exe")), scan("", message("x.zip", zip)));
    }

    @Test
    void archivesOfEveryWellMadeKindAreRead() throws IOException {
        assertEquals(new ScanVerdict.Clean(), scan("", message("x.zip", zip())));
        assertEquals(new ScanVerdict.Clean(), scan("", message("x.zip", zip("empty", new byte[0], "folder/", new byte[0], "b.zip", zip("c", TEXT)))));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setComment("a comment");
            ZipEntry stored = new ZipEntry("stored.zip");
            byte[] inner = zip("c", TEXT);
            CRC32 sum = new CRC32();
            sum.update(inner);
            stored.setMethod(ZipEntry.STORED);
            stored.setSize(inner.length);
            stored.setCrc(sum.getValue());
            zip.putNextEntry(stored);
            zip.write(inner);
            zip.putNextEntry(new ZipEntry("after"));
            zip.write(TEXT);
        }
        assertEquals(new ScanVerdict.Clean(), scan("", message("x.zip", out.toByteArray())));
        assertForbidden("x (pe)", scan("", message("x.gz", joined(gzip(new byte[0]), gzip(PROGRAM)))));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** A number of the record at an archive's end. */
    private static int end(byte[] zip, int at) {
        return ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(zip.length - 22 + at);
    }

    @Test
    void anEndIsPutToWhatTakesTooLong() throws IOException {
        ScanVerdict verdict = scanner("").scan(ScanQuestion.about(content(message("x.zip", zip("zeros", new byte[1_000_000]))), Duration.ofNanos(1))).verdict();
        assertInstanceOf(ScanVerdict.Unavailable.class, verdict);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kinds=pigeon", "depth_max=0", "depth_max=21", "encrypted=maybe", "colour=red"})
    void aWrongOptionIsRefused(String options) {
        assertThrows(IllegalArgumentException.class, () -> scanner(options));
    }

    private static void assertForbidden(String part, ScanVerdict verdict) {
        ScanVerdict.Forbidden forbidden = assertInstanceOf(ScanVerdict.Forbidden.class, verdict);
        assertTrue(forbidden.what().toString().contains(part), forbidden.toString());
    }

    private static ScanVerdict scan(String options, String message) {
        return scanner(options).scan(ScanQuestion.about(content(message), Duration.ofMinutes(1))).verdict();
    }

    private static AttachmentScanner scanner(String options) {
        return new AttachmentScanner(new ScannerPolicy("attachments", "attachment", List.of(), Set.of(), Duration.ofMinutes(1), ScannerPolicy.OnFailure.DEFER, 5,
                Duration.ofSeconds(1), 4, OptionalLong.empty(), ScannerOptions.parse(options)));
    }

    private static MemoryContent content(String message) {
        return new MemoryContent(message.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String message(String name, byte[] octets) {
        return "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nsee there\r\n--b\r\nContent-Type: application/octet-stream; name=\"" + name
                + "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Base64.getMimeEncoder().encodeToString(octets) + "\r\n--b--\r\n";
    }

    private static byte[] zip(Object... namesAndOctets) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < namesAndOctets.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) namesAndOctets[i]));
                zip.write((byte[]) namesAndOctets[i + 1]);
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] octets) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(octets);
        }
        return out.toByteArray();
    }
}

package org.gatepost.smtp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.SaslMessage;
import org.gatepost.smtp.protocol.ServiceOffer;

/**
 * What reads the wire, given anything. As a plain test each target runs over its seeds, the files under {@code WireFuzzTestInputs}; how it is made to look for
 * more is told in the module's README.
 */
class WireFuzzTest {

    private static final ServiceOffer EVERYTHING = everything();

    private static ServiceOffer everything() {
        ServiceOffer offer = ServiceOffer.DEFAULT;
        for (Extension extension : Extension.values()) {
            offer = offer.with(extension, extension == Extension.XCLIENT ? "NAME ADDR PORT PROTO HELO DESTADDR DESTPORT LOGIN" : "");
        }
        return offer;
    }

    /** The arguments of every command: the first octet says which. */
    @FuzzTest
    void arguments(byte[] octets) {
        String text = text(octets);
        String arguments = text.isEmpty() ? "" : text.substring(1);
        assertNotNull(switch (text.isEmpty() ? 0 : text.charAt(0) % 10) {
            case 0 -> CommandParser.mail(arguments, EVERYTHING);
            case 1 -> CommandParser.rcpt(arguments, EVERYTHING);
            case 2 -> CommandParser.xclient(arguments, EVERYTHING);
            case 3 -> CommandParser.auth(arguments);
            case 4 -> CommandParser.chunk(arguments);
            case 5 -> CommandParser.hello(arguments, true);
            case 6 -> CommandParser.turn(arguments);
            case 7 -> CommandParser.verify(arguments, EVERYTHING);
            case 8 -> CommandParser.expand(arguments, EVERYTHING);
            default -> CommandParser.mail("FROM:" + arguments, ServiceOffer.DEFAULT);
        });
    }

    /** Lines are the same whole and octet by octet. */
    @FuzzTest
    void lines(byte[] octets) throws IOException {
        assertEquals(linesOf(new ByteArrayInputStream(octets)), linesOf(octetByOctet(octets)));
    }

    private static List<Line> linesOf(InputStream in) throws IOException {
        LineReader reader = new LineReader(new OctetInput(in), 40);
        List<Line> lines = new ArrayList<>();
        do {
            lines.add(reader.read());
        } while (!(lines.getLast() instanceof Line.End || lines.getLast() instanceof Line.Endless));
        return lines;
    }

    /** DATA ends at the first dot line between two CRLFs, nowhere else, and the same however it comes. */
    @FuzzTest
    void data(byte[] octets) throws IOException {
        Content whole = Content.read(new ByteArrayInputStream(octets), -1);
        assertEquals(whole, Content.read(octetByOctet(octets), -1));
        int end = ("\r\n" + text(octets)).indexOf("\r\n.\r\n");
        assertEquals(end >= 0, whole.complete());
        assertEquals(end < 0 ? 0 : octets.length + 2 - end - 5, whole.rest());
        if (whole.complete() && whole.flaw() == ContentFlaw.NONE) {
            assertTrue(whole.text().replace("\r\n", "").chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0), "a line ending of another kind came through");
        }
    }

    /** A chunk has as many octets as were said; the first octet says how many. */
    @FuzzTest
    void chunk(byte[] octets) throws IOException {
        int length = octets.length == 0 ? 0 : octets[0] & 255;
        Content whole = Content.read(new ByteArrayInputStream(octets), length);
        assertEquals(whole, Content.read(octetByOctet(octets), length));
        assertEquals(length <= octets.length, whole.complete());
        assertEquals(Math.max(0, octets.length - length), whole.rest());
    }

    private record Content(String text, ContentFlaw flaw, long bareLineFeeds, long header, int longest, boolean eightBit, boolean complete, int rest) {

        static Content read(InputStream in, int chunk) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            OctetSink sink = (some, length) -> out.write(some, 0, length);
            ContentLines lines = chunk < 0 ? ContentLines.dotted(sink, ContentLines.OUT_OCTETS) : ContentLines.plain(sink, ContentLines.OUT_OCTETS_MIN);
            OctetInput input = new OctetInput(in);
            boolean complete = chunk < 0 ? DotReader.read(input, lines) : ChunkReader.read(input, chunk, true, lines);
            int rest = 0;
            while (input.read() >= 0) {
                rest++;
            }
            // What never became whole is handed on in pieces whose size is nobody's business.
            return new Content(complete ? out.toString(StandardCharsets.ISO_8859_1) : "", lines.flaw(), lines.bareLineFeeds(), lines.headerOctets(), lines.longestLineOctets(),
                    lines.eightBit(), complete, rest);
        }
    }

    /** A PROXY header takes no octet that is not its own, and says the same however it comes. */
    @FuzzTest
    void proxy(byte[] octets) throws IOException {
        ByteArrayInputStream whole = new ByteArrayInputStream(octets);
        ProxyHeader header = ProxyReader.read(whole);
        InputStream pieces = octetByOctet(octets);
        assertEquals(header, ProxyReader.read(pieces));
        assertEquals(whole.available(), pieces.available());
    }

    /** What xtext hides is printable, and written again it means the same. */
    @FuzzTest
    void xtext(byte[] octets) {
        String text = text(octets);
        Xtext.decode(text).ifPresent(meant -> {
            assertTrue(meant.chars().allMatch(c -> c >= ' ' && c <= '~'), meant);
            assertEquals(meant, Xtext.decode(Xtext.encode(meant)).orElseThrow());
        });
        Utf8AddressXtext.decode(text).ifPresent(meant -> assertTrue(meant.chars().noneMatch(Character::isISOControl), meant));
        SaslMessage.decode(text).ifPresent(message -> assertEquals(message, SaslMessage.decode(message.encode()).orElseThrow()));
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static InputStream octetByOctet(byte[] octets) {
        return new ByteArrayInputStream(octets) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1));
            }
        };
    }
}

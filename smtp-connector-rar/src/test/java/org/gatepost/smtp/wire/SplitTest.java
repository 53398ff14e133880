package org.gatepost.smtp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import org.gatepost.smtp.protocol.Command;
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.ServiceOffer;
import org.junit.jupiter.api.Test;

/** Whatever way the network splits the octets, the result is the same. */
class SplitTest {

    private static final int ROUNDS = 1_000;
    private static final String ALPHABET = "\r\n.\0 aB\u00ff";
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    SplitTest() {
        System.out.println("split seed " + seed);
    }

    private byte[] octets() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            // CRLF and the dot line often, so that the interesting places are met.
            switch (random.nextInt(6)) {
                case 0 -> text.append("\r\n");
                case 1 -> text.append("\r\n.\r\n");
                default -> text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private InputStream inPieces(byte[] octets) {
        return new ByteArrayInputStream(octets) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1 + random.nextInt(4)));
            }
        };
    }

    @Test
    void linesAreTheSameHoweverTheyCome() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] octets = octets();
            assertEquals(lines(new ByteArrayInputStream(octets)), lines(inPieces(octets)), "seed " + seed);
        }
    }

    private static List<Line> lines(InputStream in) throws IOException {
        LineReader reader = new LineReader(new OctetInput(in), 12);
        List<Line> out = new ArrayList<>();
        Line line;
        do {
            line = reader.read();
            out.add(line);
        } while (!(line instanceof Line.End));
        return out;
    }

    private record Read(String content, ContentFlaw flaw, long bareLineFeeds, long header, int longest, boolean complete, int rest) {
    }

    @Test
    void contentAfterDataIsTheSameHoweverItComes() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] octets = octets();
            assertEquals(content(new ByteArrayInputStream(octets), -1), content(inPieces(octets), -1), "seed " + seed);
        }
    }

    /** The runs in the middle of lines go another way than what stands at their ends. */
    @Test
    void longLinesAreTheSameHoweverTheyCome() throws IOException {
        for (int round = 0; round < ROUNDS / 10; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(8); i > 0; i--) {
                text.append("x".repeat(random.nextInt(3_000))).append(new String(octets(), StandardCharsets.ISO_8859_1));
            }
            byte[] octets = text.toString().getBytes(StandardCharsets.ISO_8859_1);
            int length = random.nextInt(octets.length + 1);
            assertEquals(content(new ByteArrayInputStream(octets), -1), content(inPieces(octets), -1), "seed " + seed);
            assertEquals(content(new ByteArrayInputStream(octets), length), content(inPieces(octets), length), "seed " + seed);
        }
    }

    /** Cut once, at each place there is. */
    @Test
    void aCutAtAnyOctetChangesNothing() throws IOException {
        for (String sequence : DotLines.all()) {
            byte[] octets = ("a: b\r\n\r\nfirst" + sequence + "second\r\n.\r\nNOOP\r\n").getBytes(StandardCharsets.ISO_8859_1);
            Read whole = content(new ByteArrayInputStream(octets), -1);
            Read chunk = content(new ByteArrayInputStream(octets), octets.length - 6);
            for (int cut = 0; cut <= octets.length; cut++) {
                assertEquals(whole, content(new SequenceInputStream(part(octets, 0, cut), part(octets, cut, octets.length)), -1), DotLines.shown(sequence));
                assertEquals(chunk, content(new SequenceInputStream(part(octets, 0, cut), part(octets, cut, octets.length)), octets.length - 6), DotLines.shown(sequence));
            }
        }
    }

    private static InputStream part(byte[] octets, int from, int to) {
        return new ByteArrayInputStream(octets, from, to - from);
    }

    @Test
    void chunksAreTheSameHoweverTheyCome() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] octets = octets();
            int length = random.nextInt(octets.length + 1);
            assertEquals(content(new ByteArrayInputStream(octets), length), content(inPieces(octets), length), "seed " + seed);
        }
    }

    @Test
    void dataEndsAtTheFirstDotLineBetweenTwoCrLfAndNowhereElse() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] octets = octets();
            String wire = "\r\n" + new String(octets, StandardCharsets.ISO_8859_1);
            int end = wire.indexOf("\r\n.\r\n");
            Read read = content(new ByteArrayInputStream(octets), -1);
            assertEquals(end >= 0, read.complete(), "seed " + seed);
            if (end >= 0) {
                assertEquals(wire.length() - end - 5, read.rest(), "seed " + seed);
            }
        }
    }

    @Test
    void cleanContentComesOutAsItWasBeforeTheDotsWereAdded() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            String content = new String(octets(), StandardCharsets.ISO_8859_1).replaceAll("[\r\n\0]+", "\r\n") + "\r\n";
            String wire = ("\r\n" + content).replace("\r\n.", "\r\n..").substring(2) + ".\r\n";
            Read read = content(inPieces(wire.getBytes(StandardCharsets.ISO_8859_1)), -1);
            assertEquals(content, read.content(), "seed " + seed);
            assertEquals(ContentFlaw.NONE, read.flaw());
        }
    }

    @Test
    void binaryBodiesComeOutAsTheyWere() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = octets();
            String content = "A: b\r\n\r\n" + new String(body, StandardCharsets.ISO_8859_1);
            byte[] octets = content.getBytes(StandardCharsets.ISO_8859_1);
            for (InputStream in : List.of(new ByteArrayInputStream(octets), inPieces(octets))) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                ContentLines lines = ContentLines.binary((some, length) -> out.write(some, 0, length), ContentLines.OUT_OCTETS_MIN);
                assertEquals(true, ChunkReader.read(new OctetInput(in), octets.length, true, lines), "seed " + seed);
                assertEquals(content, out.toString(StandardCharsets.ISO_8859_1), "seed " + seed);
                assertEquals(ContentFlaw.NONE, lines.flaw(), "seed " + seed);
                assertEquals(0, lines.bareLineFeeds(), "seed " + seed);
                assertEquals(content.chars().anyMatch(c -> c > 127), lines.eightBit(), "seed " + seed);
            }
        }
    }

    @Test
    void whatIsUnderstoodOfMailIsUnderstoodAgainWhenWritten() {
        String[] words = {"SMTPUTF8", "PRDR", "REQUIRETLS", "SOLICIT=a:b,c", "SOLICIT=", "HOLDFOR=60", "HOLDFOR=0", "HOLDUNTIL=2030-01-01T00:00:00Z", "BY=60;R", "BY=-1;NT", "BY=x",
            "MT-PRIORITY=-3", "MT-PRIORITY=99", "BODY=BINARYMIME", "SIZE=7"};
        ServiceOffer all = everything();
        int understood = 0;
        for (int round = 0; round < 20 * ROUNDS; round++) {
            StringBuilder text = new StringBuilder("FROM:<a@b.example>");
            for (int i = random.nextInt(5); i > 0; i--) {
                text.append(' ').append(words[random.nextInt(words.length)]);
            }
            if (CommandParser.mail(text.toString(), all) instanceof Parsed.Understood first && first.command() instanceof Command.Mail mail) {
                understood++;
                String again = "FROM:" + mail.reversePath() + mail.parameters().handling().words().stream().map(word -> " " + word).collect(Collectors.joining())
                        + (mail.parameters().size().isPresent() ? " SIZE=" + mail.parameters().size().getAsLong() : "") + " BODY=" + mail.parameters().body().keyword();
                assertEquals(first, CommandParser.mail(again, all), "seed " + seed + ": " + text);
            }
        }
        assertTrue(understood > ROUNDS, "seed " + seed);
    }

    @Test
    void noOctetsInUtf8CommandsMakeTheParserThrowAndNoControlCharacterPasses() {
        ServiceOffer all = everything();
        for (int round = 0; round < 20 * ROUNDS; round++) {
            byte[] some = new byte[random.nextInt(8)];
            random.nextBytes(some);
            String odd = new String(some, StandardCharsets.ISO_8859_1) + (random.nextBoolean() ? "\u00c3\u00bc" : "");
            for (String text : List.of("FROM:<" + odd + "@b.example> SMTPUTF8", "FROM:<a@" + odd + ".example> SMTPUTF8", "FROM:<\"" + odd + "\"@b.example> SMTPUTF8")) {
                if (CommandParser.mail(text, all) instanceof Parsed.Understood understood && understood.command() instanceof Command.Mail mail) {
                    assertTrue(mail.reversePath().address().chars().noneMatch(Character::isISOControl), "seed " + seed);
                }
            }
            assertNotNull(CommandParser.verify(odd, all), "seed " + seed);
            assertNotNull(CommandParser.turn(odd), "seed " + seed);
            if (CommandParser.rcpt("TO:<a@b.example> ORCPT=utf-8;" + odd, all) instanceof Parsed.Understood understood && understood.command() instanceof Command.Rcpt rcpt) {
                String address = rcpt.parameters().orcpt().orElseThrow().address();
                assertTrue(address.chars().noneMatch(Character::isISOControl), "seed " + seed);
                for (String form : List.of(Utf8AddressXtext.encode(address, false),
                        new String(Utf8AddressXtext.encode(address, true).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))) {
                    assertEquals(understood, CommandParser.rcpt("TO:<a@b.example> ORCPT=utf-8;" + form, all), "seed " + seed);
                }
            }
        }
    }

    private static ServiceOffer everything() {
        ServiceOffer offer = ServiceOffer.DEFAULT;
        for (Extension extension : Extension.values()) {
            offer = offer.with(extension, "");
        }
        return offer;
    }

    private static Read content(InputStream in, int chunk) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OctetInput input = new OctetInput(in);
        OctetSink sink = (octets, length) -> out.write(octets, 0, length);
        // The whole is handed on in large pieces, the pieces in small ones: neither is to be seen in the result.
        int outOctets = in.getClass() == ByteArrayInputStream.class ? ContentLines.OUT_OCTETS : ContentLines.OUT_OCTETS_MIN;
        ContentLines lines = chunk < 0 ? ContentLines.dotted(sink, outOctets) : ContentLines.plain(sink, outOctets);
        boolean complete = chunk < 0 ? DotReader.read(input, lines) : ChunkReader.read(input, chunk, true, lines);
        int rest = 0;
        while (input.read() >= 0) {
            rest++;
        }
        // What never became whole is handed on in pieces whose size is nobody's business.
        return new Read(complete ? out.toString(StandardCharsets.ISO_8859_1) : "", lines.flaw(), lines.bareLineFeeds(), lines.headerOctets(), lines.longestLineOctets(),
                complete, rest);
    }

    @Test
    void noArgumentMakesTheParserThrow() {
        String[] words = {"FROM:", "TO:", "<", ">", "@", "a", "\"", "\\", ".", "[", "]", "IPv6:", "::1", "1.2.3.4", " ", "SIZE=", "9", "NOTIFY=", "NEVER", ",",
            "DELAY", "ORCPT=", "rfc822;", "+", "4F", "ENVID=", "RET=", "FULL", "BODY=", "8BITMIME", "LAST", "\u00ff", "=", ":"};
        for (int round = 0; round < 20 * ROUNDS; round++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "FROM:<" : "TO:<a@b> ");
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append(words[random.nextInt(words.length)]);
            }
            String arguments = text.toString();
            assertNotNull(CommandParser.mail(arguments, ServiceOffer.DEFAULT), "seed " + seed);
            assertNotNull(CommandParser.chunk(arguments), "seed " + seed);
            assertNotNull(CommandParser.hello(arguments, true), "seed " + seed);
            if (CommandParser.rcpt(arguments, ServiceOffer.DEFAULT) instanceof Parsed.Understood understood && understood.command() instanceof Command.Rcpt rcpt) {
                // What was understood is understood again when we write it.
                assertEquals(new Parsed.Understood(rcpt), CommandParser.rcpt("TO:" + rcpt.forwardPath() + written(rcpt), ServiceOffer.DEFAULT), "seed " + seed + ": " + arguments);
            }
        }
    }

    private static String written(Command.Rcpt rcpt) {
        StringBuilder out = new StringBuilder();
        if (!rcpt.parameters().notifyOn().isEmpty()) {
            out.append(" NOTIFY=").append(String.join(",", rcpt.parameters().notifyOn().stream().map(Enum::name).toList()));
        }
        rcpt.parameters().orcpt().ifPresent(o -> out.append(" ORCPT=").append(o.addressType()).append(';').append(Xtext.encode(o.address())));
        return out.toString();
    }
}

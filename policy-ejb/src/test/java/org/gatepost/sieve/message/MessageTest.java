package org.gatepost.sieve.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

/** How a message is looked at, and what is done to its octets. */
class MessageTest {

    private static final MessageLimits SMALL = new MessageLimits(200, 3, 2, 10, 15);

    private static byte[] octets(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void editsTouchNoOtherOctet() throws IOException {
        byte[] original = octets("Received:  odd \n\tspacing\nx-a: 1\nSubject:no space\nX-A: 2\n\nbody\n\n");
        HeaderRewrite rewrite = new HeaderRewrite(ReceivedMessage.of(original));

        rewrite.fields().stream().filter(field -> field.named("X-A")).skip(1).forEach(rewrite::remove);
        rewrite.add("X-B", "first\r\nsecond\r\n", false);
        rewrite.add("X-C", "last", true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        rewrite.patches().apply(new ByteArrayInputStream(original), out);

        assertEquals(new String(octets("X-B: first\n\tsecond\nReceived:  odd \n\tspacing\nx-a: 1\nSubject:no space\nX-C: last\n\nbody\n\n"), StandardCharsets.UTF_8),
                out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void looksAtNoMoreFieldsAndOctetsThanTheLimits() {
        ReceivedMessage message = ReceivedMessage.of(octets("A: 1\nB: 2\nC: 3\nD: 4\n\nbody\n"), SMALL);
        assertEquals(List.of("A", "B", "C"), message.fields().stream().map(HeaderField::name).toList());

        message = ReceivedMessage.of(octets("A: 1\n\n01234567890123\n"), SMALL);
        assertEquals(Optional.of("0123456789"), message.rawBody());
        assertEquals("0123456789", message.structure().text());

        message = ReceivedMessage.of(octets("A: " + "x".repeat(300) + "\nB: 2\n\nbody\n"), SMALL);
        assertEquals(List.of("A"), message.fields().stream().map(HeaderField::name).toList());
    }

    @Test
    void looksAtNoMorePartsAndContentThanTheLimits() {
        StringBuilder text = new StringBuilder("Content-Type: multipart/mixed; boundary=x\n\n");
        for (int i = 0; i < 5; i++) {
            text.append("--x\n\n12345678\n");
        }
        MimePart root = ReceivedMessage.of(octets(text + "--x--\n"), SMALL).structure();

        assertTrue(root.children().size() <= SMALL.parts() + 1, root.children()::toString);
        assertEquals(SMALL.contentOctets(), root.all().stream().mapToInt(part -> part.content().length()).sum());
    }

    @Test
    void takesAddressesAsTheyAreFound() {
        assertEquals(List.of("a@b.example", "c@d.example", "\"x y\"@e.example", "..z@f.example"), MailAddresses.list(
                "A <a@b.example>, broken <, (comment) c@d.example, G: \"x y\"@e.example;, ..z@f.example, none").stream().map(MailAddress::toString).toList());
        assertEquals(Optional.empty(), MailAddresses.single("a@b.example, c@d.example"));
        assertEquals(Optional.empty(), MailAddresses.path("<a@b.example> x"));
        assertEquals("b.example", MailAddresses.path("<@r.example,@s.example:a@b.example>").orElseThrow().domain());
    }

    @Test
    void readsDatesOldAndNew() {
        assertEquals("2026-03-02T23:30+01:00", MailDates.of("from x by y; Mon, 2 Mar 2026 23:30:00 +0100 (CET)").orElseThrow().toString());
        assertEquals("1999-12-31T23:59-05:00", MailDates.of("31 Dec 99 23:59 EST").orElseThrow().toString());
        assertEquals(Optional.empty(), MailDates.of("Mon, 32 Mar 2026 23:30:00 +0100"));
        assertEquals(Optional.empty(), MailDates.of("yesterday"));
    }

    @Test
    void readsParametersInPieces() {
        MediaType type = MediaType.read("Text/X; a*0*=utf-8'en'%c3%a9; a*1=\"b;c\"; charset=\"U\\\"TF\"");

        assertEquals("text/x", type.type() + '/' + type.subtype());
        assertEquals(Optional.of("\u00e9b;c"), type.parameter("A"));
        assertEquals(Optional.of("U\"TF"), type.parameter("charset"));
        assertEquals("", MediaType.ofContentType("text/plain/x").type());
    }
}

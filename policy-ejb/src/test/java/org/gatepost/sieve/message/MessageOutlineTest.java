package org.gatepost.sieve.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.gatepost.sieve.message.MessageOutline.Part;
import org.junit.jupiter.api.Test;

class MessageOutlineTest {

    private static List<Part> outline(String text) {
        return MessageOutline.of(ReceivedMessage.of(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void tellsOfEachPartAndNothingOfWhatItHolds() {
        assertEquals(List.of(new Part(0, "multipart/mixed", "", 0), new Part(1, "text/plain", "", 5), new Part(1, "application/zip", "bill.zip", 3), new Part(1, "message/rfc822", "", 0),
                new Part(2, "text/html", "page", 6)), outline("""
                Content-Type: multipart/mixed; boundary=b

                --b

                Hello
                --b
                Content-Type: application/zip; name=other
                Content-Disposition: attachment; filename="bill.zip"
                Content-Transfer-Encoding: base64

                YWJj
                --b
                Content-Type: message/rfc822

                Content-Type: text/html; name=page

                <p>hi>
                --b--
                """));
    }

    @Test
    void aNameCannotPretendToBeAnother() {
        assertEquals("a\uFFFDfdp.exe", outline("Content-Type: application/pdf; name=\"a\u202Efdp.exe\"\n\nx\n").getFirst().name());
        assertEquals(MessageOutline.CHARACTERS_MAX, outline("Content-Type: text/plain; name=" + "x".repeat(MessageOutline.CHARACTERS_MAX + 1) + "\n\nx\n").getFirst().name().length());
    }

    @Test
    void soManyPartsAreToldOfAndNoMore() {
        assertEquals(MessageOutline.PARTS_MAX, outline("Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n".repeat(MessageOutline.PARTS_MAX) + "--b--\n").size());
    }
}

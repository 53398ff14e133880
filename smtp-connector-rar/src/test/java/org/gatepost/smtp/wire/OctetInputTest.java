package org.gatepost.smtp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.ServiceOffer;
import org.junit.jupiter.api.Test;

class OctetInputTest {

    @Test
    void forgetsWhatWasNotReadAfterDiscard() throws IOException {
        OctetInput input = new OctetInput(new ByteArrayInputStream("abc".getBytes(StandardCharsets.US_ASCII)));
        assertEquals('a', input.read());
        assertTrue(input.hasBuffered());
        input.discard();
        assertFalse(input.hasBuffered());
        assertEquals(-1, input.read());
    }

    @Test
    void asksBeforeEveryReadThatMayWaitAndOnlyThen() throws IOException {
        int[] asked = {0};
        OctetInput input = new OctetInput(new ByteArrayInputStream("abc".getBytes(StandardCharsets.US_ASCII)), () -> asked[0]++);
        input.read();
        input.read();
        input.read();
        assertEquals(1, asked[0]);
        input.read();
        assertEquals(2, asked[0]);
    }

    @Test
    void gathersRepliesUntilFlushed() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReplyWriter writer = new ReplyWriter(out);
        writer.write(Replies.OK);
        writer.write(Replies.ehlo("mx.example", ServiceOffer.DEFAULT, 10));
        assertEquals(0, out.size());
        writer.flush();
        assertEquals("250 2.0.0 ok\r\n250-mx.example\r\n250-PIPELINING\r\n250-SIZE 10\r\n250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n250-DSN\r\n"
                + "250-CHUNKING\r\n250 HELP\r\n", out.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void aCommandLineMayBeAsLongAsTheLongestExtensionAllows() {
        assertEquals(512 + 26 + 17 + 115 + 500 + 10 + 5 + 1_007 + 11 + 34 + 17 + 15, Extension.commandLineOctetsMax());
    }
}

package org.gatepost.workbench.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

class SmtpConversationTest {

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    private SmtpConversation with(String replies) throws IOException {
        return new SmtpConversation(new Socket() {
            @Override
            public InputStream getInputStream() {
                return new ByteArrayInputStream(replies.getBytes(StandardCharsets.ISO_8859_1));
            }

            @Override
            public OutputStream getOutputStream() {
                return sent;
            }
        });
    }

    @Test
    void repliesToAGroupOfCommandsAreReadOneByOne() throws IOException {
        SmtpConversation conversation = with("250 sender\r\n250 recipient\r\n354 go\r\n");
        conversation.write("MAIL FROM:<>\r\nRCPT TO:<a@b>\r\nDATA\r\n");
        assertEquals("250 sender", conversation.expect(250));
        assertEquals("250 recipient", conversation.expect(250));
        assertEquals("354 go", conversation.expect(354));
        assertEquals("MAIL FROM:<>\r\nRCPT TO:<a@b>\r\nDATA\r\n", sent.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void aReplyEndsWithTheLineThatHasNoHyphenBehindItsCode() throws IOException {
        SmtpConversation conversation = with("250-first\r\n250-second\r\n250\r\n221 bye\r\n");
        assertEquals("250-first\r\n250-second\r\n250", conversation.command("EHLO x", 250));
        assertEquals(221, conversation.command("QUIT"));
    }

    @Test
    void anotherCodeIsARefusalThatSaysTheReply() throws IOException {
        SmtpConversation conversation = with("452 4.3.1 full\r\n");
        assertEquals("452 4.3.1 full", assertThrows(SmtpConversation.Refused.class, () -> conversation.command("MAIL FROM:<>", 250)).getMessage());
    }

    @Test
    void theEndOfTheConnectionIsNoReply() throws IOException {
        assertThrows(EOFException.class, () -> with("").expect(220));
        assertThrows(EOFException.class, () -> with("250-half\r\n250").expect(250));
    }

    @Test
    void whatIsNoReplyOrHasNoEndIsAnError() throws IOException {
        assertThrows(IOException.class, () -> with("\r\n").expect(220));
        assertThrows(IOException.class, () -> with("220 " + "x".repeat(3_000) + "\r\n").expect(220));
    }
}

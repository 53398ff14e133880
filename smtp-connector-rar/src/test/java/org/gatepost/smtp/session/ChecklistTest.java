package org.gatepost.smtp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;

import org.gatepost.smtp.protocol.EnhancedStatus;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of the checklist that are the connector's, each by the dialogs that show it. */
class ChecklistTest {

    private static final Path DIALOGS = Path.of("src/test/resources/dialogs");

    @TempDir
    private static Path spool;

    private static void play(String dialog) throws IOException {
        DialogTest.play(DIALOGS.resolve(dialog + ".smtp"), there -> there, spool);
    }

    @DisplayName("P01 SIZE")
    @ParameterizedTest
    @ValueSource(strings = {"limit-message-size", "parameters-mail", "limit-spool-at-mail", "chunks-too-large"})
    void size(String dialog) throws IOException {
        play(dialog);
    }

    @DisplayName("P02 DSN, with all its parameters")
    @ParameterizedTest
    @ValueSource(strings = {"parameters-mail", "parameters-rcpt"})
    void deliveryStatus(String dialog) throws IOException {
        play(dialog);
    }

    @DisplayName("P05 CHUNKING and BINARYMIME")
    @ParameterizedTest
    @ValueSource(strings = {"chunks", "chunks-order", "chunks-pipelined", "chunks-bad-word", "binarymime", "binarymime-by-data", "binarymime-header"})
    void chunking(String dialog) throws IOException {
        play(dialog);
    }

    @DisplayName("P06 PIPELINING")
    @ParameterizedTest
    @ValueSource(strings = {"pipelining", "pipelining-refused-mail", "chunks-pipelined", "no-valid-recipients", "content-behind-refused-data"})
    void pipelining(String dialog) throws IOException {
        play(dialog);
    }

    @DisplayName("P07 8BITMIME")
    @Test
    void eightBit() throws IOException {
        play("eight-bit");
    }

    /** Also RFC 2034 section 4: the class is that of the reply, and there is none in the greeting and in 3xx. */
    @DisplayName("P10 ENHANCEDSTATUSCODES: every standing reply has one that fits it, but for greetings and 3xx")
    @Test
    void enhancedStatusCodes() throws IllegalAccessException {
        int seen = 0;
        for (Field field : Replies.class.getFields()) {
            if (field.getType() != Reply.class) {
                continue;
            }
            Reply reply = (Reply) field.get(null);
            seen++;
            if (reply.code() / 100 == 3) {
                assertEquals(EnhancedStatus.ABSENT, reply.status(), field.getName());
            } else {
                assertNotEquals(EnhancedStatus.ABSENT, reply.status(), field.getName());
                assertEquals(reply.code() / 100 + ".", reply.status().toString().substring(0, 2), field.getName());
            }
        }
        assertTrue(seen > 50, seen + " replies");
    }

    @DisplayName("P13 policy knows the name the client introduced itself by")
    @ParameterizedTest
    @ValueSource(strings = {"hello-refused", "hello-arguments", "hello-resets", "xclient"})
    void hello(String dialog) throws IOException {
        play(dialog);
    }
}

package org.gatepost.adapter.scanner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.ScanWish;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.spool.MemoryContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandAnswerTest {

    private static final Mailbox ALICE = new Mailbox("alice", "example.com");
    private static final Mailbox BOB = new Mailbox("bob", "example.com");
    private static final ScanQuestion QUESTION = new ScanQuestion(new MemoryContent(new byte[0]), "1/1", Optional.empty(), ReversePath.NULL,
            List.of(new ScanQuestion.Addressee(ALICE, List.of()), new ScanQuestion.Addressee(BOB, List.of())), Duration.ofSeconds(1));

    @Test
    void f12AProgramHasAVerdictForEachRecipient() {
        ScanAnswer answer = read("{\"verdict\":\"clean\",\"result\":\"ok\",\"quarantine\":\"odd\",\"recipients\":{\"bob@example.com\":"
                + "{\"verdict\":\"spam\",\"score\":9,\"threshold\":5,\"symbols\":[\"A\"]}}}");
        assertEquals(new ScanVerdict.Clean(), answer.of(ALICE).verdict());
        assertEquals(new ScanVerdict.Spam(9, 5), answer.of(BOB).verdict());
        assertEquals(List.of("A"), answer.of(BOB).score().orElseThrow().symbols());
        assertEquals(List.of(new ScanWish.Quarantine("odd")), answer.wishes());
        assertEquals(new ScanVerdict.Infected(List.of("W32")), read("{\"verdict\":\"infected\",\"names\":[\"W32\"]}").verdict());
        assertEquals(new ScanVerdict.Forbidden(List.of("x.exe")), read("{\"verdict\":\"forbidden\",\"names\":[\"x.exe\"]}").verdict());
        assertEquals(new ScanVerdict.Unscannable("too old"), read("{\"verdict\":\"unscannable\",\"why\":\"too old\"}").verdict());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "clean", "{}", "{\"verdict\":\"Clean\"}", "{\"verdict\":\"infected\"}", "{\"verdict\":\"spam\"}", "{\"verdict\":\"ok\"}",
            "{\"verdict\":\"clean\",\"recipients\":{\"carol@example.com\":{\"verdict\":\"clean\"}}}", "{\"verdict\":\"clean\",\"recipients\":{\"bob@example.com\":\"spam\"}}",
            "{\"verdict\":\"clean\",\"recipients\":{\"bob@example.com\":{}}}",
            "{\"verdict\":\"clean\",\"recipients\":[\"bob@example.com\"]}", "{\"verdict\":\"clean\",\"recipients\":\"bob\"}", "{\"verdict\":\"clean\",\"quarantine\":true}",
            "{\"verdict\":\"clean\",\"quarantine\":[\"odd\"]}", "{\"verdict\":\"infected\",\"names\":[1]}", "{\"verdict\":\"infected\",\"names\":\"W32\"}",
            "{\"verdict\":\"clean\",\"score\":\"9\",\"threshold\":5}", "{\"verdict\":\"clean\",\"score\":9}", "{\"verdict\":\"clean\",\"recipient\":{}}",
            "{\"verdict\":\"clean\",\"recipients\":{\"bob@example.com\":{\"verdict\":\"clean\",\"quarantine\":\"odd\"}}}"})
    void anythingElseIsNeverClean(String output) {
        assertInstanceOf(ScanVerdict.Unavailable.class, read(output).verdict());
    }

    private static ScanAnswer read(String output) {
        return CommandAnswer.understand(output.getBytes(StandardCharsets.UTF_8), QUESTION);
    }
}

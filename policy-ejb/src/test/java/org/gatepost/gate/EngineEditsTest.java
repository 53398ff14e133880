package org.gatepost.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

import org.gatepost.mail.ChannelName;
import org.gatepost.mail.MessageHeader;
import org.gatepost.queue.Route;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanFinding;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.ScanWish;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.spool.MemoryContent;
import org.junit.jupiter.api.Test;

class EngineEditsTest {

    private static final AcceptedRecipient.Copy COPY = new AcceptedRecipient.Copy(new Mailbox("bob", "example.com"), new Route(new ChannelName("tcp_lmtpcs"), "tcp_lmtpcs"),
            OptionalLong.empty(), Optional.empty(), Optional.empty());
    private static final String MESSAGE = "A: 1\r\nB: 2\r\n\tmore\r\nB:3\r\n\r\nbody\r\n";

    @Test
    void withoutWishesThereAreNoEdits() throws IOException {
        assertSame(COPY, new EngineEdits(header(), MESSAGE.length(), round(Map.of("m", answer()))).applied(COPY));
    }

    @Test
    void f18FieldsAreAddedInsertedChangedAndRemovedOctetForOctet() throws IOException {
        assertEquals("X:second\r\nX: first\r\nA: 1\r\nB:  two\r\nC: above\r\nLast: a\r\nLast: b\r\n\r\nbody\r\n", edited(Map.of("m", answer(
                new ScanWish.AddField(0, "X", " first"), new ScanWish.AddField(0, "X", "second"), new ScanWish.ChangeField("b", 2, Optional.empty()),
                new ScanWish.ChangeField("B", 1, Optional.of("  two")), new ScanWish.AddField(2, "C", " above"), new ScanWish.AddField(3, "Last", " a"),
                new ScanWish.AddField(ScanWish.AddField.LAST, "Last", " b"), new ScanWish.ChangeField("Z", 1, Optional.of(" not there"))))));
        assertEquals("A: 1\r\n\r\nbody\r\n", edited(Map.of("m", answer(new ScanWish.ChangeField("b", 0, Optional.empty())))));
        assertEquals("A: 3\r\nB: 2\r\n\tmore\r\nB:3\r\n\r\nbody\r\n", edited(Map.of("m", answer(new ScanWish.ChangeField("A", 1, Optional.of(" 2")),
                new ScanWish.ChangeField("A", 1, Optional.of(" 3"))))));
    }

    @Test
    void severalEnginesEditTheContentAsReceivedAndTheFirstOfTwoIsHeard() throws IOException {
        assertEquals("A: one\r\nB: 2\r\n\tmore\r\nB: three\r\nX: 1\r\nX: 2\r\n\r\nbody\r\n", edited(Map.of(
                "m2", answer(new ScanWish.ChangeField("A", 1, Optional.of(" two")), new ScanWish.ChangeField("B", 2, Optional.of(" three")), new ScanWish.AddField(ScanWish.AddField.LAST, "X", " 2")),
                "m1", answer(new ScanWish.ChangeField("A", 1, Optional.of(" one")), new ScanWish.AddField(ScanWish.AddField.LAST, "X", " 1")))));
    }

    @Test
    void f18ABodyIsADeclaredEditOctetForOctetAndTheFirstOfTwoIsHeardWithItsHeader() throws IOException {
        assertEquals("A: 1\r\nB: 2\r\n\tmore\r\nB:3\r\nX: 1\r\n\r\nnew \u00e4\r\n", edited(Map.of(
                "m1", answer(new ScanWish.AddField(ScanWish.AddField.LAST, "X", " 1"), new ScanWish.ReplaceBody("new \u00e4\r\n")),
                "m2", answer(new ScanWish.ReplaceBody("second\r\n"), new ScanWish.AddField(0, "Y", " of the second")))));
        assertEquals("A: 1\r\nB: 2\r\n\tmore\r\nB:3\r\n\r\n", edited(Map.of("m", answer(new ScanWish.ReplaceBody("")))));
    }

    @Test
    void f18WhereThereWasNoBodyItStandsBelowTheFieldsThatAreAdded() throws IOException {
        assertEquals("A: 1\r\nX: 1\r\n\r\nnew\r\n", edited("A: 1\r\n", Map.of("m", answer(new ScanWish.ReplaceBody("\r\nnew\r\n"), new ScanWish.AddField(ScanWish.AddField.LAST, "X", " 1")))));
    }

    @Test
    void aCopyAnEngineWasNotAskedAboutStaysAsItIs() throws IOException {
        Map<String, ScanAnswer> answers = Map.of("m", answer(new ScanWish.AddField(0, "X", " y")));
        assertSame(COPY, new EngineEdits(header(), MESSAGE.length(), new Findings.Round(Map.of("m", Set.of(new Mailbox("other", "example.com"))), answers)).applied(COPY));
    }

    private static Findings.Round round(Map<String, ScanAnswer> answers) {
        return new Findings.Round(answers.keySet().stream().collect(Collectors.toMap(name -> name, name -> Set.of(COPY.address()))), answers);
    }

    private static ScanAnswer answer(ScanWish... wishes) {
        return new ScanAnswer(ScanFinding.of(new ScanVerdict.Clean()), Map.of(), List.of(wishes));
    }

    private static MessageHeader header() throws IOException {
        return MessageHeader.read(new MemoryContent(MESSAGE.getBytes(StandardCharsets.US_ASCII)), 1_000);
    }

    private static String edited(Map<String, ScanAnswer> answers) throws IOException {
        return edited(MESSAGE, answers);
    }

    private static String edited(String message, Map<String, ScanAnswer> answers) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] octets = message.getBytes(StandardCharsets.US_ASCII);
        new EngineEdits(MessageHeader.read(new MemoryContent(octets), 1_000), octets.length, round(answers)).applied(COPY).alteration().edits().apply(new ByteArrayInputStream(octets), out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}

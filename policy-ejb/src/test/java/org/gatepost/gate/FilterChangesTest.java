package org.gatepost.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.gatepost.mail.HeaderEdits;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.QueueEntry;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanFinding;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.ScanWish;
import org.gatepost.scan.ScannerOptions;
import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.trace.TraceEvent;
import org.junit.jupiter.api.Test;

/** What engines change in body and envelope, once policy allowed it to them: F18. */
class FilterChangesTest {

    private static final String TEXT = "From: a@remote.example\r\nSubject: Hello\r\n\r\nText.\r\n";
    private static final Mailbox JUDY = new Mailbox("judy", "example.com");
    private static final Mailbox BUCKET = new Mailbox("bucket", "example.com");
    private static final ScanWish MARK = new ScanWish.AddField(0, "X-Filter", " seen");

    private final ScriptedGate gate = new ScriptedGate();

    private void filter(ScanWish... wishes) {
        gate.engineOptions = ScannerOptions.parse("body=allowed\nenvelope=allowed");
        gate.engines.put("filter", question -> new ScanAnswer(ScanFinding.of(new ScanVerdict.Clean()), Map.of(), List.of(wishes)));
    }

    @Test
    void f18AnotherBodyIsDeliveredAndTheStoredContentStaysAsReceived() throws IOException {
        filter(MARK, new ScanWish.ReplaceBody("new \u00ff\r\n"));
        NewMessage message = gate.send(TEXT, "judy@example.com");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HeaderEdits edits = message.entries().getFirst().edits().orElseThrow();
        edits.apply(new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.US_ASCII)), out);
        String delivered = out.toString(StandardCharsets.ISO_8859_1);
        assertTrue(delivered.endsWith("X-Filter: seen\r\nFrom: a@remote.example\r\nSubject: Hello\r\n\r\nnew \u00ff\r\n"), delivered);
        assertEquals(out.size(), edits.sizeAfter(TEXT.length()));
        assertEquals(TEXT.length(), message.message().contentOctets());
        assertEquals(BodyType.EIGHT_BIT_MIME, message.message().envelope().parameters().body(), "it has 8 bits now");
        assertEquals("[filter: clean; another body]", verdicts(message));
    }

    @Test
    void f18ARecipientThatIsTakenOutIsDiscardedByTheFiltersName() {
        filter(new ScanWish.DeleteRecipient(JUDY), new ScanWish.DeleteRecipient(new Mailbox("nobody", "example.org")));
        NewMessage message = gate.send(TEXT, "judy@example.com", "alice@example.com");
        assertEquals(List.of("alice@example.com"), addresses(message));
        assertEquals(List.of("judy@example.com ContentScan: filter takes it out"), discards(message));
    }

    @Test
    void f18WhenAllAreTakenOutTheTraceIsWhatStays() {
        filter(new ScanWish.DeleteRecipient(JUDY));
        NewMessage message = gate.send(TEXT, "judy@example.com");
        assertEquals(List.of(), message.entries());
        assertEquals(1, discards(message).size());
    }

    @Test
    void f18AFilterRedirectsWithItsOtherChanges() {
        filter(MARK, new ScanWish.DeleteRecipient(JUDY), new ScanWish.AddRecipient(BUCKET), new ScanWish.AddRecipient(new Mailbox("far", "remote.example")));
        NewMessage message = gate.send(TEXT, "judy@example.com");
        assertEquals(List.of("bucket@example.com", "far@remote.example"), addresses(message));
        assertTrue(message.entries().stream().allMatch(entry -> entry.edits().orElseThrow().toString().contains("X-Filter")), message.toString());
        assertEquals(List.of("tcp_lmtpcs", "tcp_local"), message.entries().stream().map(entry -> entry.route().channel().value()).toList());
        assertEquals("[filter: clean; takes out judy@example.com; adds bucket@example.com; adds far@remote.example]", verdicts(message));
    }

    @Test
    void f18WhoHasACopyGetsNoSecondOneAndWhoTakesNoMailNone() {
        filter(new ScanWish.AddRecipient(JUDY), new ScanWish.AddRecipient(new Mailbox("nobody", "example.com")));
        NewMessage message = gate.send(TEXT, "judy@example.com");
        assertEquals(List.of("judy@example.com"), addresses(message));
        assertTrue(verdicts(message).contains("filter: nobody@example.com is not added: it takes no mail"), verdicts(message));
    }

    @Test
    void f18WhoTakesNoMailNowIsNotAddedAndDelaysNobody() {
        gate.full.add("bucket");
        filter(new ScanWish.AddRecipient(BUCKET));
        NewMessage message = gate.send(TEXT, "judy@example.com");
        assertEquals(List.of("judy@example.com"), addresses(message));
        assertTrue(verdicts(message).contains("filter: bucket@example.com is not added: it takes no mail now: uid=bucket is overquota"), verdicts(message));
    }

    @Test
    void f18SoManyCopiesAreAddedAndNoMore() {
        gate.keywords = ScriptedGate.FOLDERS + "\nscriptcopies 1";
        filter(new ScanWish.AddRecipient(BUCKET), new ScanWish.AddRecipient(new Mailbox("second", "example.com")));
        NewMessage message = gate.send(TEXT, "judy@example.com");
        assertEquals(List.of("judy@example.com", "bucket@example.com"), addresses(message));
        assertTrue(verdicts(message).contains("second@example.com is not added: more than scriptcopies"), verdicts(message));
    }

    @Test
    void f18AnotherSenderIsThatOfTheCopiesAndTheNullOneStays() {
        ReversePath list = ReversePath.of(new Mailbox("list", "example.org"));
        filter(new ScanWish.ChangeSender(ReversePath.NULL), new ScanWish.ChangeSender(list));
        assertEquals(List.of(list), gate.send(TEXT, "judy@example.com").entries().stream().map(entry -> entry.listOwner().orElseThrow()).toList());
    }

    @Test
    void f18WhatIsKeptBackIsNotTakenOutAndWhatIsAddedBesideItIsKeptBackToo() {
        filter(new ScanWish.Quarantine("looks bad"), new ScanWish.DeleteRecipient(JUDY), new ScanWish.AddRecipient(BUCKET));
        NewMessage message = gate.send(TEXT, "judy@example.com");
        assertEquals(List.of("judy@example.com", "bucket@example.com"), addresses(message));
        assertTrue(message.entries().stream().flatMap(entry -> entry.recipients().stream()).noneMatch(recipient -> recipient.isWaiting()), message.toString());
    }

    @Test
    void f18AnAddedUsersOwnScriptIsHeard() {
        gate.script("bucket", "discard;");
        filter(new ScanWish.DeleteRecipient(JUDY), new ScanWish.AddRecipient(BUCKET));
        NewMessage message = gate.send(TEXT, "judy@example.com");
        assertEquals(List.of(), message.entries());
        assertEquals(2, discards(message).size());
    }

    /** Whatever its adapter makes of that. */
    @Test
    void f18WhatAFilterMayNotIsTracedAndMarkedAndNotDone() {
        filter(new ScanWish.DeleteRecipient(JUDY), new ScanWish.NotAllowed(new ScanWish.ReplaceBody("")));
        gate.engineOptions = ScannerOptions.parse("body=allowed\nenvelope=offered");
        NewMessage message = gate.send(TEXT, "judy@example.com");
        assertEquals(List.of("judy@example.com"), addresses(message));
        assertEquals("[filter: clean; may not: takes out judy@example.com; may not: another body]", verdicts(message));
        assertEquals(List.of("not-allowed:filter"), List.copyOf(message.message().marks()));
    }

    private static List<String> addresses(NewMessage message) {
        return message.entries().stream().map(QueueEntry::recipients).flatMap(List::stream).map(recipient -> recipient.recipient().address().address()).toList();
    }

    private static List<String> discards(NewMessage message) {
        return message.trace().stream().filter(event -> event.kind() == TraceEvent.Kind.DISCARD).map(event -> event.recipient().orElse("") + ' ' + event.reason()).toList();
    }

    private static String verdicts(NewMessage message) {
        return String.valueOf(message.trace().getFirst().details().get("verdicts"));
    }
}

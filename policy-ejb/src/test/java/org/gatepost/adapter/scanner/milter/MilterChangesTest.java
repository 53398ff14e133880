package org.gatepost.adapter.scanner.milter;

import static org.gatepost.adapter.scanner.milter.MilterScannerTest.ALL;
import static org.gatepost.adapter.scanner.milter.MilterScannerTest.BOB;
import static org.gatepost.adapter.scanner.milter.MilterScannerTest.LEADING_SPACE;
import static org.gatepost.adapter.scanner.milter.MilterScannerTest.MESSAGE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.ScanWish;
import org.gatepost.scan.ScannerOptions;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.junit.jupiter.api.Test;

/** What a filter may want of body and envelope, by the policy of it: F18. */
class MilterChangesTest {

    @Test
    void f18AFilterReplacesTheBodyWherePolicyAllowsIt() throws IOException {
        ScriptedFilter filter = new ScriptedFilter(ALL | 0x2, LEADING_SPACE).says('E', Packet.of('h', "X-Spam", " yes"), raw('b', "first\nsecond\r"), Packet.of('p'), raw('b', "\n\u00e4"), Packet.of('c'));
        assertEquals(List.of(new ScanWish.AddField(ScanWish.AddField.LAST, "X-Spam", " yes"), new ScanWish.ReplaceBody("first\r\nsecond\r\n\u00e4\r\n")),
                with("body=allowed", filter, MESSAGE).wishes());
        for (String headerOnly : List.of("Subject: x\r\n", "Subject: x")) {
            ScriptedFilter other = new ScriptedFilter(ALL | 0x2, 0).says('E', raw('b', "new"), Packet.of('c'));
            assertEquals(List.of(new ScanWish.ReplaceBody("\r\nnew\r\n")), with("body=allowed", other, headerOnly).wishes(), "no empty line was there");
        }
        assertEquals(List.of(new ScanWish.ReplaceBody("")), with("body=allowed", new ScriptedFilter(ALL | 0x2, 0).says('E', raw('b', ""), Packet.of('c')), MESSAGE).wishes());
    }

    @Test
    void f18ABodyHasALimitAndNothingThatCouldEndALineUnseen() throws IOException {
        ScriptedFilter edge = new ScriptedFilter(ALL | 0x2, 0).says('E', raw('b', "12345678"), Packet.of('c'));
        assertEquals(List.of(new ScanWish.ReplaceBody("12345678\r\n")), with("body=allowed\nbody_octets_max=10", edge, MESSAGE).wishes());
        for (String body : List.of("123456789", "1234567\n\n", "a\rb", "a\r", "a\0b")) {
            ScriptedFilter over = new ScriptedFilter(ALL | 0x2, 0).says('E', raw('b', body), Packet.of('c'));
            assertThrows(IOException.class, () -> with("body=allowed\nbody_octets_max=10", over, MESSAGE), body);
        }
        for (String options : List.of("body=perhaps", "envelope=perhaps", "body_octets_max=0", "body_octets_max=" + (Permits.BODY_OCTETS_MAX + 1), "colour=red")) {
            assertThrows(IllegalArgumentException.class, () -> with(options, new ScriptedFilter(ALL, 0), MESSAGE), options);
        }
    }

    @Test
    void f18WhereABodyIsOfferedAndNotAllowedNoneOfAFiltersChangesAreMade() throws IOException {
        assertEquals(new ScanVerdict.Clean(), with("body=offered", new ScriptedFilter(ALL | 0x2, 0), MESSAGE).verdict());
        ScriptedFilter replaces = new ScriptedFilter(ALL | 0x2, 0).says('E', MilterScannerTest.at('m', 1, "Subject", "new"), Packet.of('h', "Content-Type", "text/html"), raw('b', "other"), Packet.of('q', "why"), Packet.of('c'));
        assertEquals(List.of(new ScanWish.Quarantine("why"), new ScanWish.NotAllowed(new ScanWish.ReplaceBody(""))), with("body=offered", replaces, MESSAGE).wishes());
    }

    @Test
    void f18AFilterChangesTheEnvelopeWherePolicyAllowsIt() throws IOException {
        Packet[] changes = {Packet.of('+', "<new@example.net>"), Packet.of('2', "other@example.net", "NOTIFY=NEVER"), Packet.of('-', "<bob@example.com>"), Packet.of('e', "<list@example.org>", ""), Packet.of('c')};
        List<ScanWish> wanted = List.of(new ScanWish.AddRecipient(new Mailbox("new", "example.net")), new ScanWish.AddRecipient(new Mailbox("other", "example.net")),
                new ScanWish.DeleteRecipient(BOB), new ScanWish.ChangeSender(ReversePath.of(new Mailbox("list", "example.org"))));
        assertEquals(wanted, with("envelope=allowed", new ScriptedFilter(ALL | 0xcc, 0).says('E', changes), MESSAGE).wishes());
        assertEquals(wanted.stream().map(ScanWish.NotAllowed::new).toList(), with("envelope=offered", new ScriptedFilter(ALL | 0xcc, 0).says('E', changes), MESSAGE).wishes());
        assertEquals(List.of(new ScanWish.ChangeSender(ReversePath.NULL)), with("envelope=allowed", new ScriptedFilter(ALL | 0x40, 0).says('E', Packet.of('e', "<>"), Packet.of('c')), MESSAGE).wishes());
    }

    @Test
    void f18AnAddressThatSmtpCouldNotCarryOrOneTooManyIsNotUnderstood() throws IOException {
        for (Packet nonsense : List.of(Packet.of('+', "two words"), Packet.of('+'), Packet.of('+', "<a@b.example>", "more"), Packet.of('-', "<>"), Packet.of('2', "<postmaster>"),
                Packet.of('e', "<x@y.example> z"), Packet.of('e', "x\r\ny@z.example"))) {
            assertThrows(IOException.class, () -> with("envelope=allowed", new ScriptedFilter(ALL | 0xcc, 0).says('E', nonsense, Packet.of('c')), MESSAGE), nonsense.toString());
        }
        Packet[] many = new Packet[Edits.ADDED_RECIPIENTS_MAX + 1];
        Arrays.fill(many, Packet.of('+', "<new@example.net>"));
        many[Edits.ADDED_RECIPIENTS_MAX] = Packet.of('c');
        assertEquals(Edits.ADDED_RECIPIENTS_MAX, with("envelope=allowed", new ScriptedFilter(ALL | 0x4, 0).says('E', many), MESSAGE).wishes().size());
        many[Edits.ADDED_RECIPIENTS_MAX] = Packet.of('+', "<new@example.net>");
        assertThrows(IOException.class, () -> with("envelope=allowed", new ScriptedFilter(ALL | 0x4, 0).says('E', many), MESSAGE));
        assertThrows(IOException.class, () -> with("envelope=allowed", new ScriptedFilter(ALL | 0x4, 0).says('E', Packet.of('-', "<bob@example.com>"), Packet.of('c')), MESSAGE),
                "it did not say that it would");
    }

    private static ScanAnswer with(String options, ScriptedFilter filter, String message) throws IOException {
        return new MilterScanner("m", deadline -> filter, "mx.example.org", ScannerOptions.parse(options), InstantSource.system()).askAnew(MilterScannerTest.question(message));
    }

    private static Packet raw(char code, String octets) {
        return new Packet(code, octets.getBytes(StandardCharsets.ISO_8859_1));
    }
}

package org.gatepost.workbench.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.gatepost.adapter.scanner.Engines;
import org.gatepost.ee.wiring.VirtualSideBySide;
import org.gatepost.scan.Lesson;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanOutcome;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanRound;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.ScanWish;
import org.gatepost.scan.Scanner;
import org.gatepost.scan.Scanners;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.session.SteadyClock;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.trace.Alarms;
import org.junit.jupiter.api.Test;

/** Debian's spamd, rspamd and c-icap: what they find; and what becomes of a message when these, clamd, a filter and amavisd are stopped, killed and back. */
class RealEnginesIT {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Mailbox ALICE = new Mailbox("alice", "example.com");
    private static final Mailbox BOB = new Mailbox("bob", "example.com");
    private static final String HEADER = "From: <a@remote.example>\r\nTo: <alice@example.com>\r\nSubject: hello\r\nDate: Thu, 26 Nov 2026 18:00:00 +0000\r\n"
            + "Message-ID: <1@remote.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n";

    @Test
    void f15SpamdScoresAndNamesItsRulesForEachUser() throws Exception {
        try (RealEngine spamd = RealEngines.spamd("user=recipient\nrecipients_max=5").start()) {
            Scanner scanner = spamd.scanner();
            ScanAnswer ham = scanner.scan(question("how are you today\r\n", ALICE));
            assertEquals(new ScanVerdict.Clean(), ham.verdict());
            assertTrue(ham.finding().result().orElseThrow().startsWith("Spam-Test: False ; "), ham.toString());
            ScanAnswer both = scanner.scan(question(RealEngines.GTUBE + "\r\n", ALICE, BOB));
            assertInstanceOf(ScanVerdict.Spam.class, both.of(ALICE).verdict());
            assertEquals(new ScanVerdict.Clean(), both.of(BOB).verdict(), "his own threshold is higher");
            assertTrue(both.finding().score().orElseThrow().symbols().contains("GTUBE"), both.toString());
            assertFalse(scanner.learns(), "nobody wants it to");
            stoppedKilledAndBack(spamd);
        }
    }

    @Test
    void f15WhatIsNoSpamIsToldToSpamdForItsUser() throws Exception {
        try (RealEngine spamd = RealEngines.spamd("user=recipient\nrecipients_max=5\nlearn=yes").start()) {
            assertTrue(spamd.scanner().learns());
            taughtOnceThenKnown(spamd.scanner());
            spamd.kill();
            assertInstanceOf(Lesson.Outcome.Failed.class, spamd.scanner().learn(lesson("gone")));
        }
    }

    @Test
    void f20WhatIsNoSpamIsToldToRspamdsController() throws Exception {
        try (RealEngine rspamd = RealEngines.rspamd("").start()) {
            assertTrue(rspamd.scanner().learns());
            taughtOnceThenKnown(rspamd.scanner());
            rspamd.kill();
            assertInstanceOf(Lesson.Outcome.Failed.class, rspamd.scanner().learn(lesson("gone")));
        }
    }

    private static void taughtOnceThenKnown(Scanner scanner) {
        String words = "the meeting about the new library is on thursday morning in the small room on the second floor please bring the papers that helen wrote last week\r\n";
        assertEquals(new Lesson.Outcome.Learnt(), scanner.learn(lesson(words)));
        assertEquals(new Lesson.Outcome.NothingNew(), scanner.learn(lesson(words)));
    }

    private static Lesson lesson(String words) {
        return new Lesson(new MemoryContent((HEADER + words).getBytes(StandardCharsets.US_ASCII)), Optional.of(ALICE), DEADLINE);
    }

    @Test
    void f15CheckTellsTheScoreAlone() throws Exception {
        try (RealEngine spamd = RealEngines.spamd("command=check\nfield=none").start()) {
            String result = spamd.scanner().scan(question(RealEngines.GTUBE + "\r\n", ALICE)).finding().result().orElseThrow();
            assertTrue(result.matches("True ; 1\\d\\d\\d\\.\\d / 5\\.0"), result);
        }
    }

    @Test
    void f20RspamdsActionsAreHeard() throws Exception {
        try (RealEngine rspamd = RealEngines.rspamd("").start()) {
            Scanner scanner = rspamd.scanner();
            assertEquals(new ScanVerdict.Clean(), scanner.scan(question("how are you today\r\n", ALICE)).verdict());
            ScanAnswer spam = scanner.scan(question(RealEngines.GTUBE + "\r\n", ALICE));
            assertInstanceOf(ScanVerdict.Spam.class, spam.verdict(), spam.toString());
            assertEquals(554, assertInstanceOf(ScanWish.Refuse.class, spam.wishes().getFirst()).reply().code());
            // Its own test for what is to be marked and not refused.
            ScanAnswer marked = scanner.scan(question("Y" + RealEngines.GTUBE.substring(1) + "\r\n", ALICE));
            assertInstanceOf(ScanVerdict.Spam.class, marked.verdict(), marked.toString());
            assertEquals(List.of(), marked.wishes());
            stoppedKilledAndBack(rspamd);
        }
    }

    @Test
    void f16AnIcapServiceFindsVirusesAndEchoesWhatIsClean() throws Exception {
        try (RealClamd clamd = RealClamd.start(RealEngines.freePort());
             RealEngine icap = RealEngines.cIcap(clamd.port(), "").start()) {
            ScanQuestion infected = question(RealClamd.eicar() + "\r\n", ALICE);
            Scanner scanner = icap.scanner();
            assertEquals(new ScanVerdict.Clean(), scanner.scan(question("how are you today\r\n", ALICE)).verdict());
            ScanAnswer found = scanner.scan(infected);
            assertEquals(new ScanVerdict.Infected(List.of(RealClamd.NAME)), found.verdict());
            assertEquals(Optional.of("Virus-Test: True; " + RealClamd.NAME), found.finding().result());
            // Beyond the preview.
            String long300 = "0123456789".repeat(7) + "\r\n";
            assertEquals(new ScanVerdict.Clean(), scanner.scan(question(long300.repeat(5_000), ALICE)).verdict());
            assertInstanceOf(ScanVerdict.Infected.class, scanner.scan(question(RealClamd.eicar() + "\r\n" + long300.repeat(5_000), ALICE)).verdict());
            for (String method : List.of("respmod", "reqmod")) {
                Scanner same = new Engines().create(EnginePolicies.of("icap", icap.policy().port(), "service=echo\nmethod=" + method));
                assertEquals(new ScanVerdict.Clean(), same.scan(question("how are you today\r\n", ALICE)).verdict(), method);
                assertEquals(new ScanVerdict.Clean(), same.scan(question(long300.repeat(50_000), ALICE)).verdict(), method);
            }
            Scanner echo = new Engines().create(EnginePolicies.of("icap", icap.policy().port(), "service=echo"));
            assertEquals(new ScanVerdict.Clean(), echo.scan(ScanQuestion.about(new EndlessText(50L << 20), DEADLINE)).verdict(), "50 MiB that are in nobody's memory");
            stoppedKilledAndBack(icap);
        }
    }

    @Test
    void f21ClamdIsStoppedKilledAndBack() throws Exception {
        try (RealClamd clamd = RealClamd.start(RealEngines.freePort())) {
            stoppedKilledAndBack(clamd);
        }
    }

    @Test
    void f21AFilterIsStoppedKilledAndBack() throws Exception {
        try (RealMilter openDkim = RealMilter.openDkim()) {
            stoppedKilledAndBack(openDkim);
        }
    }

    @Test
    void f21AmavisdIsStoppedKilledAndBack() throws Exception {
        try (RealAmavisd amavisd = RealAmavisd.start()) {
            stoppedKilledAndBack(amavisd);
        }
    }

    /** The policy's outcome whatever is done to it, and the same question answered when it is back. */
    private static void stoppedKilledAndBack(MortalEngine engine) throws Exception {
        ScanRound round = new ScanRound(new VirtualSideBySide(), new Scanners(new Engines(), new Silent(), Clock.systemUTC(), new SteadyClock()));
        ScanQuestion question = question("how are you today\r\n", ALICE);
        assertInstanceOf(ScanOutcome.Passed.class, round.ask(List.of(engine.policy()), EnginePolicies.LOCAL, question));
        engine.pause();
        assertInstanceOf(ScanOutcome.Deferred.class, round.ask(List.of(engine.policy()), EnginePolicies.LOCAL, question.within(Duration.ofSeconds(1))));
        Thread killer = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(500);
                engine.kill();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertInstanceOf(ScanOutcome.Deferred.class, round.ask(List.of(engine.policy()), EnginePolicies.LOCAL, question), "killed in mid-scan");
        killer.join();
        assertInstanceOf(ScanOutcome.Deferred.class, round.ask(List.of(engine.policy()), EnginePolicies.LOCAL, question));
        engine.restart();
        assertInstanceOf(ScanOutcome.Passed.class, round.ask(List.of(engine.policy()), EnginePolicies.LOCAL, question));
    }

    private static ScanQuestion question(String body, Mailbox... recipients) {
        return new ScanQuestion(new MemoryContent((HEADER + body).getBytes(StandardCharsets.US_ASCII)), "7/1",
                Optional.of(new ScanQuestion.Client(IpAddress.parse("192.0.2.9"), 25_000, Optional.of("mail.remote.example"), "mail.remote.example", Optional.empty(),
                        Optional.empty())), ReversePath.of(new Mailbox("a", "remote.example")),
                List.of(recipients).stream().map(recipient -> new ScanQuestion.Addressee(recipient, List.of("spam"))).toList(), DEADLINE);
    }

    private static final class Silent implements Alarms {
        @Override
        public void raise(String key, String text) {
            // not what is tested here
        }

        @Override
        public void clear(String key) {
            // not what is tested here
        }
    }
}

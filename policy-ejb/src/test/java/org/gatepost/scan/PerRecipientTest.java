package org.gatepost.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.spool.MemoryContent;
import org.junit.jupiter.api.Test;

class PerRecipientTest {

    private static final Mailbox ALICE = new Mailbox("alice", "example.com");
    private static final Mailbox BOB = new Mailbox("bob", "example.com");
    private static final Mailbox CAROL = new Mailbox("carol", "example.com");

    private final Map<Mailbox, ScanAnswer> says = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final PerRecipient scanner = new PerRecipient(new Own(), 2, () -> Instant.EPOCH);

    @Test
    void f12EachRecipientIsAskedForAlone() {
        says.put(BOB, ScanAnswer.of(new ScanVerdict.Spam(9, 5)));
        ScanAnswer answer = scanner.scan(question(ALICE, BOB));
        assertEquals(List.of("[alice] PT30S", "[bob] PT1M"), asked);
        assertEquals(new ScanVerdict.Clean(), answer.of(ALICE).verdict());
        assertEquals(new ScanVerdict.Spam(9, 5), answer.of(BOB).verdict());
    }

    @Test
    void oneOrTooManyAreAskedForAtOnce() {
        scanner.scan(question(ALICE));
        scanner.scan(question(ALICE, BOB, CAROL));
        assertEquals(List.of("[alice] PT1M", "[alice, bob, carol] PT1M"), asked);
    }

    @Test
    void aRefusalForOneIsHisFindingAndOneForAllIsForAll() {
        says.put(BOB, wish(Reply.of(554, "5.7.1", "no")));
        ScanAnswer one = scanner.scan(question(ALICE, BOB));
        assertEquals(List.of(), one.wishes());
        assertEquals(new ScanVerdict.Forbidden(List.of("no")), one.of(BOB).verdict());
        assertEquals(new ScanVerdict.Clean(), one.of(ALICE).verdict());
        says.put(ALICE, says.get(BOB));
        assertEquals(says.get(BOB).wishes(), scanner.scan(question(ALICE, BOB)).wishes());
    }

    @Test
    void whatComesAgainForOneComesAgainForAll() {
        says.put(BOB, wish(Reply.of(451, "4.7.1", "later")));
        assertEquals(says.get(BOB).wishes(), scanner.scan(question(ALICE, BOB)).wishes());
        says.put(BOB, ScanAnswer.unavailable("down"));
        assertInstanceOf(ScanVerdict.Unavailable.class, scanner.scan(question(ALICE, BOB)).verdict());
    }

    private static ScanAnswer wish(Reply reply) {
        return new ScanAnswer(ScanFinding.of(new ScanVerdict.Clean()), Map.of(), List.of(new ScanWish.Refuse(reply)));
    }

    private static ScanQuestion question(Mailbox... recipients) {
        return new ScanQuestion(new MemoryContent(new byte[0]), "1/1", Optional.empty(), ReversePath.NULL,
                Stream.of(recipients).map(recipient -> new ScanQuestion.Addressee(recipient, List.of())).toList(), Duration.ofMinutes(1));
    }

    private final class Own implements Scanner {
        @Override
        public String name() {
            return "own";
        }

        @Override
        public ScanAnswer scan(ScanQuestion question) {
            asked.add(question.recipients().stream().map(each -> each.address().localPart()).toList() + " " + question.deadline());
            return says.getOrDefault(question.recipients().getFirst().address(), ScanAnswer.of(new ScanVerdict.Clean()));
        }

        @Override
        public boolean answers(Duration deadline) {
            return true;
        }
    }
}

package org.gatepost.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.gatepost.mail.NoSolicit;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.stage.Match;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SenderLookupTest {

    private final FakeDirectory directory = new FakeDirectory();
    private final SenderLookup lookup = new SenderLookup(directory);

    @BeforeEach
    void fill() {
        directory.sayOfSenders();
        directory.domain(new MailDomain("example.com", "o=example.com", AccountStatus.ACTIVE, OptionalLong.empty(), sending(List.of("out"), 10, 100)));
        directory.account(user("alice", sending(List.of("extra"), 5, -1)));
        directory.account(user("bob", Treatment.NONE));
    }

    @Test
    void l11TheUsersLimitsOverrideTheDomains() {
        assertEquals(new SendingLimits(OptionalLong.of(5), OptionalLong.empty(), OptionalLong.of(100)), found("alice@example.com").limits());
        assertEquals(new SendingLimits(OptionalLong.of(10), OptionalLong.empty(), OptionalLong.of(100)), found("bob@example.com").limits());
        assertEquals(new SendingLimits(OptionalLong.of(10), OptionalLong.empty(), OptionalLong.of(100)), found("nobody@example.com").limits());
        assertSame(Sender.UNKNOWN, found("somebody@remote.example"));
        assertSame(Sender.UNKNOWN, ((Match.Found<Sender>) lookup.find(Submitter.stranger(ReversePath.NULL))).value());
    }

    @Test
    void enginesForWhatIsSentAreThoseOfBoth() {
        assertEquals(List.of("extra", "out"), found("alice@example.com").sourceOptIns());
        assertEquals(List.of("out"), found("bob@example.com").sourceOptIns());
    }

    @Test
    void whoAuthenticatedIsTheSenderWhateverTheReversePathSays() {
        Submitter submitter = new Submitter(ReversePath.of(FakeDirectory.box("bob@example.com")), Optional.of(FakeDirectory.box("alice@example.com")));
        assertEquals(OptionalLong.of(5), ((Match.Found<Sender>) lookup.find(submitter)).value().limits().recipients());
    }

    @Test
    void whatCannotBeAskedIsUnavailable() {
        directory.fail("down");
        assertInstanceOf(Match.Unavailable.class, lookup.find(Submitter.stranger(ReversePath.of(FakeDirectory.box("alice@example.com")))));
    }

    @Test
    void aDirectoryThatSaysNothingOfSendersIsNotAsked() {
        FakeDirectory silent = new FakeDirectory();
        silent.fail("asked");
        assertEquals(new Match.Found<>(Sender.UNKNOWN), new SenderLookup(silent).find(Submitter.stranger(ReversePath.of(FakeDirectory.box("alice@example.com")))));
    }

    private Sender found(String address) {
        return assertInstanceOf(Match.Found.class, lookup.find(Submitter.stranger(ReversePath.of(FakeDirectory.box(address))))).value() instanceof Sender sender ? sender : null;
    }

    private static MailUser user(String uid, Treatment treatment) {
        return new MailUser("uid=" + uid, uid, new Mailbox(uid, "example.com"), AccountStatus.ACTIVE, OptionalLong.empty(), true, List.of(), Optional.empty(), treatment);
    }

    private static Treatment sending(List<String> sourceOptIns, long recipients, long octets) {
        return new Treatment(List.of(), List.of(), sourceOptIns, NoSolicit.NONE, List.of(), List.of(), List.of(), Optional.empty(),
                new SendingLimits(OptionalLong.of(recipients), OptionalLong.empty(), octets < 0 ? OptionalLong.empty() : OptionalLong.of(octets)));
    }
}

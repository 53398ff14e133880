package org.gatepost.directory;

import static org.gatepost.directory.FakeDirectory.box;
import static org.gatepost.directory.FakeDirectory.group;
import static org.gatepost.directory.FakeDirectory.user;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.ReversePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipientLookupTest {

    private final FakeDirectory directory = FakeDirectory.demo();
    private final RecipientLookup lookup = new RecipientLookup(directory, "example.com");

    @ParameterizedTest
    @CsvSource({"alice@example.com,alice@example.com", "robert@example.com,bob@example.com", "alice+x@example.com,alice+x@example.com",
            "ALICE@EXAMPLE.COM,alice@example.com", "judy@example.com,judy@example.com", "mallory@example.com,mallory@example.com",
            "grace@example.com,grace@example.com", "sam@small.example,sam@small.example", "postmaster@example.com,alice@example.com",
            "abuse@example.com,alice@example.com", "Postmaster@inactive.example,alice@example.com", "abuse@disabled.example,alice@example.com",
            "postmaster@deleted.example,alice@example.com", "postmaster@small.example,alice@example.com"})
    void takesMailForActiveUsersAndRoles(String address, String mailbox) {
        RecipientDecision.Accept accept = assertInstanceOf(RecipientDecision.Accept.class, decide(address));
        assertEquals(List.of(box(mailbox)), accept.deliveries().stream().map(Delivery::address).toList());
        Delivery delivery = accept.deliveries().getFirst();
        assertTrue(delivery.local() && delivery.held().isEmpty() && !delivery.later() && delivery.octetsMax().isEmpty());
        assertEquals(box(mailbox).user(), delivery.mailbox().orElseThrow().user().uid());
    }

    @ParameterizedTest
    @CsvSource({"carol@example.com,450 4.2.1", "erin@example.com,452 4.2.2", "dave@example.com,550 5.2.1", "ivan@example.com,550 5.1.1",
            "nobody@example.com,550 5.1.1", "a@inactive.example,450 4.2.1", "a@disabled.example,550 5.2.1", "a@deleted.example,550 5.1.1"})
    void l08AStatusThatMayChangeIsPutOffAndOthersAreRefused(String address, String reply) {
        assertEquals(reply, code(decide(address)));
    }

    @Test
    void saysTheSameOfUnknownDeletedAndRemoved() {
        directory.account(user("gone@example.com", AccountStatus.REMOVED));
        assertEquals(refusal("nobody@example.com"), refusal("ivan@example.com"));
        assertEquals(refusal("nobody@example.com"), refusal("gone@example.com"));
        assertEquals(refusal("nobody@example.com"), refusal("anybody@deleted.example"));
    }

    @Test
    void l09MailForAHeldUserIsTakenAndHeld() {
        assertEquals(Optional.of("status hold"), accepted("frank@example.com").deliveries().get(0).held());
    }

    @Test
    void l07TheDomainsStatusIsLookedAtBeforeTheUsers() {
        directory.domain("held.example", AccountStatus.HOLD, OptionalLong.empty());
        directory.account(user("dave@held.example", AccountStatus.DISABLED));
        assertTrue(accepted("dave@held.example").deliveries().get(0).held().isPresent());
        assertEquals("550 5.1.1", code(decide("nobody@held.example")));
    }

    @Test
    void keepsACopyAndForwards() {
        assertEquals(List.of("heidi@example.com true", "out@remote.example false"), copies(accepted("heidi@example.com")));
    }

    @Test
    void mailOfADomainThatIsRoutedElsewhereGoesThereWhoeverItIsFor() {
        directory.domain(routed("far.example", Optional.of("mx.far.example"), Optional.empty(), AccountStatus.ACTIVE));
        directory.domain(routed("ours.example", Optional.of("gate.example"), Optional.empty(), AccountStatus.ACTIVE));
        directory.domain(routed("off.example", Optional.of("mx.far.example"), Optional.empty(), AccountStatus.DISABLED));
        directory.account(group("crowd@example.com", "x@far.example", "y@off.example"));
        RecipientLookup here = new RecipientLookup(directory, "example.com", "Gate.example");
        Delivery copy = accepted(here, "whoever@far.example").deliveries().getFirst();
        assertEquals(Optional.of("mx.far.example"), copy.host());
        assertFalse(copy.local());
        assertEquals("550 5.1.1", code(here.decide(path("whoever@ours.example"), Submitter.stranger(ReversePath.NULL), OptionalLong.empty())));
        assertEquals("550 5.2.1", code(here.decide(path("whoever@off.example"), Submitter.stranger(ReversePath.NULL), OptionalLong.empty())));
        RecipientDecision.Accept crowd = accepted(here, "crowd@example.com");
        assertEquals(List.of(Optional.of("mx.far.example")), crowd.deliveries().stream().map(Delivery::host).toList());
        assertEquals(List.of("y@off.example: off.example is disabled"), crowd.skipped());
    }

    @Test
    void whoIsUnknownGoesToTheSmartHostAndWhoIsKnownDoesNot() {
        directory.domain(routed("half.example", Optional.empty(), Optional.of("old.example"), AccountStatus.ACTIVE));
        directory.account(user("known@half.example", AccountStatus.ACTIVE));
        directory.account(group("crowd@example.com", "known@half.example", "other@half.example"));
        assertEquals(Optional.of("old.example"), accepted(lookup, "other@half.example").deliveries().getFirst().host());
        assertEquals(Optional.empty(), accepted(lookup, "known@half.example").deliveries().getFirst().host());
        assertEquals(List.of(Optional.empty(), Optional.of("old.example")), accepted(lookup, "crowd@example.com").deliveries().stream().map(Delivery::host).toList());
    }

    @Test
    void aMailboxOnAnotherHostIsDeliveredThere() {
        directory.account(new MailUser("uid=far", "far", box("far@example.com"), AccountStatus.ACTIVE, OptionalLong.empty(), true, List.of(), Optional.empty(), Optional.empty(),
                Optional.of("store2.example"), Treatment.NONE));
        assertEquals(Optional.of("store2.example"), accepted(lookup, "far@example.com").deliveries().getFirst().host());
    }

    @Test
    void l18MembersWhoAreUnknownGoToTheCatchAll() {
        directory.domain(new MailDomain("all.example", "o=all.example", AccountStatus.ACTIVE, OptionalLong.empty(), Optional.of(box("alice@example.com")), DomainRouting.NONE,
                Treatment.NONE));
        directory.account(group("crowd@example.com", "whoever@all.example"));
        assertEquals(List.of(box("alice@example.com")), accepted(lookup, "crowd@example.com").deliveries().stream().map(Delivery::address).toList());
        assertEquals(List.of(box("alice@example.com")), accepted(lookup, "someone@all.example").deliveries().stream().map(Delivery::address).toList());
    }

    private static MailDomain routed(String name, Optional<String> host, Optional<String> smartHost, AccountStatus status) {
        return new MailDomain(name, "o=" + name, status, OptionalLong.empty(), Optional.empty(), new DomainRouting(host, smartHost), Treatment.NONE);
    }

    private static RecipientDecision.Accept accepted(RecipientLookup lookup, String address) {
        RecipientDecision decision = lookup.decide(path(address), Submitter.stranger(ReversePath.NULL), OptionalLong.empty());
        return assertInstanceOf(RecipientDecision.Accept.class, decision, decision.toString());
    }

    private static ForwardPath path(String address) {
        return new ForwardPath(box(address));
    }

    @Test
    void barePostmasterIsTheDefaultDomains() {
        assertEquals(List.of("alice@example.com true"), copies((RecipientDecision.Accept) lookup.decide(ForwardPath.POSTMASTER, stranger(), OptionalLong.empty())));
    }

    @Test
    void barePostmasterIsNeverTurnedAwayForGood() {
        RecipientLookup misconfigured = new RecipientLookup(directory, "elsewhere.example");
        assertEquals("451 4.3.0", code(misconfigured.decide(ForwardPath.POSTMASTER, stranger(), OptionalLong.empty())));
    }

    @Test
    void aDomainWithoutAPostmasterHasTheDefaultDomains() {
        directory.domain("bare.example", AccountStatus.ACTIVE, OptionalLong.empty());
        assertEquals(List.of("alice@example.com true"), copies(accepted("postmaster@bare.example")));
    }

    @Test
    void leavesStrangersToTheCaller() {
        assertEquals(new RecipientDecision.NotLocal(box("x@remote.example")), decide("x@remote.example"));
    }

    @Test
    void l19DefersWhenTheDirectoryIsDown() {
        directory.fail("connection refused");
        assertEquals("451 4.4.3", code(decide("alice@example.com")));
        assertEquals("451 4.4.3", code(decide("x@remote.example")));
    }

    @Test
    void defersWhenTwoEntriesHaveTheAddress() {
        directory.account(user("twin@example.com", AccountStatus.ACTIVE));
        directory.account(user("twin2@example.com", AccountStatus.ACTIVE), "twin@example.com");
        assertEquals("451 4.3.0", code(decide("twin@example.com")));
    }

    @ParameterizedTest
    @CsvSource({"grace@example.com,10240", "sam@small.example,51200", "news@example.com,20480"})
    void refusesTheOctetOverTheLimit(String address, long limit) {
        assertInstanceOf(RecipientDecision.Accept.class, decide(address, member("alice@example.com"), OptionalLong.of(limit)));
        assertEquals("552 5.2.3", code(decide(address, member("alice@example.com"), OptionalLong.of(limit + 1))));
        RecipientDecision.Accept undeclared = (RecipientDecision.Accept) decide(address, member("alice@example.com"), OptionalLong.empty());
        assertEquals(OptionalLong.of(limit), undeclared.octetsMax());
    }

    @Test
    void l10TheLesserLimitOfDomainAndUserHolds() {
        directory.account(user("tiny@small.example", AccountStatus.ACTIVE, OptionalLong.of(1024), true, List.of()));
        directory.account(user("large@small.example", AccountStatus.ACTIVE, OptionalLong.of(1 << 20), true, List.of()));
        assertEquals(OptionalLong.of(1024), accepted("tiny@small.example").octetsMax());
        assertEquals(OptionalLong.of(51200), accepted("large@small.example").octetsMax());
    }

    @Test
    void anyoneMayPostToTheTeam() {
        assertEquals(List.of("alice@example.com true", "bob@example.com true", "out@remote.example false"), copies(accepted("team@example.com")));
    }

    @Test
    void onlyAuthenticatedMembersPostToStaff() {
        assertEquals("550 5.7.1", code(decide("staff@example.com")));
        assertEquals("550 5.7.1", code(decide("staff@example.com", claims("bob@example.com"), OptionalLong.empty())));
        assertEquals("550 5.7.1", code(decide("staff@example.com", member("judy@example.com"), OptionalLong.empty())));
        assertInstanceOf(RecipientDecision.Accept.class, decide("staff@example.com", member("bob@example.com"), OptionalLong.empty()));
        assertInstanceOf(RecipientDecision.Accept.class, decide("staff@example.com", member("robert@example.com"), OptionalLong.empty()));
    }

    @ParameterizedTest
    @CsvSource({"a@example.com,true", "a@sub.example.com,true", "a@notexample.com,false", "a@remote.example,false"})
    void newsComesFromAllowedDomains(String sender, boolean allowed) {
        assertEquals(allowed, decide("news@example.com", claims(sender), OptionalLong.empty()) instanceof RecipientDecision.Accept);
        assertEquals("550 5.7.1", code(decide("news@example.com", Submitter.stranger(ReversePath.NULL), OptionalLong.empty())));
    }

    @Test
    void othersMailToTheBoardGoesToItsModerator() {
        assertEquals(List.of("alice@example.com true"), copies(accepted("board@example.com")));
        assertEquals(List.of("alice@example.com true", "bob@example.com true"),
                copies((RecipientDecision.Accept) decide("board@example.com", claims("alice@example.com"), OptionalLong.empty())));
    }

    @Test
    void leavesOutMembersWhoCannotReceiveAndHoldsThoseWhoCannotNow() {
        directory.account(group("mixed@example.com", "dave@example.com", "nobody@example.com", "carol@example.com", "erin@example.com", "bob@example.com"));
        RecipientDecision.Accept accept = accepted("mixed@example.com");
        assertEquals(List.of("carol@example.com true", "erin@example.com true", "bob@example.com true"), copies(accept));
        assertEquals(List.of(true, true, false), accept.deliveries().stream().map(Delivery::later).toList());
        assertEquals(List.of(), accept.deliveries().stream().filter(d -> d.held().isPresent()).toList());
        assertEquals(List.of("dave@example.com: disabled", "nobody@example.com: unknown"), accept.skipped());
    }

    @Test
    void leavesOutAMemberTheMessageIsTooLargeFor() {
        directory.account(group("two@example.com", "grace@example.com", "bob@example.com"));
        assertEquals(List.of(OptionalLong.of(10_240), OptionalLong.empty()), accepted("two@example.com").deliveries().stream().map(Delivery::octetsMax).toList());
        assertEquals(List.of("bob@example.com true"), copies((RecipientDecision.Accept) decide("two@example.com", stranger(), OptionalLong.of(20_000))));
    }

    @Test
    void refusesAGroupOfWhichNobodyIsLeft() {
        directory.account(group("empty@example.com"));
        directory.account(group("dead@example.com", "dave@example.com"));
        assertEquals("550 5.2.4", code(decide("empty@example.com")));
        assertEquals("550 5.2.1", code(decide("dead@example.com")));
    }

    @Test
    void loopsEndAndNobodyGetsTwoCopies() {
        directory.account(group("one@example.com", "other@example.com", "alice@example.com"));
        directory.account(group("other@example.com", "one@example.com", "alice@example.com", "bob@example.com"));
        directory.account(user("ping@example.com", AccountStatus.ACTIVE, OptionalLong.empty(), true, List.of("pong@example.com")));
        directory.account(user("pong@example.com", AccountStatus.ACTIVE, OptionalLong.empty(), false, List.of("ping@example.com")));
        assertEquals(List.of("alice@example.com true", "bob@example.com true"), copies(accepted("one@example.com")));
        assertEquals(List.of("ping@example.com true"), copies(accepted("ping@example.com")));
    }

    @Test
    void aGroupInAGroupHasItsOwnRules() {
        directory.account(group("outer@example.com", "staff@example.com", "judy@example.com"));
        RecipientDecision.Accept accept = accepted("outer@example.com");
        assertEquals(List.of("judy@example.com true"), copies(accept));
        assertEquals(1, accept.skipped().size());
    }

    @Test
    void aGroupInAGroupLimitsWhatPassesThroughIt() {
        directory.account(group("outer@example.com", "news2@example.com", "bob@example.com"));
        directory.account(new MailGroup("cn=news2,o=demo", box("news2@example.com"), AccountStatus.ACTIVE, OptionalLong.of(1000), false, List.of(),
                List.of(), List.of(), false, List.of(), List.of(box("judy@example.com"), box("x@remote.example"))));
        RecipientDecision.Accept accept = accepted("outer@example.com");
        assertEquals(List.of("judy@example.com true", "x@remote.example false", "bob@example.com true"), copies(accept));
        assertEquals(List.of(OptionalLong.of(1000), OptionalLong.of(1000), OptionalLong.empty()), accept.deliveries().stream().map(Delivery::octetsMax).toList());
    }

    @Test
    void problemsOfCopiesBehindAMailingListAreItsOwners() {
        directory.account(new MailGroup("cn=list,o=demo", box("list@example.com"), AccountStatus.ACTIVE, OptionalLong.empty(), false, List.of(), List.of(), List.of(),
                false, List.of(), Optional.of(box("owner@example.com")), List.of(box("judy@example.com"), box("x@remote.example"))));
        directory.account(group("outer@example.com", "list@example.com", "bob@example.com"));
        assertEquals(List.of(Optional.of(box("owner@example.com")), Optional.of(box("owner@example.com"))),
                accepted("list@example.com").deliveries().stream().map(Delivery::errorsTo).toList());
        assertEquals(List.of(Optional.of(box("owner@example.com")), Optional.of(box("owner@example.com")), Optional.empty()),
                accepted("outer@example.com").deliveries().stream().map(Delivery::errorsTo).toList(), "bob hears of it by the sender's alias");
    }

    @Test
    void whatGoesToTheModeratorsIsStillTheSenders() {
        directory.account(new MailGroup("cn=list,o=demo", box("list@example.com"), AccountStatus.ACTIVE, OptionalLong.empty(), false, List.of(), List.of(), List.of(),
                false, List.of(box("alice@example.com")), Optional.of(box("owner@example.com")), List.of(box("judy@example.com"))));
        assertEquals(List.of(Optional.empty()), accepted("list@example.com").deliveries().stream().map(Delivery::errorsTo).toList());
    }

    @Test
    void expandsToTheLimitsAndNotBeyond() {
        for (int i = 0; i <= GroupExpansion.DEPTH_MAX; i++) {
            directory.account(group("g" + i + "@example.com", i == GroupExpansion.DEPTH_MAX ? "alice@example.com" : "g" + (i + 1) + "@example.com"));
        }
        assertEquals(List.of("alice@example.com true"), copies(accepted("g1@example.com")));
        assertEquals("451 4.3.0", code(decide("g0@example.com")));
        directory.account(group("many@example.com", remote(GroupExpansion.ADDRESSES_MAX)));
        directory.account(group("toomany@example.com", remote(GroupExpansion.ADDRESSES_MAX + 1)));
        assertEquals(GroupExpansion.ADDRESSES_MAX, accepted("many@example.com").deliveries().size());
        assertEquals("451 4.3.0", code(decide("toomany@example.com")));
    }

    private static String[] remote(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i + "@remote.example").toArray(String[]::new);
    }

    private RecipientDecision decide(String address) {
        return decide(address, stranger(), OptionalLong.empty());
    }

    private RecipientDecision decide(String address, Submitter submitter, OptionalLong size) {
        return lookup.decide(new ForwardPath(box(address)), submitter, size);
    }

    private RecipientDecision.Accept accepted(String address) {
        return assertInstanceOf(RecipientDecision.Accept.class, decide(address));
    }

    private Object refusal(String address) {
        return assertInstanceOf(RecipientDecision.Refuse.class, decide(address)).reply();
    }

    private static Submitter stranger() {
        return claims("a@remote.example");
    }

    private static Submitter claims(String address) {
        return Submitter.stranger(ReversePath.of(box(address)));
    }

    private static Submitter member(String address) {
        return new Submitter(ReversePath.of(box(address)), Optional.of(box(address)));
    }

    private static String code(RecipientDecision decision) {
        RecipientDecision.Refuse refuse = assertInstanceOf(RecipientDecision.Refuse.class, decision);
        return refuse.reply().code() + " " + refuse.reply().status();
    }

    private static List<String> copies(RecipientDecision.Accept accept) {
        return accept.deliveries().stream().map(d -> d.address() + " " + d.local()).toList();
    }
}

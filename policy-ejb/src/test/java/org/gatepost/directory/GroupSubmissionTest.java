package org.gatepost.directory;

import static org.gatepost.directory.FakeDirectory.box;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import org.gatepost.directory.GroupSubmission.Verdict;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupSubmissionTest {

    private boolean authentication;
    private boolean password;
    private boolean oneSuffices;
    private List<String> allowedDomains = List.of();
    private List<String> disallowedDomains = List.of();
    private List<Mailbox> allowed = List.of();
    private List<Mailbox> disallowed = List.of();
    private List<String> passwords = List.of();
    private List<Mailbox> moderators = List.of();
    private boolean toModerators;
    private Optional<String> rejectText = Optional.empty();

    @ParameterizedTest
    @CsvSource({"example.com,example.com,true", "example.com,sub.example.com,false", "*.example.com,sub.example.com,true", "*.example.com,a.b.example.com,true",
            "*.example.com,example.com,false", "*.example.com,badexample.com,false", "*,anything.example,true", "mail*.example.com,mail7.example.com,true",
            "mail*.example.com,web.example.com,false"})
    void l12APatternOfDomainsIsItselfOrHasWildcards(String pattern, String domain, boolean posts) {
        allowedDomains = List.of(pattern);
        assertEquals(posts, judge(false, "x@" + domain) instanceof Verdict.ToMembers);
        allowedDomains = List.of();
        disallowedDomains = List.of(pattern);
        assertEquals(!posts, judge(false, "x@" + domain) instanceof Verdict.ToMembers);
    }

    @Test
    void l12RulesAreLookedAtInTheirOrder() {
        authentication = true;
        allowedDomains = List.of("example.com");
        disallowedDomains = List.of("bad.example");
        allowed = boxes("boss@far.example");
        disallowed = boxes("troll@example.com");
        assertEquals("mgrpBroadcasterPolicy: authentication required", reason(judge(false, "x@bad.example")));
        assertEquals("mgrpAllowedDomain: not bad.example", reason(judge(true, "x@bad.example")));
        assertEquals("mgrpAllowedBroadcaster: not x@example.com", reason(judge(true, "x@example.com")));
        assertInstanceOf(Verdict.ToMembers.class, judge(true, "boss@far.example"));
        allowed = List.of();
        assertEquals("mgrpDisallowedBroadcaster: troll@example.com", reason(judge(true, "troll@example.com")));
        assertInstanceOf(Verdict.ToMembers.class, judge(true, "x@example.com"));
    }

    @Test
    void l12AnAllowedBroadcasterPassesTheDomainRulesOver() {
        disallowedDomains = List.of("*");
        allowed = boxes("boss@far.example");
        assertInstanceOf(Verdict.ToMembers.class, judge(false, "boss@far.example"));
        disallowed = boxes("boss@far.example");
        assertEquals("mgrpDisallowedBroadcaster: boss@far.example", reason(judge(false, "boss@far.example")));
    }

    @Test
    void l12WhereOneSufficesOnlyWhatDisallowsIsFinal() {
        oneSuffices = true;
        authentication = true;
        allowedDomains = List.of("example.com");
        disallowed = boxes("troll@example.com");
        assertInstanceOf(Verdict.ToMembers.class, judge(false, "x@example.com"));
        assertInstanceOf(Verdict.ToMembers.class, judge(true, "x@far.example"));
        assertEquals("mgrpBroadcasterPolicy: authentication required", reason(judge(false, "x@far.example")));
        assertEquals("mgrpDisallowedBroadcaster: troll@example.com", reason(judge(true, "troll@example.com")));
    }

    @Test
    void l12ASenderOfOursIsKnownByAnyOfItsAddresses() {
        allowed = boxes("bob@example.com");
        MailGroup group = group();
        assertInstanceOf(Verdict.ToMembers.class, GroupSubmission.judge(group, false, Optional.of(box("robert@example.com")),
                Set.of(box("robert@example.com"), box("bob@example.com"))));
    }

    @Test
    void l12WhomAGroupDisallowsByAnotherOfHisAddressesMayNotPostUnderAny() {
        FakeDirectory directory = FakeDirectory.demo();
        disallowed = boxes("robert@example.com");
        directory.account(group());
        RecipientLookup lookup = new RecipientLookup(directory, "example.com");
        ForwardPath list = ForwardPath.of("list", "example.com");
        for (String address : List.of("bob@example.com", "robert@example.com", "Bob+x@example.com")) {
            assertInstanceOf(RecipientDecision.Refuse.class, lookup.decide(list, Submitter.stranger(ReversePath.of(box(address))), OptionalLong.empty()), address);
        }
        assertInstanceOf(RecipientDecision.Accept.class, lookup.decide(list, Submitter.stranger(ReversePath.of(box("judy@example.com"))), OptionalLong.empty()));
    }

    @Test
    void l12TheGroupsTextIsWhatTheRefusedAreTold() {
        authentication = true;
        rejectText = Optional.of("Ask the owner, please");
        assertEquals("550 5.7.1 Ask the owner, please", assertInstanceOf(Verdict.Refused.class, judge(false, "x@far.example")).reply().toString());
    }

    @Test
    void l13WhoAuthenticatedIsJudgedByThatAddressAndNotByMailFrom() {
        FakeDirectory directory = FakeDirectory.demo();
        RecipientLookup lookup = new RecipientLookup(directory, "example.com");
        ForwardPath staff = ForwardPath.of("staff", "example.com");
        ReversePath forged = ReversePath.of(box("alice@example.com"));
        assertInstanceOf(RecipientDecision.Refuse.class, lookup.decide(staff, Submitter.stranger(forged), OptionalLong.empty()));
        assertInstanceOf(RecipientDecision.Refuse.class, lookup.decide(staff, new Submitter(forged, Optional.of(box("grace@example.com"))), OptionalLong.empty()));
        assertInstanceOf(RecipientDecision.Accept.class,
                lookup.decide(staff, new Submitter(ReversePath.of(box("x@far.example")), Optional.of(box("bob@example.com"))), OptionalLong.empty()));
    }

    @Test
    void l14OthersMailGoesToTheModeratorsAndTheirOwnToTheMembers() {
        moderators = boxes("alice@example.com");
        assertInstanceOf(Verdict.ToMembers.class, judge(false, "alice@example.com"));
        assertEquals(moderators, assertInstanceOf(Verdict.ToModerators.class, judge(false, "x@far.example")).moderators());
    }

    @Test
    void l14WhatIsRefusedGoesToTheModeratorsWhereTheGroupWantsIt() {
        disallowedDomains = List.of("far.example");
        toModerators = true;
        assertEquals("mgrpDisallowedDomain: far.example", reason(judge(false, "x@far.example")));
        moderators = boxes("alice@example.com");
        assertInstanceOf(Verdict.ToModerators.class, judge(false, "x@far.example"));
    }

    @Test
    void l15APasswordIsWantedOfEverybodyUnlessAnotherRuleSuffices() {
        passwords = List.of("s3cret");
        Approval approval = assertInstanceOf(Verdict.WithPassword.class, judge(false, "x@far.example")).approval();
        assertTrue(approval.isGivenBy(List.of("wrong", "s3cret")));
        assertFalse(approval.isGivenBy(List.of("S3cret", "", "s3cret ")));
        assertFalse(approval.isGivenBy(List.of()));
        assertFalse((approval + group().rules().toString()).contains("s3cret"));
        oneSuffices = true;
        authentication = true;
        assertInstanceOf(Verdict.ToMembers.class, judge(true, "x@far.example"));
        assertInstanceOf(Verdict.WithPassword.class, judge(false, "x@far.example"));
    }

    @Test
    void l15APasswordThatNobodySetLetsNobodyIn() {
        password = true;
        assertFalse(assertInstanceOf(Verdict.WithPassword.class, judge(true, "x@example.com")).approval().isGivenBy(List.of("", "x")));
    }

    @Test
    void l15TheMessageMustShowTheSamePasswordForEachGroupOnItsWay() {
        FakeDirectory directory = FakeDirectory.demo();
        passwords = List.of("inner");
        directory.account(group());
        directory.account(FakeDirectory.group("outer@example.com", "list@example.com"));
        RecipientDecision.Accept accept = assertInstanceOf(RecipientDecision.Accept.class, new RecipientLookup(directory, "example.com")
                .decide(ForwardPath.of("outer", "example.com"), Submitter.stranger(ReversePath.NULL), OptionalLong.empty()));
        assertEquals(List.of(box("list@example.com")), accept.approvals().stream().map(Approval::group).toList());
    }

    private Verdict judge(boolean authenticated, String sender) {
        return GroupSubmission.judge(group(), authenticated, Optional.of(box(sender)), Set.of(box(sender)));
    }

    private MailGroup group() {
        GroupRules rules = new GroupRules(authentication, password, oneSuffices, allowedDomains, disallowedDomains, allowed, false, disallowed, passwords, moderators,
                toModerators, rejectText);
        return new MailGroup("cn=list,o=demo", box("list@example.com"), AccountStatus.ACTIVE, OptionalLong.empty(), rules, Optional.empty(),
                boxes("alice@example.com", "bob@example.com"), Treatment.NONE);
    }

    private static List<Mailbox> boxes(String... addresses) {
        return Arrays.stream(addresses).map(FakeDirectory::box).toList();
    }

    private static String reason(Verdict verdict) {
        return assertInstanceOf(Verdict.Refused.class, verdict).reason();
    }
}

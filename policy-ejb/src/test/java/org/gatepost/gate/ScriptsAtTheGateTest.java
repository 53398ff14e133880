package org.gatepost.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.gatepost.channel.ScriptKeywords;
import org.gatepost.directory.Autoreply;
import org.gatepost.directory.SendingLimits;
import org.gatepost.directory.Treatment;
import org.gatepost.mail.NoSolicit;
import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.RecipientState;
import org.gatepost.sieve.Remembered;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.trace.TraceEvent;
import org.junit.jupiter.api.Test;

/** What becomes of each recipient's copy where scripts say so. */
class ScriptsAtTheGateTest {

    private static final String TEXT = "From: a@remote.example\r\nTo: judy@example.com\r\nSubject: Hello\r\nMessage-ID: <1@remote.example>\r\n\r\nText.\r\n";

    private static final String FOLDERS_AND_STEPS = ScriptedGate.FOLDERS + " scriptsteps ";

    private final ScriptedGate gate = new ScriptedGate();

    @Test
    void withoutScriptsNothingChanges() {
        NewMessage message = gate.send(TEXT, "judy@example.com", "alice+x@example.com");

        assertEquals(List.of("judy@example.com", "alice@example.com"), addresses(message));
        assertEquals(Optional.empty(), message.entries().getFirst().edits());
        assertTrue(message.trace().getFirst().details().get("scripts") == null, "nobody said anything");
    }

    @Test
    void v01FilesIntoAFolderByTheChannelsTemplate() {
        gate.script("judy", "require \"fileinto\"; if header :is \"Subject\" \"Hello\" { fileinto \"Junk\"; }");

        NewMessage message = gate.send(TEXT, "judy@example.com", "alice+Junk@example.com");
        assertEquals(List.of("judy+Junk@example.com", "alice@example.com"), addresses(message));
        assertEquals(List.of("judy@example.com: fileinto Junk (Sieve of user judy@example.com)"), message.trace().getFirst().details().get("scripts"));
        assertEquals("judy@example.com", message.entries().getFirst().recipients().getFirst().recipient().presented().address());
        gate.keywords = "nofileinto";
        assertEquals(List.of("judy@example.com", "alice+Junk@example.com"), addresses(gate.send(TEXT, "judy@example.com", "alice+Junk@example.com")));
    }

    @Test
    void v01WhatNoAddressCanNameGoesToTheInbox() {
        gate.script("judy", "require \"fileinto\"; fileinto \"Entwürfe\";");
        assertEquals(List.of("judy@example.com"), addresses(gate.send(TEXT, "judy@example.com")));
        gate.script("judy", "require \"fileinto\"; fileinto \"" + "x".repeat(64) + "\";");
        assertEquals(List.of("judy@example.com"), addresses(gate.send(TEXT, "judy@example.com")));
    }

    @Test
    void v01KeepAndAFolderAreTwoCopies() {
        gate.script("judy", "require [\"fileinto\", \"imap4flags\"]; fileinto \"Lists\"; keep; addflag \"\\\\Seen\";");
        assertEquals(List.of("judy+Lists@example.com", "judy@example.com"), addresses(gate.send(TEXT, "judy@example.com")));
    }

    @Test
    void s05AUsersScriptSeesWhatStrangersCannotWrite() {
        gate.script("judy", "if header :contains \"Authentication-Results\" \"pass\" { discard; }");

        String forged = "Authentication-Results: mx.example; spf=pass\r\n" + TEXT;
        assertEquals(List.of("judy@example.com"), addresses(gate.send(forged, "judy@example.com")));
        assertEquals(List.of(), addresses(gate.send(forged.replace("mx.example", "elsewhere.example"), "judy@example.com")));
    }

    @Test
    void v05EditsAndTagsAreOfOneCopyAlone() {
        gate.script("judy", "require \"editheader\"; addheader \"X-Seen\" \"grün\"; deleteheader \"Message-ID\";");
        gate.script("bob", "addtag \"[bob]\"; addtag \"[too]\";");

        NewMessage message = gate.send(TEXT, "judy@example.com", "bob@example.com", "alice@example.com");
        assertEquals(3, message.entries().size());
        String judys = octets(message, 0);
        assertTrue(judys.startsWith("Received: "), judys);
        assertTrue(judys.contains("X-Seen: =?utf-8?b?Z3LDvG4=?=\r\nFrom: a@remote.example\r\nTo: judy@example.com\r\nSubject: Hello\r\n\r\nText.\r\n"), judys);
        String bobs = octets(message, 1);
        assertTrue(bobs.contains("Subject: [bob] [too] Hello\r\nFrom: a@remote.example\r\nTo: judy@example.com\r\nMessage-ID: <1@remote.example>\r\n\r\nText.\r\n"), bobs);
        assertTrue(octets(message, 2).endsWith(TEXT), "untouched");
        assertEquals(Optional.empty(), message.entries().get(2).edits());
    }

    @Test
    void v04ATagKeepsWhatTheSubjectIsEncodedIn() {
        gate.script("judy", "addtag \"[spam]\";");
        assertTrue(octets(gate.send(TEXT.replace("Hello", "=?utf-8?q?gr=C3=BCn?="), "judy@example.com"), 0).contains("Subject: [spam] =?utf-8?q?gr=C3=BCn?=\r\n"));
        assertTrue(octets(gate.send("From: a@remote.example\r\n\r\nText.\r\n", "judy@example.com"), 0).contains("Subject: [spam]\r\nFrom"));
    }

    @Test
    void v05FieldsThatSayHowAMessageCameStay() {
        gate.script("judy", "require \"editheader\"; deleteheader \"Received\"; deleteheader \"Content-Type\"; addheader \"Authentication-Results\" \"mx.example; spf=pass\";");
        assertTrue(octets(gate.send("Received: from x\r\nContent-Type: text/plain\r\n" + TEXT, "judy@example.com"), 0)
                .endsWith("Received: from x\r\nContent-Type: text/plain\r\n" + TEXT));
    }

    @Test
    void v08RedirectsAndSaysWhoDidAndNotTwice() {
        gate.script("judy", "redirect \"j@elsewhere.example\";");

        NewMessage message = gate.send(TEXT, "judy@example.com");
        assertEquals(List.of("j@elsewhere.example"), addresses(message));
        assertEquals("tcp_local", message.entries().getFirst().route().channel().value());
        String octets = octets(message, 0);
        assertTrue(octets.contains("Resent-From: <judy@example.com>\r\nResent-To: <j@elsewhere.example>\r\nResent-Message-ID: <"), octets);
        assertEquals(List.of("judy@example.com"), addresses(gate.send("Resent-From: <judy@example.com>\r\n" + TEXT, "judy@example.com")));
        assertTrue(gate.lastScripts().contains("which is not done: it came back; kept"), gate.lastScripts());
    }

    @Test
    void v08RedirectionToOneOfOursIsSubjectToThatUsersScriptAndLoopsEnd() {
        gate.script("judy", "redirect \"bob@example.com\";");
        gate.script("bob", "require \"fileinto\"; fileinto \"Judy\";");
        assertEquals(List.of("bob+Judy@example.com"), addresses(gate.send(TEXT, "judy@example.com")));

        gate.script("bob", "redirect \"judy@example.com\";");
        assertEquals(List.of("judy@example.com"), addresses(gate.send(TEXT, "judy@example.com")));
        gate.script("bob", "require \"ereject\"; ereject \"no\";");
        NewMessage refused = gate.send(TEXT, "judy@example.com");
        assertInstanceOf(RecipientState.Held.class, refused.entries().getFirst().recipients().getFirst().state());
    }

    @Test
    void v08ScriptsSendOnSoManyTimesAndNoMore() {
        for (int i = 0; i <= RecipientScripts.REDIRECTS_DEEP_MAX + 1; i++) {
            gate.script("u" + i, "redirect \"u" + (i + 1) + "@example.com\";");
        }
        assertEquals(List.of("u" + (RecipientScripts.REDIRECTS_DEEP_MAX + 1) + "@example.com"), addresses(gate.send(TEXT, "u0@example.com")));
    }

    @Test
    void v08OfOneMessageSoManyCopiesAreSentOnAndNoMore() {
        int most = ScriptKeywords.DEFAULT.copiesMax();
        String[] recipients = new String[most / 4 + 1];
        for (int i = 0; i < recipients.length; i++) {
            recipients[i] = "u" + i + "@example.com";
            gate.script("u" + i, "redirect \"a" + i + "@x.example\"; redirect \"b" + i + "@x.example\"; redirect \"c" + i + "@x.example\"; redirect \"d" + i + "@x.example\";");
        }
        List<String> addresses = addresses(gate.send(TEXT, recipients));
        assertEquals(most, addresses.stream().filter(each -> each.endsWith("@x.example")).count());
        assertEquals(List.of(recipients[recipients.length - 1]), addresses.stream().filter(each -> each.endsWith("@example.com")).toList(), "kept");
    }

    @Test
    void v08MembersOfAGroupAreCountedOneByOneAndOneOverIsNotSentOn() {
        gate.keywords += " scriptcopies 3";
        gate.script("judy", "redirect \"both@example.com\";");
        gate.script("carl", "redirect \"both@example.com\";");
        gate.script("dora", "redirect \"d@x.example\";");
        gate.script("emil", "redirect \"e@x.example\";");

        assertEquals(List.of("alice@example.com", "bob@example.com", "carl@example.com", "d@x.example", "emil@example.com"),
                addresses(gate.send(TEXT, "judy@example.com", "carl@example.com", "dora@example.com", "emil@example.com")).stream().sorted().toList());
        assertTrue(gate.lastScripts().contains("carl@example.com: redirect both@example.com, which is not done: more than 3 copies would be sent on; kept"), gate.lastScripts());
        assertTrue(gate.lastScripts().contains("emil@example.com: redirect e@x.example, which is not done: more than 3 copies would be sent on; kept"), gate.lastScripts());
    }

    @Test
    void v01AllScriptsOfAMessageTakeSoManyStepsAndWhatIsOverIsKept() {
        String discards = "if true { discard; }";
        gate.script("judy", discards);
        gate.script("bob", discards);
        // A command and a test are a step each.
        gate.keywords = FOLDERS_AND_STEPS + 6;
        assertEquals(List.of(), addresses(gate.send(TEXT, "judy@example.com", "bob@example.com")));
        gate.keywords = FOLDERS_AND_STEPS + 5;
        NewMessage message = gate.send(TEXT, "judy@example.com", "bob@example.com");
        assertEquals(List.of("bob@example.com"), addresses(message));
        assertTrue(gate.lastScripts().contains("bob@example.com: broken: user:1:11: the scripts of the message take more than 5 steps"), gate.lastScripts());
        assertEquals(List.of(), message.reports(), "bob's script is not broken");
    }

    @Test
    void v06UsersScriptsLeavePolicysTheirShare() {
        gate.script("judy", "keep; if true { if true { if true { if true { keep; } } } }");
        gate.filter("system", "require \"jettison\"; jettison;");
        gate.keywords = FOLDERS_AND_STEPS + 3;
        assertEquals("Sieve of system: jettison", gate.send(TEXT, "judy@example.com").trace().getLast().reason());
        assertTrue(gate.lastScripts().contains("more than 3 steps"), gate.lastScripts());
    }

    @Test
    void v08AMailboxGetsOneCopyByWhateverNamesItIsReached() {
        gate.aliases.put("robert", "bob");
        gate.script("judy", "redirect \"robert@example.com\"; redirect \"bob+x@example.com\"; redirect \"both@example.com\";");
        assertEquals(List.of("bob@example.com", "alice@example.com"), addresses(gate.send(TEXT, "judy@example.com")));
        gate.script("judy", "redirect \"robert@example.com\"; redirect \"bob@example.com\";");
        assertEquals(List.of("bob@example.com"), addresses(gate.send(TEXT, "judy@example.com")));
        assertTrue(gate.lastScripts().contains("redirect bob@example.com, which is not done: it is sent there already"), gate.lastScripts());
    }

    @Test
    void v08WhoKeepsAMessageGetsNoOtherByAnotherName() {
        gate.aliases.put("judith", "judy");
        gate.script("judy", "redirect \"judith@example.com\";");
        assertEquals(List.of("judy@example.com"), addresses(gate.send(TEXT, "judy@example.com")));
        gate.script("bob", "redirect \"both@example.com\"; keep;");
        assertEquals(List.of("bob@example.com", "alice@example.com"), addresses(gate.send(TEXT, "bob@example.com")));
        gate.script("bob", "redirect \"both@example.com\";");
        assertEquals(List.of("alice@example.com", "bob@example.com"), addresses(gate.send(TEXT, "bob@example.com")));
    }

    @Test
    void v08MembersOfAGroupThatGetNoCopyStandInTheTrace() {
        gate.disabled.add("bob");
        gate.script("judy", "redirect \"both@example.com\";");
        assertEquals(List.of("alice@example.com"), addresses(gate.send(TEXT, "judy@example.com")));
        assertTrue(gate.lastScripts().contains("redirect both@example.com, which leaves out bob@example.com: disabled"), gate.lastScripts());
    }

    @Test
    void v01WhomAFullMemoryCannotHoldIsNotAnswered() {
        gate.script("judy", "require [\"vacation\", \"duplicate\"]; if duplicate { discard; } vacation \"away\";");
        gate.memoryFull = true;
        NewMessage message = gate.send(TEXT, "judy@example.com");
        assertEquals(List.of(), message.reports());
        assertEquals(List.of(), message.memories());
        assertTrue(gate.lastScripts().contains("vacation, which is not sent: too many were answered lately"), gate.lastScripts());
        gate.memoryFull = false;
        assertEquals(1, gate.send(TEXT, "judy@example.com").reports().size());
    }

    @Test
    void v01ScriptsWriteSoManyMessagesAndNoMore() {
        String[] recipients = new String[ScriptMail.MAILS_MAX + 1];
        for (int i = 0; i < recipients.length; i++) {
            recipients[i] = "u" + i + "@example.com";
            gate.script("u" + i, "require \"enotify\"; notify \"mailto:n" + i + "@elsewhere.example\";");
        }
        assertEquals(ScriptMail.MAILS_MAX, gate.send(TEXT, recipients).reports().size());
    }

    @Test
    void v01WhatScriptsRememberIsRememberedSoLongAndNoLonger() {
        gate.script("judy", "require [\"vacation\", \"duplicate\"]; vacation :days 4000 \"x\"; if duplicate :seconds 400000000 { discard; }");
        List<Remembered> memories = gate.send(TEXT, "judy@example.com").memories();
        assertEquals(Set.of(ScriptedGate.NOW.plus(ScriptMail.VACATION_MAX), ScriptedGate.NOW.plusSeconds(CopySurroundings.DUPLICATE_SECONDS_MAX)),
                Set.copyOf(memories.stream().map(Remembered::until).toList()));
    }

    @Test
    void v08RedirectionToWhoIsNotThereKeepsTheMessage() {
        gate.script("judy", "redirect \"nobody@example.com\";");
        assertEquals(List.of("judy@example.com"), addresses(gate.send(TEXT, "judy@example.com")));
        gate.script("judy", "redirect \"judy@example.com\";");
        assertEquals(List.of("judy@example.com"), addresses(gate.send(TEXT, "judy@example.com")));
    }

    @Test
    void v08RedirectionToAFullMailboxKeepsTheMessageAndPutsOffNobody() {
        gate.full.add("carl");
        gate.script("judy", "redirect \"carl@example.com\";");
        assertEquals(List.of("judy@example.com", "alice@example.com"), addresses(gate.send(TEXT, "judy@example.com", "alice@example.com")));
        assertTrue(gate.lastScripts().contains("redirect carl@example.com, which is not done: takes no mail now: uid=carl is overquota; kept"), gate.lastScripts());
        gate.script("judy", "redirect \"twice@example.com\";");
        assertEquals(List.of("judy@example.com", "alice@example.com"), addresses(gate.send(TEXT, "judy@example.com", "alice@example.com")));
    }

    @Test
    void v08WhatAGroupChangesInTheHeaderItChangesInWhatAScriptSendsItToo() {
        gate.script("judy", "redirect \"stamped@example.com\";");
        String sent = octets(gate.send(TEXT, "judy@example.com"), 0);
        assertTrue(sent.contains("X-List: stamped\r\n") && sent.contains("Resent-To: <stamped@example.com>\r\n") && !sent.contains("\r\nMessage-ID: <1@remote.example>"), sent);
    }

    @Test
    void v08WhatAListWroteStaysWithWhatAScriptSendsOnOrFiles() {
        assertTrue(octets(gate.send(TEXT, "written@example.com"), 0).endsWith("\r\nLeave: written\r\n"));
        gate.script("alice", "redirect \"bob@example.com\";");
        assertTrue(octets(gate.send(TEXT, "written@example.com"), 0).endsWith("\r\nLeave: written\r\n"));
        gate.script("alice", "require \"editheader\"; addheader \"X-Mine\" \"yes\"; keep;");
        String sent = octets(gate.send(TEXT, "written@example.com"), 0);
        assertTrue(sent.contains("X-Mine: yes\r\n") && sent.endsWith("\r\nLeave: written\r\n"), sent);
        gate.script("bob", "redirect \"written@example.com\";");
        gate.script("alice", "keep;");
        assertTrue(octets(gate.send(TEXT, "bob@example.com"), 0).endsWith("\r\nLeave: written\r\n"));
    }

    @Test
    void v08ABodyAScriptPutThereIsTheMembersOwn() {
        gate.script("alice", "require \"replace\"; replace \"gone\"; keep;");
        NewMessage message = gate.send(TEXT, "written@example.com");
        assertTrue(octets(message, 0).endsWith("\r\n\r\ngone\r\n"), octets(message, 0));
        assertEquals(List.of("texts of lists left off: another body was put there"), message.trace().getFirst().details().get("conversions"));
    }

    @Test
    void v08RedirectionDoesNotGetRoundAGroupsPassword() {
        gate.script("judy", "redirect \"closed@example.com\";");
        assertEquals(List.of("judy@example.com"), addresses(gate.send(TEXT, "judy@example.com")));
    }

    @Test
    void v08OfAGroupThatIsSentToThoseForWhomItIsTooLargeWaitForAPerson() {
        gate.script("judy", "redirect \"both@example.com\";");
        gate.octetsMax.put("bob", 10L);
        NewMessage message = gate.send(TEXT, "judy@example.com");
        assertEquals(List.of("alice@example.com", "bob@example.com"), addresses(message));
        assertTrue(message.entries().stream().flatMap(entry -> entry.recipients().stream()).anyMatch(recipient -> recipient.state() instanceof RecipientState.Held), message.toString());
    }

    @Test
    void v05AFieldThatATableAddsStaysWhateverAScriptWants() {
        gate.tables("FROM_ACCESS\n  *  $Y$AX-Flag:$ 1\n");
        gate.script("judy", "require \"editheader\"; deleteheader \"X-Flag\"; deleteheader \"Message-ID\";");
        String judys = octets(gate.send(TEXT, "judy@example.com"), 0);
        assertTrue(judys.contains("X-Flag: 1\r\n") && !judys.contains("Message-ID"), judys);
    }

    @Test
    void v08SpamIsNotSentOn() {
        gate.spam(9);
        gate.script("judy", "redirect \"j@elsewhere.example\";");
        assertEquals(List.of("judy@example.com"), addresses(gate.send(TEXT, "judy@example.com")));
        assertTrue(gate.lastScripts().contains("it is spam, or worse"), gate.lastScripts());
    }

    @Test
    void v03SpamIsFiledByItsScoreFromZeroToTen() {
        gate.script("judy", ScriptedGate.DEMO_SCRIPT);
        assertEquals(List.of("judy@example.com"), addresses(gate.send(TEXT, "judy@example.com")));
        gate.spam(9);
        assertEquals(List.of("judy+Junk@example.com"), addresses(gate.send(TEXT, "judy@example.com")));
    }

    @Test
    void v06DiscardIsAnsweredWith250AndTheTraceNamesTheRule() {
        gate.script("judy", "discard;");

        NewMessage message = gate.send(TEXT, "judy@example.com");
        assertEquals(List.of(), message.entries());
        TraceEvent discarded = message.trace().getLast();
        assertEquals(TraceEvent.Kind.DISCARD, discarded.kind());
        assertEquals("Sieve of user judy@example.com: discard", discarded.reason());
        assertEquals(Optional.of("judy@example.com"), discarded.recipient());
        assertEquals(List.of("alice@example.com"), addresses(gate.send(TEXT, "judy@example.com", "alice@example.com")));
    }

    @Test
    void v06JettisonOfTheSystemBeatsAUsersKeepAndDiscardDoesNot() {
        gate.script("judy", "keep;");
        gate.filter("system", "require \"jettison\"; jettison;");
        NewMessage message = gate.send(TEXT, "judy@example.com");
        assertEquals("Sieve of system: jettison", message.trace().getLast().reason());
        gate.filter("system", "discard;");
        assertEquals(List.of("judy@example.com"), addresses(gate.send(TEXT, "judy@example.com")));
    }

    @Test
    void v09WhatIsThrownAwayIsKeptForAWhileWherePolicyHasAChannelForIt() {
        gate.keepsDiscarded = true;
        gate.script("judy", "discard;");

        NewMessage message = gate.send(TEXT, "judy@example.com", "alice@example.com");
        assertEquals(2, message.entries().size(), "an entry of its own");
        assertEquals(new RecipientState.Held("filter_discard", "Sieve of user judy@example.com: discard"), message.entries().getFirst().recipients().getFirst().state());
        assertEquals("tcp_lmtpcs", message.entries().getFirst().route().channel().value(), "released, it goes where it would have gone");
    }

    @Test
    void v02AllLevelsAreHeard() {
        gate.filter("source tcp_local", "addtag \"[source]\";");
        gate.filter("destination tcp_lmtpcs", "addtag \"[destination]\";");
        gate.filter("domain example.com", "addtag \"[domain]\";");
        gate.filter("system", "addtag \"[system]\";");
        gate.script("judy", "addtag \"[user]\";");
        assertTrue(octets(gate.send(TEXT, "judy@example.com"), 0).contains("Subject: [user] [domain] [source] [destination] [system] Hello"));
        gate.identity = ScriptedGate.ALICE;
        assertTrue(octets(gate.send(TEXT, "out@remote.example"), 0).contains("Subject: [source] [system] Hello"));
    }

    @Test
    void v02TheHeadOfTheHouseholdIsHeardBehindTheUser() {
        gate.household("kid", "judy");
        gate.aliases.put("mum", "judy");
        gate.script("judy", "require [\"fileinto\", \"vacation\"]; addtag \"[judy]\"; vacation \"away\"; if header :is \"Subject\" \"Hello\" { fileinto \"Home\"; }");
        NewMessage message = gate.send(TEXT, "kid@example.com");
        assertEquals(List.of("kid+Home@example.com"), addresses(message));
        assertEquals(List.of("kid@example.com: addtag [judy]; fileinto Home (Sieve of head of household of kid@example.com)"), message.trace().getFirst().details().get("scripts"));
        assertEquals(List.of(), message.reports(), "judy is away, and not kid");

        gate.kept.put("kid@example.com", "keep;");
        assertEquals(List.of("kid@example.com"), addresses(gate.send(TEXT, "kid@example.com")), "the user decides first");
        gate.script("judy", "require \"jettison\"; jettison;");
        assertEquals("Sieve of head of household of kid@example.com: jettison", gate.send(TEXT, "kid@example.com").trace().getLast().reason());
        gate.household("kid", "mum");
        assertEquals("Sieve of head of household of kid@example.com: jettison", gate.send(TEXT, "kid@example.com").trace().getLast().reason());
    }

    @Test
    void v02ScriptsOfOurStoreAreAHeadsTooAndWhoIsTheHeadIsHeardOnce() {
        gate.household("kid", "dad");
        gate.kept.put("dad@example.com", "require \"include\"; include :personal \"rest\";");
        gate.kept.put("dad@example.com rest", "addtag \"[dad]\";");
        assertTrue(octets(gate.send(TEXT, "kid@example.com"), 0).contains("Subject: [dad] Hello"));
        gate.household("dad", "dad");
        assertEquals(List.of("dad@example.com: addtag [dad]"), gate.send(TEXT, "dad@example.com").trace().getFirst().details().get("scripts"));
    }

    @Test
    void v02WithoutItsHeadAHouseholdGetsItsMailAndTheTraceSaysSo() {
        gate.household("kid", "nobody");
        assertEquals(List.of("kid@example.com"), addresses(gate.send(TEXT, "kid@example.com")));
        assertEquals("[kid@example.com: broken: household:0:0: its head nobody@example.com is no user of ours]", gate.lastScripts());
        gate.household("kid", "both");
        assertEquals(List.of("kid@example.com"), addresses(gate.send(TEXT, "kid@example.com")));
        gate.household("kid", "unreachable");
        assertEquals("451 4.3.0", code(gate.refused(TEXT, "kid@example.com")));
    }

    @Test
    void v07RefusesInTheDialogueWhereAllAreRefused() {
        gate.script("judy", "require \"ereject\"; ereject \"Not wanted.\r\nNot ever.\";");
        gate.script("bob", "require \"refuse\"; refuse \"Nor here.\";");

        Reply reply = gate.refused(TEXT, "judy@example.com", "bob@example.com");
        assertEquals(List.of("Not wanted.", "Not ever."), reply.lines());
        assertEquals("550 5.7.1", reply.code() + " " + reply.status());
        assertEquals(0, gate.stored.size());
    }

    @Test
    void v07WhereSomeAreRefusedTheirCopiesFollowTheChannel() {
        gate.script("judy", "require \"reject\"; reject \"No.\";");

        NewMessage message = gate.send(TEXT, "judy@example.com", "alice@example.com");
        RecipientState.Held held = assertInstanceOf(RecipientState.Held.class, message.entries().getFirst().recipients().getFirst().state());
        assertEquals("Sieve of user judy@example.com", held.by());
        gate.keywords = ScriptedGate.FOLDERS + " refusedcopies discard";
        assertEquals(List.of("alice@example.com"), addresses(gate.send(TEXT, "judy@example.com", "alice@example.com")));
    }

    @Test
    void v07WhereTheChannelWantsOneProfileWhoHasAnotherComesAgain() {
        gate.script("judy", "require \"reject\"; reject \"No.\";");
        gate.keywords = ScriptedGate.FOLDERS + " oneprofile";

        List<Reply> refusals = gate.refusedRecipients("alice@example.com", "bob@example.com", "judy@example.com");
        assertEquals(List.of("452 4.5.3"), refusals.stream().map(ScriptsAtTheGateTest::code).toList());
        assertEquals(List.of("alice@example.com", "bob@example.com"), addresses(gate.stored.getLast()));
        assertEquals("550 5.7.1", code(gate.refused(TEXT, "judy@example.com")));
        gate.keywords = ScriptedGate.FOLDERS;
        assertEquals(List.of(), gate.refusedRecipients("alice@example.com", "judy@example.com"));
    }

    @Test
    void v08HoldOfTheDomainKeepsACopyBack() {
        gate.filter("domain example.com", "require \"hold\"; if header :is \"Subject\" \"Hello\" { hold \"looks odd\"; }");
        gate.script("judy", "redirect \"j@elsewhere.example\";");

        NewMessage message = gate.send(TEXT, "judy@example.com");
        assertEquals(new RecipientState.Held("quarantine_suspect", "Sieve of domain example.com: looks odd"), message.entries().getFirst().recipients().getFirst().state());
        assertEquals(TraceEvent.Kind.HOLD, message.trace().get(1).kind());
    }

    @Test
    void v08WhatIsHeldIsInQuarantineByWhatItIsAndInAnEntryOfItsOwn() {
        gate.filter("system", "require \"hold\"; if header :is \"Subject\" \"Hello\" { hold; }");
        gate.spam(9);
        NewMessage spam = gate.send(TEXT, "judy@example.com");
        assertEquals(new RecipientState.Held("quarantine_spam", "Sieve of system: hold (judge: spam, 9.0 of 5.0)"), spam.entries().getFirst().recipients().getFirst().state());
        gate.filter("system", "require [\"hold\", \"envelope\"]; if envelope :localpart :is \"to\" \"judy\" { hold; }");
        assertEquals(2, gate.send(TEXT, "judy@example.com", "alice@example.com").entries().size());
        gate.engines.clear();
        gate.filter("system", "require [\"hold\", \"spamtest\", \"spamtestplus\"]; spamadjust \"+7\"; hold;");
        RecipientState.Held counted = assertInstanceOf(RecipientState.Held.class, gate.send(TEXT, "judy@example.com").entries().getFirst().recipients().getFirst().state());
        assertEquals("quarantine_spam", counted.by(), "what scripts add counts");
    }

    @Test
    void c24WhatIsInQuarantineSeesTheFilterWhenItIsReleased() {
        gate.filtered = true;
        gate.filter("system", "require \"hold\"; hold;");
        QueueEntry entry = gate.send(TEXT, "judy@example.com").entries().getFirst();
        assertFalse(entry.isWaiting());
        assertEquals("tcp_lmtpcs", entry.route().onward().orElseThrow().channel().value());
    }

    @Test
    void v08CaptureCopiesToTheJournalWithTheEnvelope() {
        gate.filter("system", "require \"capture\"; capture;", "journal@archive.example");

        NewMessage message = gate.send(TEXT, "judy@example.com", "bob@example.com");
        assertEquals(List.of("judy@example.com", "bob@example.com", "journal@archive.example"), addresses(message));
        QueueEntry entry = message.entries().getLast();
        assertEquals("", new ClaimedEntry(entry, message.message()).message().envelope().reversePath().address());
        assertTrue(octets(message, 1).contains("X-Envelope-From: <a@remote.example>\r\nX-Envelope-To: <judy@example.com>\r\nX-Envelope-To: <bob@example.com>\r\nFrom: "));
        gate.filter("system", "require \"capture\"; capture;", "nobody@example.com");
        assertEquals("451 4.3.0", code(gate.refused(TEXT, "judy@example.com")));
    }

    @Test
    void v08TheDirectorysCapturesOfRecipientDomainAndSenderAreCopied() {
        gate.treatment("judy", captured("one@archive.example"));
        gate.domain = captured("two@archive.example");
        assertEquals(Set.of("judy@example.com", "one@archive.example", "two@archive.example"), Set.copyOf(addresses(gate.send(TEXT, "judy@example.com"))));
        gate.domain = Treatment.NONE;
        gate.treatment("judy", Treatment.NONE);
        gate.treatment("alice", captured("sent@archive.example"));
        gate.saysOfSenders = true;
        gate.sender = new Mailbox("alice", "example.com");
        assertEquals(List.of("judy@example.com", "bob@example.com", "sent@archive.example"), addresses(gate.send(TEXT, "judy@example.com", "bob@example.com")));
    }

    private static Treatment captured(String address) {
        return new Treatment(List.of(), List.of(), List.of(), NoSolicit.NONE, List.of(), List.of(), List.of(new Mailbox(address.substring(0, address.indexOf('@')), "archive.example")),
                Optional.empty(), SendingLimits.NONE);
    }

    @Test
    void v01SpamIsNotAnswered() {
        gate.spam(9);
        gate.script("judy", "require \"vacation\"; vacation \"Away.\";");
        gate.autoreply("judy", new Autoreply(Autoreply.Mode.VACATION, "", "Away.", "", Duration.ofDays(7), Optional.empty(), Optional.empty()));
        assertEquals(List.of(), gate.send(TEXT, "judy@example.com").reports());
        gate.engines.clear();
        assertEquals(2, gate.send(TEXT, "judy@example.com").reports().size());
    }

    @Test
    void v01AnAbsentOwnerAnswersASenderOnce() {
        gate.script("judy", "require \"vacation\"; vacation :days 3 \"I am away.\";");

        NewMessage message = gate.send(TEXT, "judy@example.com");
        assertEquals(List.of("judy@example.com"), addresses(message));
        NewMessage reply = message.reports().getFirst();
        assertEquals("", reply.message().envelope().reversePath().address());
        assertEquals(List.of("a@remote.example"), addresses(reply));
        assertTrue(text(reply).contains("Subject: Auto: Hello\r\n") && text(reply).endsWith("I am away.\r\n"), text(reply));
        Remembered remembered = message.memories().getFirst();
        assertEquals(ScriptedGate.NOW.plus(Duration.ofDays(3)), remembered.until());
        assertEquals(List.of(), gate.send(TEXT, "judy@example.com").reports(), "answered already");
        gate.time.set(ScriptedGate.NOW.plus(Duration.ofDays(3)).plusSeconds(1));
        assertEquals(1, gate.send(TEXT, "judy@example.com").reports().size());
        assertEquals(List.of(), gate.send("List-Id: <x>\r\n" + TEXT, "judy@example.com").reports());
    }

    @Test
    void l17TheDirectorysAnswerIsGivenWithinItsDates() {
        gate.autoreply("judy", new Autoreply(Autoreply.Mode.VACATION, "", "Away.", "Inside.", Duration.ofDays(7), Optional.of(ScriptedGate.NOW.minusSeconds(1)),
                Optional.of(ScriptedGate.NOW.plusSeconds(100))));
        assertTrue(text(gate.send(TEXT, "judy@example.com").reports().getFirst()).endsWith("Away.\r\n"));
        assertEquals(List.of(), gate.send(TEXT, "judy@example.com").reports());
        gate.memory.clear();
        gate.time.set(ScriptedGate.NOW.plusSeconds(101));
        assertEquals(List.of(), gate.send(TEXT, "judy@example.com").reports());
    }

    @Test
    void v01NotifiesByMail() {
        gate.script("judy", "require \"enotify\"; notify :message \"You have mail\" \"mailto:pager@elsewhere.example\";");
        NewMessage notification = gate.send(TEXT, "judy@example.com").reports().getFirst();
        assertEquals(List.of("pager@elsewhere.example"), addresses(notification));
        assertTrue(text(notification).contains("Subject: You have mail\r\n"));
    }

    @Test
    void v01ADuplicateIsKnownOnceItsFirstIsOurs() {
        gate.script("judy", "require \"duplicate\"; if duplicate { discard; }");
        assertEquals(List.of("judy@example.com"), addresses(gate.send(TEXT, "judy@example.com")));
        assertEquals(List.of(), addresses(gate.send(TEXT, "judy@example.com")));
    }

    @Test
    void v01ABrokenScriptStopsNoMailAndItsOwnerIsToldOnceADay() {
        gate.script("judy", "discard\nfi;");

        NewMessage message = gate.send(TEXT, "judy@example.com");
        assertEquals(List.of("judy@example.com"), addresses(message));
        assertTrue(text(message.reports().getFirst()).contains("line 2, column "), text(message.reports().getFirst()));
        assertTrue(gate.lastScripts().contains("broken: user:2:"), gate.lastScripts());
        assertEquals(List.of(), gate.send(TEXT, "judy@example.com").reports());
        gate.time.set(ScriptedGate.NOW.plus(Duration.ofDays(1)).plusSeconds(1));
        assertEquals(1, gate.send(TEXT, "judy@example.com").reports().size());
    }

    @Test
    void v01WhatTheGateDoesNotDoIsNotOffered() {
        gate.script("judy", "require \"vnd.dovecot.testsuite\"; keep;");
        gate.send(TEXT, "judy@example.com");
        assertTrue(gate.lastScripts().contains("broken: "), gate.lastScripts());
    }

    @Test
    void whatCannotBeAskedNowIsAnsweredWith451() {
        gate.script("judy", "require \"duplicate\"; if duplicate { discard; }");
        gate.memoryDown = true;
        assertEquals("451 4.3.0", code(gate.refused(TEXT, "judy@example.com")));
        gate.script("judy", "require \"vacation\"; vacation \"x\";");
        assertEquals("451 4.3.0", code(gate.refused(TEXT, "judy@example.com")));
        gate.storeDown = true;
        assertEquals("451 4.3.0", code(gate.refused(TEXT, "alice@example.com")));
    }

    @Test
    void scriptsOfOurOwnStoreAreRunBehindTheDirectorys() {
        gate.stored.clear();
        gate.kept.put("judy@example.com", "require \"fileinto\"; fileinto \"Second\";");
        assertEquals(List.of("judy+Second@example.com"), addresses(gate.send(TEXT, "judy@example.com")));
        gate.script("judy", "require \"fileinto\"; fileinto \"First\";");
        assertEquals(List.of("judy+First@example.com"), addresses(gate.send(TEXT, "judy@example.com")));
    }

    @Test
    void v01ScriptsIncludeTheOwnersAndEverybodys() {
        gate.script("judy", "require \"include\"; include :personal \"mine\"; include :global \"ours\";");
        gate.kept.put("judy@example.com mine", "addtag \"[mine]\";");
        gate.kept.put(" ours", "require \"fileinto\"; fileinto \"Ours\";");
        NewMessage message = gate.send(TEXT, "judy@example.com");
        assertEquals(List.of("judy+Ours@example.com"), addresses(message));
        assertTrue(octets(message, 0).contains("Subject: [mine] Hello"));
        gate.kept.put(" ours", "keep;");
        assertEquals(List.of("judy@example.com"), addresses(gate.send(TEXT, "judy@example.com")), "read anew");
        gate.kept.remove(" ours");
        gate.send(TEXT, "judy@example.com");
        assertTrue(gate.lastScripts().contains("broken: "), gate.lastScripts());
    }

    @Test
    void aMemberOfAGroupRefusesForItselfAlone() {
        gate.script("bob", "require \"ereject\"; ereject \"no\";");
        NewMessage message = gate.send(TEXT, "both@example.com");
        assertEquals(Set.of("alice@example.com", "bob@example.com"), Set.copyOf(addresses(message)));
        assertEquals(1, message.entries().getFirst().recipients().stream().filter(each -> each.state() instanceof RecipientState.Held).count());
    }

    static List<String> addresses(NewMessage message) {
        return message.entries().stream().flatMap(entry -> entry.recipients().stream()).map(each -> each.recipient().address().address()).toList();
    }

    private static String code(Reply reply) {
        return reply.code() + " " + reply.status();
    }

    /** What the entry's next hop gets. */
    static String octets(NewMessage message, int entry) {
        ClaimedEntry claimed = new ClaimedEntry(message.entries().get(entry), message.message());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream in = new ByteArrayInputStream(text(message).getBytes(UTF_8))) {
            claimed.message().edits().apply(in, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(UTF_8);
    }

    private static String text(NewMessage message) {
        try (InputStream in = message.content().open()) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

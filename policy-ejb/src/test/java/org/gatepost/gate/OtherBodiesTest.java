package org.gatepost.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.gatepost.gate.ScriptsAtTheGateTest.addresses;
import static org.gatepost.gate.ScriptsAtTheGateTest.octets;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.gatepost.queue.NewMessage;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanFinding;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.ScanWish;
import org.gatepost.scan.ScannerOptions;
import org.gatepost.sieve.language.SieveLimits;
import org.junit.jupiter.api.Test;

/** Other bodies that scripts give to copies (RFC 5703), as the next hop gets them. */
class OtherBodiesTest {

    private static final String TEXT = "From: a@remote.example\r\nTo: judy@example.com\r\nSubject: Hello\r\nContent-Type: text/plain; charset=iso-8859-1\r\nMIME-Version: 1.0\r\n"
            + "Message-ID: <1@remote.example>\r\n\r\nText.\r\n";
    private static final String PARTS = "From: a@remote.example\r\nTo: judy@example.com\r\nSubject: Hello\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
            + "--b\r\nContent-Type: text/plain\r\n\r\nread me\r\n--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=a.exe\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\nTVo=\r\n--b--\r\n";

    private final ScriptedGate gate = new ScriptedGate();

    @Test
    void v01ReplacesTheMessagesBodyForOneCopyAndKeepsWhatItsFieldsWere() {
        gate.script("judy", "require \"replace\"; replace :subject \"Replaced\" :from \"postmaster@example.com\" \"Nothing to see.\";");
        NewMessage message = gate.send(TEXT, "judy@example.com", "alice@example.com");
        String judys = octets(message, message.entries().getFirst().edits().isPresent() ? 0 : 1);
        assertTrue(judys.endsWith("Message-ID: <1@remote.example>\r\nOriginal-Subject: Hello\r\nOriginal-From: a@remote.example\r\n"
                + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\nNothing to see.\r\n"), judys);
        assertTrue(judys.contains("\r\nSubject: Replaced\r\nFrom: postmaster@example.com\r\n"), judys);
        assertFalse(judys.contains("iso-8859-1") || judys.contains("Text."), judys);
        String alices = octets(message, message.entries().getFirst().edits().isPresent() ? 1 : 0);
        assertTrue(alices.endsWith(TEXT), alices);
        assertEquals(Optional.of(List.of("judy@example.com: replace")), Optional.ofNullable(message.trace().getFirst().details().get("scripts")));
    }

    @Test
    void v01ReplacesOnePartAndLeavesTheOctetsRoundItAsTheyAre() {
        gate.script("judy", "require [\"replace\", \"mime\", \"foreverypart\"]; foreverypart { if header :mime :param \"filename\" :matches \"Content-Disposition\" \"*.exe\""
                + " { replace \"A program was taken out.\r\n--b--\r\né\"; } }");
        String judys = octets(gate.send(PARTS, "judy@example.com"), 0);
        String encoded = Base64.getMimeEncoder().encodeToString("A program was taken out.\r\n--b--\r\né".getBytes(UTF_8));
        assertTrue(judys.endsWith(PARTS.substring(0, PARTS.indexOf("Content-Type: application")) + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + encoded + "\r\n--b--\r\n"), judys);
    }

    /** A script sees parts in what is, or says it is, encoded; but no octets of the message are theirs. */
    @Test
    void v01APartThatStandsInNoOctetsOfItsOwnIsNotSaidToBeReplaced() {
        String inner = "--i\r\nContent-Type: application/x-program\r\n\r\nMZ\r\n--i--\r\n";
        String head = "From: a@remote.example\r\nSubject: Hello\r\nMIME-Version: 1.0\r\n";
        String nested = "Content-Type: multipart/mixed; boundary=i\r\n\r\n" + inner;
        gate.script("judy", "require [\"replace\", \"mime\", \"foreverypart\"]; foreverypart { if header :mime :contenttype \"Content-Type\" \"application/x-program\" { replace \"Taken out.\"; } }");
        for (String encoded : List.of(head + "Content-Type: multipart/mixed; boundary=i\r\nContent-Transfer-Encoding: base64\r\n\r\n" + inner,
                head + "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Base64.getMimeEncoder().encodeToString(nested.getBytes(UTF_8)) + "\r\n")) {
            NewMessage message = gate.send(encoded, "judy@example.com");
            assertTrue(octets(message, 0).endsWith(encoded));
            String said = gate.lastScripts();
            assertTrue(said.contains("broken: ") && said.contains("cannot be replaced") && !said.contains("replace of part"), said);
        }
        gate.send(head + nested, "judy@example.com");
        assertTrue(gate.lastScripts().contains("replace of part [0]"), gate.lastScripts());
    }

    @Test
    void v01APartWithALongHeaderIsReplaced() {
        String padding = "X-Padding: " + "x".repeat(70_000) + "\r\n";
        String parts = PARTS.replace("Content-Disposition", padding + "Content-Disposition");
        gate.script("judy", "require [\"replace\", \"mime\", \"foreverypart\"]; foreverypart { if header :mime :param \"filename\" :matches \"Content-Disposition\" \"*.exe\""
                + " { replace \"Taken out.\"; } }");
        String judys = octets(gate.send(parts, "judy@example.com"), 0);
        assertFalse(judys.contains("a.exe"));
        assertTrue(judys.endsWith("--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\nTaken out.\r\n--b--\r\n"));
    }

    /** The places of parts are looked for in all of the message; a script pays for that once. */
    @Test
    void v01LookingForPartsIsPaidForInSteps() {
        String large = PARTS.replace("read me", "0123456789abcdef\r\n".repeat(60_000));
        int steps = large.length() / 4096;
        String script = "require [\"replace\", \"foreverypart\", \"mime\"]; foreverypart { if header :mime :contenttype \"Content-Type\" [\"text/plain\", \"application/octet-stream\"] { replace \"new\"; } }";
        gate.script("judy", script);
        gate.keywords = ScriptedGate.FOLDERS + " scriptsteps " + (steps + 30);
        gate.send(large, "judy@example.com");
        assertTrue(gate.lastScripts().contains("replace of part [0]; replace of part [1]"), gate.lastScripts());
        gate.keywords = ScriptedGate.FOLDERS + " scriptsteps " + steps;
        gate.send(large, "judy@example.com");
        assertTrue(gate.lastScripts().contains("broken: ") && gate.lastScripts().contains("more than " + steps + " steps"), gate.lastScripts());
    }

    /** RFC 2046 section 5.1.1: that a line begins with the boundary is enough. */
    @Test
    void v01ADelimiterWithMoreOnItsLineIsOne() {
        String parts = PARTS.replace("--b--\r\n", "--b--(the end)\r\nepilogue\r\n").replace("--b\r\nContent-Type: application", "--b  (next)\r\nContent-Type: application");
        gate.script("judy", "require [\"replace\", \"mime\", \"foreverypart\"]; foreverypart { if header :mime :param \"filename\" :matches \"Content-Disposition\" \"*.exe\""
                + " { replace \"Taken out.\"; } }");
        String judys = octets(gate.send(parts, "judy@example.com"), 0);
        assertTrue(judys.endsWith("--b  (next)\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\nTaken out.\r\n--b--(the end)\r\nepilogue\r\n"), judys);
    }

    @Test
    void v01WhatAnEngineMadeEightBitIsEnclosedAsSuch() {
        gate.engineOptions = ScannerOptions.parse("body=allowed");
        gate.engines.put("filter", question -> new ScanAnswer(ScanFinding.of(new ScanVerdict.Clean()), Map.of(), List.of(new ScanWish.ReplaceBody("gr\u00fcn\r\n"))));
        gate.script("judy", "require \"enclose\"; enclose \"This is enclosed.\";");
        String judys = octets(gate.send(TEXT, "judy@example.com"), 0);
        assertTrue(judys.contains("\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"), judys);
        gate.engines.clear();
        assertFalse(octets(gate.send(TEXT, "judy@example.com"), 0).contains("8bit"));
    }

    @Test
    void v01EnclosesTheMessageAsItCame() {
        gate.script("judy", "require \"enclose\"; enclose :subject \"Look here: Grüße\" :headers [\"X-Reason\", \"Message-ID\"] \"This is enclosed.\"; addtag \"[x]\";");
        String judys = octets(gate.send(PARTS, "judy@example.com"), 0);
        int date = judys.indexOf("\r\nDate: ");
        assertTrue(judys.startsWith("Received: ") && date > 0, judys);
        String boundary = judys.substring(judys.indexOf("boundary=\"") + 10, judys.indexOf('"', judys.indexOf("boundary=\"") + 10));
        assertTrue(judys.contains("From: a@remote.example\r\nTo: judy@example.com\r\nSubject: =?utf-8?b?"), judys);
        assertTrue(judys.contains("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n--" + boundary
                + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\nThis is enclosed.\r\n--" + boundary
                + "\r\nContent-Type: message/rfc822\r\n\r\nSubject: [x] Hello\r\nFrom: a@remote.example\r\n"), judys);
        assertTrue(judys.endsWith(PARTS.substring(PARTS.indexOf("MIME-Version")) + "\r\n--" + boundary + "--\r\n"), judys);
    }

    @Test
    void v01WhatIsSaidOfABodyThatIsReplacedCountsNoMore() {
        gate.script("judy", "require [\"replace\", \"enclose\", \"mime\", \"foreverypart\"]; foreverypart { if header :mime :subtype \"Content-Type\" \"plain\" { replace \"part\"; } }"
                + " enclose \"gone\"; replace \"first\"; replace \"last\";");
        String judys = octets(gate.send(PARTS, "judy@example.com"), 0);
        assertTrue(judys.endsWith("\r\n\r\nlast\r\n"), judys);
        assertFalse(judys.contains("first") || judys.contains("gone") || judys.contains("part\r\n"), judys);
    }

    @Test
    void v01EnclosingTwiceIsDoneTwice() {
        gate.script("judy", "require [\"enclose\", \"replace\"]; replace \"new\"; enclose \"inner\"; enclose \"outer\";");
        String judys = octets(gate.send(TEXT, "judy@example.com"), 0);
        assertTrue(judys.indexOf("outer") < judys.indexOf("inner") && judys.indexOf("inner") < judys.indexOf("\r\n\r\nnew\r\n\r\n--"), judys);
        assertTrue(judys.matches("(?s).*\r\n\r\nnew\r\n\r\n--(=_[0-9a-z]+)_0--\r\n\r\n--\\1_1--\r\n"), judys);
    }

    @Test
    void v01WhatWasFiledBeforeAndWhatIsSentOnHaveTheirOwnBody() {
        gate.script("judy", "require [\"replace\", \"fileinto\", \"copy\"]; fileinto :copy \"Before\"; replace \"other\"; redirect :copy \"out@remote.example\";");
        NewMessage message = gate.send(TEXT, "judy@example.com");
        for (int entry = 0; entry < message.entries().size(); entry++) {
            String to = message.entries().get(entry).recipients().getFirst().recipient().address().address();
            assertEquals(to.equals("judy@example.com"), octets(message, entry).endsWith("\r\n\r\nother\r\n"), to);
        }
        assertEquals(3, addresses(message).size());
    }

    @Test
    void v01ABodyThatAnEngineReplacedIsReplacedOnceMoreWithItsFields() {
        gate.engineOptions = ScannerOptions.parse("body=allowed");
        gate.engines.put("filter", question -> new ScanAnswer(ScanFinding.of(new ScanVerdict.Clean()), Map.of(), List.of(new ScanWish.AddField(0, "X-Filter", " seen"),
                new ScanWish.ReplaceBody("--b\r\n\r\ncleaned\r\n--b--\r\n"))));
        gate.script("judy", "require \"replace\"; replace \"other\";");
        String judys = octets(gate.send(PARTS, "judy@example.com"), 0);
        assertTrue(judys.endsWith("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\nother\r\n"), judys);
        assertTrue(judys.contains("X-Filter: seen\r\n") && !judys.contains("cleaned"), judys);
    }

    @Test
    void v01OtherBodiesOverTheLimitLeaveTheMessageAsItIs() {
        String most = "x".repeat(SieveLimits.BODY_OCTETS_MAX);
        gate.script("judy", "require \"replace\"; replace \"" + most + "\";");
        assertTrue(octets(gate.send(TEXT, "judy@example.com"), 0).contains(Base64.getMimeEncoder().encodeToString(most.getBytes(UTF_8)).substring(0, 500)));
        gate.script("judy", "require \"replace\"; replace \"" + most + "x\";");
        assertTrue(octets(gate.send(TEXT, "judy@example.com"), 0).endsWith(TEXT));
        assertTrue(gate.lastScripts().contains("octets of other bodies"), gate.lastScripts());
        gate.script("judy", "require \"replace\"; replace :mime \"Content-Type: text/plain\r\n\r\né\";");
        assertTrue(octets(gate.send(TEXT, "judy@example.com"), 0).endsWith(TEXT));
        assertTrue(gate.lastScripts().contains(":mime is ASCII"), gate.lastScripts());
    }
}

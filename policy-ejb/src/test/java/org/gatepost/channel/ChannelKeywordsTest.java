package org.gatepost.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

import org.gatepost.mail.NoSolicit;
import org.junit.jupiter.api.Test;

class ChannelKeywordsTest {

    @Test
    void noTextIsTheChannelThatSaysNothing() {
        assertEquals(ChannelKeywords.DEFAULT, ChannelKeywords.parse(" \t\n"));
    }

    @Test
    void wordsAreReadInAnyCaseAndTheLaterOfTwoHolds() {
        assertEquals(Need.MAY, ChannelKeywords.parse("notlsserver MayTLSServer").service().tls());
        assertEquals(Need.NO, ChannelKeywords.parse("maytlsserver notlsserver").service().tls());
    }

    @Test
    void aKeywordForBothWaysSaysTwoThings() {
        ChannelKeywords keywords = ChannelKeywords.parse("musttls");
        assertEquals(Need.MUST, keywords.service().tls());
        assertEquals(Need.MUST, keywords.transport().tls());
    }

    @Test
    void whatIsWrongIsNamed() {
        assertEquals("there is no keyword maytlserver", fault("maytlserver"));
        assertEquals("there is no keyword 7", fault("maytlsserver 7"));
        assertTrue(fault("maytlsserver \"7").startsWith("a quote is not closed"), fault("maytlsserver \"7"));
    }

    @Test
    void noKeywordIsKnownTwice() {
        Set<String> twice = new HashSet<>(ServiceKeywords.ROWS.keySet());
        twice.retainAll(TransportKeywords.ROWS.keySet());
        assertEquals(Set.of(), twice);
    }

    private static String fault(String text) {
        return assertThrows(IllegalArgumentException.class, () -> ChannelKeywords.parse(text)).getMessage();
    }

    @Test
    void readsWhatAChannelSaysOfExtensions() {
        ExtensionKeywords said = ChannelKeywords.parse("domainetrn etrndomains A.example b.example vrfyallow expnallow sourcenosolicit net.example:ADV x:* maytlsserver "
                + "internal futurerelease 60 deliverbymin 5 mtprioritymax 9 recipientdomainlimit 7").service().extensions();
        assertEquals(new ExtensionKeywords(TurnPolicy.DOMAIN, Set.of("a.example", "b.example"), true, true, new NoSolicit(List.of("net.example:adv", "x:*")), true, 60, 5, 9,
                OptionalInt.of(7)), said);
        assertEquals(ExtensionKeywords.DEFAULT, ChannelKeywords.parse("blocketrn vrfyallow expnallow internal allowetrn vrfyhide expndisable external").service().extensions());
        assertEquals(new NoSolicit(List.of("a:b")), ChannelKeywords.parse("destinationnosolicit A:B musttlsclient").transport().noSolicit());
        for (String wrong : List.of("futurerelease", "futurerelease -1", "futurerelease 1000000000", "deliverbymin 0", "mtprioritymax 10", "recipientdomainlimit 0",
                "sourcenosolicit", "sourcenosolicit a,b", "etrndomains")) {
            assertThrows(IllegalArgumentException.class, () -> ChannelKeywords.parse(wrong), wrong);
        }
    }
}

package org.gatepost.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import org.gatepost.mail.ChannelName;
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
    void whatIsSaidOfConnectionsIsKept() {
        ConnectionKeywords connection = ChannelKeywords.parse("tlsswitchchannel tcp_tls askclientcert xclientlogin").service().connection();
        assertEquals(new ConnectionKeywords(Optional.of(new ChannelName("tcp_tls")), true, true), connection);
        assertEquals(ConnectionKeywords.DEFAULT, ChannelKeywords.parse("askclientcert noclientcert xclientlogin noxclientlogin").service().connection());
        assertEquals("keyword tlsswitchchannel: not a channel name: Tcp", fault("tlsswitchchannel Tcp"));
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
}

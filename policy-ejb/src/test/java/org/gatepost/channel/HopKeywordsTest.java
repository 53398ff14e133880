package org.gatepost.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.gatepost.mail.ChannelName;
import org.gatepost.mail.Quarantine;
import org.gatepost.smtp.protocol.IpAddress;
import org.junit.jupiter.api.Test;

class HopKeywordsTest {

    @Test
    void c24EachKeywordSaysWhatItIsFor() {
        assertEquals(Optional.of(new ChannelName("tcp_scan")), hop("aliasdetourhost tcp_scan").detour());
        assertEquals(Optional.empty(), hop("aliasdetourhost tcp_scan noaliasdetourhost").detour());
        assertEquals(Optional.of(new ChannelName("tcp_scan")), hop("hopreturn tcp_scan").returnsOf());
        assertTrue(hop("").comesFrom(IpAddress.parse("127.0.0.1")) && hop("").comesFrom(IpAddress.parse("::1")));
        assertFalse(hop("").comesFrom(IpAddress.parse("192.0.2.1")));
        assertTrue(hop("hopclients 192.0.2.0/24").comesFrom(IpAddress.parse("192.0.2.1")));
        assertEquals(List.of("x-spam-flag", "x-foo"), hop("hopfields X-Spam-Flag X-Foo").fields());
        assertEquals(Duration.ofHours(4), hop("").awayMax());
        assertEquals(Duration.ofMinutes(5), hop("hopwait PT5M").awayMax());
        assertTrue(hop("hopfields X-Foo hophold X-Foo:YES*").holds().getFirst().pattern().matches("x-foo", "Yes, score=1"));
        assertEquals(List.of(Quarantine.INFECTED, Quarantine.SPAM, Quarantine.SUSPECT, Quarantine.SUSPECT),
                hop("hophold infected=X-Spam-Flag:a spam=X-Spam-Flag:b suspect=X-Spam-Flag:c X-Spam-Flag:d").holds().stream().map(HopKeywords.Holding::kind).toList());
        assertFalse(hop("hopcontent nohopcontent").takesContent());
        assertTrue(hop("hopcontent").takesContent());
        assertFalse(hop("hopdiscard X-Spam-Flag:YES").discards().getFirst().matches("x-spam-flag", "NO"));
        assertTrue(hop("hoprefusalreturn").returnsRefusals());
        assertFalse(hop("hoprefusalreturn hoprefusalhold").returnsRefusals());
    }

    @Test
    void whatCannotBeMeantIsSaid() {
        for (String wrong : List.of("aliasdetourhost", "hopfields X:Y", "hophold X-Spam-Flag", "hophold :YES", "hophold odd=X-Spam-Flag:YES", "hophold spam=:YES", "hophold X-Unnamed:YES", "hopwait 5", "hopwait PT4S", "hopwait P31D", "hopclients nobody",
                "hopfields " + "a ".repeat(HopKeywords.ARGUMENTS_MAX + 1))) {
            assertThrows(IllegalArgumentException.class, () -> hop(wrong), wrong);
        }
    }

    private static HopKeywords hop(String keywords) {
        return ChannelKeywords.parse(keywords).transport().hop();
    }
}

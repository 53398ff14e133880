package org.gatepost.smtp.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;

class DomainLabelsTest {

    @Test
    void whatJavaMapsAwayStandsForItself() {
        Map.of("stra\u00dfe.de", "xn--strae-oqa.de", "fa\u00df.de", "xn--fa-hia.de", "\u03b2\u03cc\u03bb\u03bf\u03c2.com", "xn--nxasmm1c.com",
                "\u0dc1\u0dca\u200d\u0dbb\u0dd3.com", "xn--10cl1a0b660p.com", "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.com", "xn--mgba3gch31f060k.com")
                .forEach((domain, ascii) -> assertEquals(Optional.of(ascii), DomainLabels.ascii(domain), domain));
    }

    @Test
    void otherWaysToWriteADomainAreTheSame() {
        for (String domain : new String[] {"b\u00fccher.example", "B\u00dcCHER.Example", "bu\u0308cher.example", "b\u00fccher\u3002example", "\uff42\u00fccher.example"}) {
            assertEquals(Optional.of("xn--bcher-kva.example"), DomainLabels.ascii(domain), domain);
        }
        assertEquals(Optional.of("xn--wgv71a119e.jp"), DomainLabels.ascii("\u65e5\u672c\u8a9e.jp"));
        assertEquals(DomainLabels.ascii("\u03b2\u03cc\u03bb\u03bf\u03c3.com"), DomainLabels.ascii("\u0392\u03cc\u03bb\u03bf\u03a3.com"));
        assertEquals(Optional.of("plain.example"), DomainLabels.ascii("plain.example"));
    }

    @Test
    void whatNoRegistryHoldsCannotBeLookedUp() {
        for (String domain : new String[] {"\u2603.example", "-\u00fc.example", "\u00fc-.example", "xn--\u00fc.example", "\u0308u.example", "a\u200db\u00fc.example",
                "\u00fc\u200c.example", "\u00fc\u202e.example", "\ue000.example", "\u00fc b.example", "\u00fc".repeat(64) + ".example"}) {
            assertEquals(Optional.empty(), DomainLabels.ascii(domain), domain);
        }
    }

    @Test
    void aLabelsAreTheCharactersTheyStandForAndOthersStay() {
        for (String domain : new String[] {"stra\u00dfe.de", "b\u00fccher.example", "\u65e5\u672c\u8a9e.jp", "\u0dc1\u0dca\u200d\u0dbb\u0dd3.com",
                "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.com", "\ud840\udc0b.example"}) {
            String ascii = DomainLabels.ascii(domain).orElseThrow();
            assertEquals(domain, new Mailbox("a", ascii).unicodeDomain(), ascii);
        }
        for (String none : new String[] {"plain.example", "xn--.example", "xn--a.example", "xn--0.example", "xn--strae-oqa-.de", "xn--99999999999999999999.example", "xn--\u00fc.example",
                "xn--n3h.example"}) {
            assertEquals(none, DomainLabels.unicode(none), none);
        }
    }

    @Test
    void whateverCanBeEncodedIsDecodedToTheSame() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            int[] characters = random.ints(1 + random.nextInt(20), 0, 0x10ffff).filter(c -> c < 0xd800 || c > 0xdfff).toArray();
            assertEquals(Optional.of(new String(characters, 0, characters.length)), Punycode.decode(Punycode.encode(characters)), "seed 7, round " + i);
        }
    }

    @Test
    void aDomainIsAsLongAsItMayBeAndNoLonger() {
        String label = "\u00fc".repeat(30);
        assertEquals(Optional.empty(), new Mailbox("a", String.join(".", label, label, label, label, label, label, label, label)).asciiDomain());
    }
}

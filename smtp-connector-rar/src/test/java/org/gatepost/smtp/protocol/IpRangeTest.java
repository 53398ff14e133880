package org.gatepost.smtp.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpRangeTest {

    @ParameterizedTest
    @CsvSource({"192.0.2.0/24, 192.0.2.255, true", "192.0.2.0/24, 192.0.3.0, false", "192.0.2.4/31, 192.0.2.5, true", "192.0.2.4/31, 192.0.2.6, false",
        "192.0.2.1, 192.0.2.1, true", "192.0.2.1, 192.0.2.2, false", "0.0.0.0/0, 203.0.113.1, true", "0.0.0.0/0, ::1, false", "::/0, 192.0.2.1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true", "2001:db8::/33, 2001:db8:8000::1, false", "127.0.0.1, ::ffff:127.0.0.1, true"})
    void holdsWhatBeginsWithTheSameBits(String range, String address, boolean inside) {
        assertEquals(inside, IpRange.parse(range).contains(IpAddress.parse(address)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.0/33", "192.0.2.0/", "192.0.2.0/-1", "192.0.2/24", "::/129", "localhost", "", "192.0.2.0/24/24"})
    void refusesWhatIsNoRange(String text) {
        assertThrows(IllegalArgumentException.class, () -> IpRange.parse(text));
    }

    @Test
    void isWrittenAsItIsRead() {
        assertEquals(IpRange.parse("2001:db8::/32"), IpRange.parse(IpRange.parse("2001:db8::/32").toString()));
    }
}

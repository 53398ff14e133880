package org.gatepost.smtp.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

    @ParameterizedTest
    @CsvSource({"192.0.2.1,192.0.2.1", "0.0.0.0,0.0.0.0", "::1,::1", "::,::", "2001:DB8:0:0:0:0:0:1,2001:db8::1", "2001:db8:0:1:0:0:0:1,2001:db8:0:1::1",
        "2001:0:0:1:0:0:0:1,2001:0:0:1::1", "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1", "1::,1::", "::ffff:192.0.2.1,192.0.2.1", "64:ff9b::192.0.2.33,64:ff9b::c000:221",
        "1:2:3:4:5:6:7:8,1:2:3:4:5:6:7:8"})
    void writesWhatItReadsInTheFormOfRfc5952(String text, String written) {
        assertEquals(written, IpAddress.parse(text).toString());
        assertEquals(IpAddress.parse(text), IpAddress.parse(written));
        assertEquals(IpAddress.parse(text), IpAddress.of(IpAddress.parse(text).octets()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.a", "1.2.3.4 ", ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
        "12345::", "g::", "::1.2.3", "1.2.3.4::", "fe80::1%eth0", "[::1]", "localhost", "1:2:3:4:5:6:7:8::"})
    void refusesWhatIsNoAddress(String text) {
        assertThrows(IllegalArgumentException.class, () -> IpAddress.parse(text));
    }

    @Test
    void knowsLoopbackAndLiterals() {
        assertTrue(IpAddress.parse("127.1.2.3").isLoopback());
        assertTrue(IpAddress.parse("::1").isLoopback());
        assertTrue(IpAddress.parse("::ffff:127.0.0.1").isLoopback());
        assertFalse(IpAddress.parse("::2").isLoopback());
        assertEquals("[192.0.2.1]", IpAddress.parse("192.0.2.1").literal());
        assertEquals("[IPv6:2001:db8::1]", IpAddress.parse("2001:db8::1").literal());
    }
}

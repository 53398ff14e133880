package org.gatepost.smtp.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import jakarta.resource.ResourceException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpActivationTest {

    @Test
    void listensOnEachAddressOfTheListOnce() throws Exception {
        assertEquals(List.of(socket("127.0.0.1"), socket("::1")), SmtpActivation.addresses("127.0.0.1, [::1],127.0.0.1", 2525));
    }

    @ParameterizedTest
    @CsvSource({"'0.0.0.0,::', 0.0.0.0", "'::,0.0.0.0', ::", "'127.0.0.1,::', ::"})
    void aWildcardStandsForAllTheOthers(String bind, String only) throws Exception {
        assertEquals(List.of(socket(only)), SmtpActivation.addresses(bind, 2525));
    }

    @Test
    void namesAreNotLookedUp() {
        assertThrows(ResourceException.class, () -> SmtpActivation.addresses("localhost", 2525));
    }

    private static InetSocketAddress socket(String literal) throws Exception {
        return new InetSocketAddress(InetAddress.getByName(literal), 2525);
    }
}

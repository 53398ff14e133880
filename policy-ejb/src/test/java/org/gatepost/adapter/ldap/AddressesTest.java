package org.gatepost.adapter.ldap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import org.gatepost.smtp.protocol.Mailbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "@", "a@", "@example.com", "alice", "a\u0000b@example.com", "a\r\nb@example.com", "a@exa mple.com", "a@b>", "\"\"@example.com"})
    void whatIsNoAddressIsNone(String value) {
        assertEquals(Optional.empty(), Addresses.parse(value));
    }

    @Test
    void readsWhatWasWrittenWhateverTheLocalPart() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            StringBuilder local = new StringBuilder();
            for (int length = 1 + random.nextInt(20); length > 0; length--) {
                local.append((char) (' ' + random.nextInt(95)));
            }
            Mailbox mailbox = new Mailbox(local.toString(), "example.com");
            assertEquals(Optional.of(mailbox), Addresses.parse(mailbox.address()), "seed " + seed + ": " + local);
        }
    }

    @Test
    void theAddressAsGivenComesFirst() {
        assertEquals(List.of(Set.of("bob+x@alias.example", "bob+x@example.com"), Set.of("bob@alias.example", "bob@example.com"), Set.of("@alias.example", "@example.com")),
                Addresses.forms(new Mailbox("Bob+x", "alias.example"), "example.com"));
        assertEquals(List.of(Set.of("\"a b\"@example.com", "a b@example.com"), Set.of("@example.com")), Addresses.forms(new Mailbox("a b", "example.com"), "example.com"));
    }
}

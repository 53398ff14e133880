package org.gatepost.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

class HeaderAddressesTest {

    @Test
    void findsAddressesInEveryFormOfRfc5322() {
        assertEquals(List.of("a@b.example"), HeaderAddresses.in("a@b.example"));
        assertEquals(List.of("a@b.example"), HeaderAddresses.in("A B <a@b.example>"));
        assertEquals(List.of("a@b.example", "c@d.example"), HeaderAddresses.in("A <a@b.example>, c@d.example (see) "));
        assertEquals(List.of("a@b.example"), HeaderAddresses.in("\"x@y.example, \\\" <z@y.example>\" <a@b.example>"));
        assertEquals(List.of("a@b.example"), HeaderAddresses.in("(x@y.example \\) (more)) a (b) @ b.example"));
        assertEquals(List.of("a@b.example", "c@d.example"), HeaderAddresses.in("Group: a@b.example, C <c@d.example>;"));
        assertEquals(List.of("a b@c.example"), HeaderAddresses.in("\"a b\"@c.example"));
        assertEquals(List.of("a@b.example"), HeaderAddresses.in("<@x.example,@y.example:a@b.example>"));
        assertEquals(List.of(), HeaderAddresses.in("undisclosed recipients:;"));
        assertEquals(List.of(), HeaderAddresses.in("nobody, @, a@, @b"));
    }

    @Test
    void anAddressInADisplayNameIsNone() {
        assertEquals(List.of("mallory@remote.example"), HeaderAddresses.in("alice@example.com <mallory@remote.example>"));
    }

    @Test
    void noTextMakesItThrow() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String characters = "a@.,;:<>()\"\\ \t\u00fc";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append(characters.charAt(random.nextInt(characters.length())));
            }
            for (String address : HeaderAddresses.in(text.toString())) {
                int at = address.lastIndexOf('@');
                assertEquals(true, at > 0 && at < address.length() - 1, "seed " + seed + ": " + text);
            }
        }
    }
}

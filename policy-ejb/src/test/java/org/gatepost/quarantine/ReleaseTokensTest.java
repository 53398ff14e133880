package org.gatepost.quarantine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

import org.gatepost.quarantine.ReleaseTokens.Worth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseTokensTest {

    private static final byte[] KEY = new byte[32];
    private static final Instant NOW = Instant.parse("2026-11-27T07:00:00Z");
    private static final HeldCopy COPY = new HeldCopy(UUID.fromString("01939d00-0000-7000-8000-000000000001"), 3, "alice@example.com");

    private Instant now = NOW;
    private final ReleaseTokens tokens = new ReleaseTokens(KEY::clone, () -> now);

    @ParameterizedTest
    @ValueSource(strings = {"alice@example.com", "\"a b@c\"@example.com", "ål@例え.example", "postmaster"})
    void v08ATokenLeadsToItsCopyUntilItsTimeIsOver(String address) {
        HeldCopy copy = new HeldCopy(COPY.entry(), 0, address);
        String token = tokens.make(copy, NOW.plus(Duration.ofDays(7)));
        assertTrue(token.matches("[A-Za-z0-9_.-]+"), token);
        assertEquals(new Worth.Good(copy), tokens.read(token));
        now = NOW.plus(Duration.ofDays(7)).minusSeconds(1);
        assertEquals(new Worth.Good(copy), tokens.read(token));
        now = now.plusSeconds(1);
        assertEquals(new Worth.Expired(), tokens.read(token));
    }

    @Test
    void v08EveryOtherCopyAddressTimeAndKeyMakesAnotherCode() {
        String token = tokens.make(COPY, NOW.plusSeconds(60));
        String code = token.substring(token.indexOf('.'));
        for (String content : new String[] {"release\n" + COPY.entry() + "\n4\n" + NOW.plusSeconds(60).getEpochSecond() + "\nalice@example.com",
                "release\n" + COPY.entry() + "\n3\n" + NOW.plusSeconds(61).getEpochSecond() + "\nalice@example.com",
                "release\n" + COPY.entry() + "\n3\n" + NOW.plusSeconds(60).getEpochSecond() + "\nbob@example.com",
                "delete\n" + COPY.entry() + "\n3\n" + NOW.plusSeconds(60).getEpochSecond() + "\nalice@example.com"}) {
            assertEquals(new Worth.Foreign(), tokens.read(Base64.getUrlEncoder().withoutPadding().encodeToString(content.getBytes(StandardCharsets.UTF_8)) + code), content);
        }
        assertEquals(new Worth.Foreign(), new ReleaseTokens(() -> new byte[] {1}, () -> now).read(token));
    }

    @Test
    void v08NoSingleLetterOfATokenCanBeAnother() {
        String token = tokens.make(COPY, NOW.plusSeconds(60));
        // The last letter of each half holds bits that say nothing.
        for (int at = 0; at < token.length() - 1; at++) {
            if (at != token.indexOf('.') && at != token.indexOf('.') - 1) {
                char other = token.charAt(at) == 'A' ? 'B' : 'A';
                assertEquals(new Worth.Foreign(), tokens.read(token.substring(0, at) + other + token.substring(at + 1)), "at " + at);
            }
        }
    }

    @Test
    void v08WhatHasNotTheFormOfATokenCostsNoKey() {
        ReleaseTokens keyless = new ReleaseTokens(() -> fail("asked for the key"), () -> now);
        for (String text : new String[] {"", ".", "a.", ".a", "a", "a b.c", "a.b.c", "a.b\n", "A".repeat(ReleaseTokens.CHARACTERS_MAX) + ".A"}) {
            assertEquals(new Worth.Foreign(), keyless.read(text), text);
        }
        assertEquals(new Worth.Foreign(), tokens.read("A.A"));
    }
}

package org.gatepost.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class NoSolicitTest {

    @Test
    void matchesAsAPatternDoesWhateverItsStars() {
        long seed = new Random().nextLong();
        System.out.println("solicitation seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            String pattern = word(random, "ab:*", 1 + random.nextInt(6));
            String text = word(random, "ab:", random.nextInt(8));
            Pattern meant = Pattern.compile(pattern.replace("*", ".*"));
            assertEquals(meant.matcher(text).matches(), new NoSolicit(List.of(pattern)).refuses(List.of(text)), "seed " + seed + ": " + pattern + " " + text);
        }
    }

    private static String word(Random random, String letters, int length) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < length; i++) {
            out.append(letters.charAt(random.nextInt(letters.length())));
        }
        return out.toString();
    }

    @Test
    void manyStarsCostNoMoreThanTheLengthsAllow() {
        // Exponential time would not come back.
        assertEquals(false, new NoSolicit(List.of("*a".repeat(100) + "b")).refuses(List.of("a".repeat(1_000))));
    }

    @Test
    void showsAsManyAsThereIsRoomForAndNoWildcards() {
        List<String> many = IntStream.range(0, 100).mapToObj(i -> "class" + i).toList();
        String shown = new NoSolicit(many).shown();
        assertTrue(shown.length() <= 450 && shown.startsWith("class0,class1,"), shown);
        assertEquals("a:b", new NoSolicit(List.of("*", "A:B ", "x*")).shown());
    }

    @Test
    void takesNothingThatIsNoClass() {
        assertThrows(IllegalArgumentException.class, () -> new NoSolicit(List.of("a b")));
        assertThrows(IllegalArgumentException.class, () -> new NoSolicit(List.of("a\r\n250-X")));
        assertThrows(IllegalArgumentException.class, () -> new NoSolicit(List.of("x".repeat(256))));
        assertEquals(new NoSolicit(List.of("x".repeat(255))), new NoSolicit(List.of("x".repeat(255), "", "X".repeat(255))));
    }
}

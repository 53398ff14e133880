package org.gatepost.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwaitedTest {

    @Test
    void whatACopyWaitsForIsReadAsItIsSaid() {
        List<Awaited> engines = List.of(new Awaited("clamd", List.of()), new Awaited("my engine[1]", List.of("virus", "a,b c]", "\u00fc")));
        assertEquals("waits for clamd[] my+engine%5B1%5D[virus,a%2Cb+c%5D,%C3%BC]", Awaited.text(engines));
        assertEquals(engines, Awaited.read(Awaited.text(engines)));
    }

    @Test
    void aRuleThatHoldsACopyAsWellStandsBehind() {
        String text = Awaited.text(List.of(new Awaited("then", List.of(" then "))));
        assertEquals(Optional.empty(), Awaited.behind(text));
        String both = Awaited.behind(text, "HoldLimit", "2 copies: 1 may go then");
        assertEquals(List.of(new Awaited("then", List.of(" then "))), Awaited.read(both));
        assertEquals(Optional.of(new Awaited.Behind("HoldLimit", "2 copies: 1 may go then")), Awaited.behind(both));
        assertEquals(both, Awaited.behind(both, "Other", "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "clamd[]", "waits for ", "waits for clamd", "waits for []", "waits for clamd[", "waits for clamd[%]"})
    void anythingElseIsNothingToWaitFor(String text) {
        assertThrows(IllegalArgumentException.class, () -> Awaited.read(text));
    }
}

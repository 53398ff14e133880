package org.gatepost.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScannerOptionsTest {

    @Test
    void readsNamesAndValuesALineEach() {
        ScannerOptions options = ScannerOptions.parse("# why\n\ncommand = /bin/x a=b\r\nempty=\nmax=7\n");
        assertEquals(Optional.of("/bin/x a=b"), options.text("command"));
        assertEquals(Optional.empty(), options.text("empty"));
        assertEquals(7, options.number("max", 1, 1, 7));
        assertEquals(1, options.number("min", 1, 1, 7));
        assertEquals("warn", options.word("old", "warn", "refuse"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nonsense | not name=value: 'nonsense'
            =x       | not name=value: '=x'
            max=8    | max is not a number from 1 to 7: '8'
            max=-1   | max is not a number from 1 to 7: '-1'
            old=maybe | old is not one of warn, refuse: 'maybe'
            other=1  | no option of this engine: 'other'
            """)
    void saysWhatIsWrongInOneLine(String text, String error) {
        IllegalArgumentException wrong = assertThrows(IllegalArgumentException.class, () -> {
            ScannerOptions options = ScannerOptions.parse(text).only("max", "old");
            options.number("max", 1, 1, 7);
            options.word("old", "warn", "refuse");
        });
        assertEquals(error, wrong.getMessage());
        assertThrows(IllegalArgumentException.class, () -> ScannerOptions.parse("max=1\nmax=2"));
    }

    @Test
    void aPasswordIsNotShown() {
        assertFalse(ScannerOptions.parse("password=s3cret").toString().contains("s3cret"));
    }
}

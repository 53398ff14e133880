package org.gatepost.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;

import org.gatepost.scan.ScannerPolicy.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScannerServerTest {

    @Test
    void anAddressIsANameWithAPortOrAPath() {
        assertEquals(new Server("clamd.example", 3310), Server.parse("clamd.example:3310"));
        assertEquals(new Server("::1", 65_535), Server.parse("::1:65535"));
        assertEquals(Optional.of("/run/m:1"), Server.parse("unix:/run/m:1").path());
        assertEquals("unix:/run/m clamd:1 by proxy:2", Server.parse("unix:/run/m") + " " + new Server("clamd", 1, Optional.of(new Server("proxy", 2))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "clamd", ":1", "clamd:", "clamd:0", "clamd:65536", "clamd:x", "unix:run"})
    void anythingElseIsNone(String text) {
        assertEquals("not host:port: '" + text + "'", assertThrows(IllegalArgumentException.class, () -> Server.parse(text)).getMessage());
    }
}

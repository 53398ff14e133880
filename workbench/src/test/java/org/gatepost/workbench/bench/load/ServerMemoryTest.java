package org.gatepost.workbench.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Map;

import org.junit.jupiter.api.Test;

class ServerMemoryTest {

    private static final String HISTOGRAM = """
            4711:
             num     #instances         #bytes  class name (module)
            -------------------------------------------------------
               1:         12000       65536000  [B (java.base@25)
               2:           500         480000  jdk.internal.vm.StackChunk (java.base@25)
            Total         12500       66016000
            """;

    @Test
    void readsTotalAndClasses() throws IOException {
        ServerMemory memory = ServerMemory.parse(HISTOGRAM);
        assertEquals(66_016_000, memory.octets());
        assertEquals(Map.of("[B", 65_536_000L, "jdk.internal.vm.StackChunk", 480_000L), memory.octetsByClass());
    }

    @Test
    void saysWhatThereIsMoreOf() throws IOException {
        ServerMemory before = new ServerMemory(0, Map.of("[B", 70_000_000L, "jdk.internal.vm.StackChunk", 80_000L));
        assertEquals(Map.of("jdk.internal.vm.StackChunk", 400_000L), ServerMemory.parse(HISTOGRAM).since(before));
    }

    @Test
    void anythingElseIsNoHistogram() {
        assertThrows(IOException.class, () -> ServerMemory.parse("4711:\nUnable to open socket file\n"));
    }
}

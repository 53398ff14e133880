package org.gatepost.workbench.cli.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.gatepost.workbench.demo.directory.DemoDirectory;
import org.gatepost.workbench.json.JsonReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tool {@code address} on the demo directory. */
class AddressToolIT {

    private static DemoDirectory demo;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void start() throws Exception {
        demo = new DemoDirectory(0, "not-a-secret");
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    private int run(int port, String... more) {
        out.reset();
        return Tools.run(out, err, Stream.concat(Stream.of("address", "--ldap", "ldap://127.0.0.1:" + port, "--bind-dn", DemoDirectory.READER, "--bind-password", "not-a-secret",
                "--base", DemoDirectory.BASE), Stream.of(more)).toArray(String[]::new));
    }

    private Map<String, Object> said() {
        return JsonReader.object(out.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"alice@example.com,0,accepted", "frank@example.com,0,accepted", "team@example.com,0,accepted", "staff@example.com,1,refused", "carol@example.com,1,deferred",
            "dave@example.com,1,refused", "nobody@example.com,1,refused", "x@far.example,1,not local", "a@inactive.example,1,deferred"})
    void saysWhatBecomesOfARecipient(String address, int exit, String result) {
        assertEquals(exit, run(demo.port(), address));
        assertEquals(result, said().get("result"));
    }

    @Test
    void l22EverySearchIsTold() {
        run(demo.port(), "bob@example.com");
        List<?> searches = (List<?>) said().get("searches");
        assertEquals(2, searches.size());
        Map<?, ?> second = (Map<?, ?>) searches.getLast();
        assertEquals("o=example.com,o=demo", second.get("base"));
        assertTrue(second.get("filter").toString().contains("(mail=bob@example.com)"), out.toString(StandardCharsets.UTF_8));
        assertEquals(1.0, second.get("entries"));
    }

    @Test
    void groupsAreAskedAsTheSenderSaysItIs() {
        assertEquals(0, run(demo.port(), "--auth", "bob@example.com", "staff@example.com"));
        assertEquals(0, run(demo.port(), "--from", "bob@example.com", "board@example.com"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("\"moderators\""));
    }

    @Test
    void limitsAreToldAndHeldAgainstASize() {
        assertEquals(0, run(demo.port(), "--size", "10240", "grace@example.com"));
        assertEquals(10_240.0, said().get("octetsMax"));
        assertEquals(1, run(demo.port(), "--size", "10241", "grace@example.com"));
        assertEquals("552 5.2.3 message too large for this recipient", said().get("reply"));
    }

    @Test
    void whatCannotBeAskedIsSaid() {
        assertEquals(1, run(1, "alice@example.com"));
        assertEquals("deferred", said().get("result"));
        assertFalse(err.toString(StandardCharsets.UTF_8).isEmpty());
    }

    @Test
    void aWrongProfileIsWrongUse() {
        assertEquals(2, run(demo.port(), "--profile", "novell", "alice@example.com"));
        assertEquals(2, run(demo.port(), "alice"));
    }
}

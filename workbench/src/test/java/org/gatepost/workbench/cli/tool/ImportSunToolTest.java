package org.gatepost.workbench.cli.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.gatepost.policytext.PolicyReading;
import org.gatepost.policytext.PolicyText;
import org.gatepost.workbench.json.JsonReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportSunToolTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;
    private Path imta;

    @BeforeEach
    void aFile() throws IOException {
        imta = Files.createDirectory(directory.resolve("config")).resolve("imta.cnf");
        Files.writeString(imta, "<more.rules\n.  $U%$H@tcp_local-daemon\n\ntcp_local smtp mx maxjobs 7\ntcp_local-daemon\n");
        Files.writeString(directory.resolve("config/more.rules"), "a.example  $U%$D@tcp_local-daemon\n");
    }

    private int run(String... more) {
        return Tools.run(out, err, Stream.concat(Stream.of("policy", "import-sun", "--imta-cnf", imta.toString()), Stream.of(more)).toArray(String[]::new));
    }

    private Map<?, ?> answer() {
        return JsonReader.object(out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void filesThatAreUnderstoodAreATextAndTheExitCodeSaysSo() throws IOException {
        Path text = directory.resolve("policy.txt");
        assertEquals(Tools.ANSWERED, run("--out", text.toString()), () -> err.toString(StandardCharsets.UTF_8));
        assertEquals(Boolean.TRUE, answer().get("whole"));
        assertTrue(PolicyText.read(Files.readString(text)) instanceof PolicyReading.Read);
        assertTrue(Files.readString(text).contains("a.example  $U%$D@tcp_local-daemon"), "what is included");
    }

    @Test
    void whatIsNotUnderstoodIsToldByFileAndLine() throws IOException {
        Path mappings = directory.resolve("mappings");
        Files.writeString(mappings, "PORT_ACCESS\n\n  *  $YEXTERNAL\n  *  $(\n");
        assertEquals(Tools.NO, run("--mappings", mappings.toString()));
        Map<?, ?> found = (Map<?, ?>) ((List<?>) answer().get("notImported")).getFirst();
        assertEquals(List.of(mappings.toString(), 4L, "*  $("), List.of(found.get("file"), ((Number) found.get("line")).longValue(), found.get("text")));
        assertTrue(err.toString(StandardCharsets.UTF_8).startsWith(mappings + ": line 4: "));
    }

    @Test
    void aLinkLeadsToNoFileElsewhere() throws IOException {
        Files.writeString(directory.resolve("secret"), "b.example  $U%$D@tcp_local-daemon\n");
        Files.delete(directory.resolve("config/more.rules"));
        Files.createSymbolicLink(directory.resolve("config/more.rules"), directory.resolve("secret"));
        assertEquals(Tools.NO, run());
        assertTrue(!answer().get("text").toString().contains("b.example"), answer().toString());
    }

    @Test
    void aFileThatIsNotThereIsWrongUse() {
        imta = directory.resolve("nothing");
        assertEquals(Tools.WRONG_USE, run());
    }
}

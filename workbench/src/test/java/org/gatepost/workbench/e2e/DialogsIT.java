package org.gatepost.workbench.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.gatepost.smtp.session.Dialog;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The connector's dialog files over a socket, against the deployed application and the demo directory. What a dialog needs of the scripted policy
 * or the test clock leaves it out; how many are left is asserted, so that none is left out unseen.
 */
class DialogsIT {

    private static final Path DIALOGS = Path.of(System.getProperty("gatepost.root", "..")).resolve("smtp-connector-rar/src/test/resources/dialogs");
    private static final int LEAST = 80;
    /** The first line of an EHLO reply, as the dialogs have it. */
    private static final String EHLO_BEGINS = "250-";
    /** What policy is told ({@code end}, {@code content}, {@code refusals}) is not seen from outside; the rest of such a dialog is. */
    private static final Set<String> SEEN_OR_NOT_NEEDED = Set.of("messages", "refusals", "end", "content");
    private static final List<String> SCRIPTED = List.of("refuse550", "refuse451", "hangup421", "fail@", "fail.", "receipt550", "receipt-unknown", "after550", "after452");
    /** Lines of HELP that a dialog does not name. */
    private static final Pattern HELPED_BESIDES = Pattern.compile("214-2\\.0\\.0 +(STARTTLS|AUTH|ETRN).*");
    private static final String ACCEPTED = "SELECT count(*) FROM trace_event WHERE kind = 'accept'";

    private final RunningGatepost gatepost = RunningGatepost.shared();

    static Stream<Path> runnable() throws IOException {
        return all().filter(file -> needs(file).isEmpty());
    }

    private static Stream<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(DIALOGS)) {
            return files.filter(file -> file.toString().endsWith(".smtp")).sorted().toList().stream();
        }
    }

    /** What a dialog needs that a deployed server does not give. */
    private static Optional<String> needs(Path file) {
        try {
            Dialog dialog = Dialog.read(file);
            Optional<String> setting = dialog.settings().keySet().stream().filter(name -> !SEEN_OR_NOT_NEEDED.contains(name)).findFirst().map(name -> "@" + name);
            if (setting.isPresent()) {
                return setting;
            }
            String sent = String.join("", dialog.turns().stream().map(turn -> new String(turn.octets(), ISO_8859_1)).toList());
            if (dialog.turns().stream().anyMatch(turn -> !turn.pause().isZero())) {
                return Optional.of("<wait>");
            }
            return SCRIPTED.stream().filter(sent::contains).findFirst();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("runnable")
    void isPlayed(Path file) throws Exception {
        Dialog dialog = Dialog.read(file);
        String before = gatepost.text(ACCEPTED);
        try (SmtpTalk talk = new SmtpTalk(gatepost.smtpPort())) {
            for (Dialog.Turn turn : dialog.turns()) {
                talk.send(turn.octets());
                List<String> left = new ArrayList<>(turn.expected());
                while (!left.isEmpty()) {
                    String expected = left.getFirst();
                    String said = said(talk, expected);
                    assertTrue(said.startsWith(expected), () -> file.getFileName() + ": said \"" + said + "\", expected \"" + expected + "\"");
                    left.removeFirst();
                    if (expected.equals(EHLO_BEGINS)) {
                        offers(talk, left);
                    }
                }
            }
            if (dialog.serverCloses()) {
                assertEquals("", talk.line(), file.getFileName() + ": more than the dialog has");
            }
        }
        if (dialog.settings().containsKey("messages")) {
            long accepted = Long.parseLong(gatepost.text(ACCEPTED)) - Long.parseLong(before);
            assertEquals(Long.parseLong(dialog.settings().get("messages")), accepted, "messages accepted");
        }
    }

    /** The deployed server offers what policy says, and that is more than a dialog's usual offer; what the dialog names must be among it. */
    private static void offers(SmtpTalk talk, List<String> left) throws IOException {
        Set<String> said = new HashSet<>();
        String line;
        do {
            line = talk.line();
            said.add(line.substring(4));
        } while (line.charAt(3) == '-');
        boolean more = true;
        while (more) {
            String expected = left.removeFirst();
            more = expected.charAt(3) == '-';
            String extension = expected.substring(4);
            assertTrue(said.stream().anyMatch(each -> each.startsWith(extension)), () -> "not offered: " + extension + " in " + said);
        }
    }

    /** The next line; what the policy of a fresh start has besides, and a dialog does not name, is read over. */
    private static String said(SmtpTalk talk, String expected) throws IOException {
        String said = talk.line();
        while (!said.startsWith(expected) && HELPED_BESIDES.matcher(said).matches()) {
            said = talk.line();
        }
        return said;
    }

    @Test
    void noneIsLeftOutUnseen() throws IOException {
        Map<String, String> leftOut = new TreeMap<>();
        all().forEach(file -> needs(file).ifPresent(why -> leftOut.put(file.getFileName().toString(), why)));
        long played = runnable().count();
        System.out.printf("dialogs: %d played on the deployed server, %d left out: %s%n", played, leftOut.size(), leftOut);
        assertEquals(all().count(), played + leftOut.size());
        assertTrue(played >= LEAST, () -> "only " + played + " dialogs played; left out: " + leftOut);
    }
}

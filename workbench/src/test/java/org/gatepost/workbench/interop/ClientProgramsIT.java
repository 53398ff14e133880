package org.gatepost.workbench.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.gatepost.workbench.bench.harness.Program;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.interop.Letter.Body;
import org.junit.jupiter.api.Test;

/** swaks and cyrus smtptest on the submission ports, with the real order of things: TLS, then authentication, then mail. */
class ClientProgramsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final String SMTPTEST = "/usr/lib/cyrus/bin/smtptest";

    private final Neighbourhood neighbourhood = Neighbourhood.shared();
    private final RunningGatepost gatepost = neighbourhood.gatepost();

    @Test
    void p03p06p07p09SwaksSendsByEachMechanismWithAndWithoutPipelining() throws Exception {
        for (String mechanism : List.of("PLAIN", "LOGIN")) {
            for (List<String> manner : List.of(List.of("--tls"), List.of("--tls", "--pipeline"), List.of("--tls-on-connect"))) {
                int port = manner.contains("--tls-on-connect") ? gatepost.submissionsPort() : gatepost.submissionPort();
                Letter letter = Letter.of("<alice@example.com>", "<alice@example.com>", Body.EIGHT_BIT);
                List<String> arguments = new ArrayList<>(manner);
                arguments.addAll(List.of("--auth", mechanism));
                Program.Ended said = swaks(letter, port, arguments);
                assertEquals(0, said.status(), said.output());
                assertTrue(said.output().contains("235 2.7.0") && said.output().contains("250 2.0.0"), said.output());
                assertTrue(letter.assertUnchanged(neighbourhood.awaitAtAlice(letter)).contains(" with ESMTPSA "), said.output());
            }
        }
    }

    @Test
    void p03SwaksIsToldWhatIsMissing() throws Exception {
        Letter letter = Letter.of("<alice@example.com>", "<alice@example.com>", Body.SEVEN_BIT);
        Program.Ended clear = swaks(letter, gatepost.submissionPort(), List.of("--auth", "PLAIN"));
        // swaks's own word for a server that shows no AUTH.
        assertEquals(28, clear.status(), clear.output());
        Program.Ended nobody = Program.run(PATIENCE, List.of("swaks", "--server", "127.0.0.1", "--port", "" + gatepost.submissionPort(), "--tls", "--from", "alice@example.com",
                "--to", "alice@example.com"));
        assertTrue(nobody.output().contains("530 5.7.0"), nobody.output());
        Program.Ended wrong = swaks(letter, gatepost.submissionPort(), List.of("--tls", "--auth", "LOGIN", "--auth-password", "not alice"));
        assertTrue(wrong.output().contains("535 5.7.8"), wrong.output());
        assertEquals(List.of(), gatepost.mailContaining("alice", letter.token()));
    }

    @Test
    void p09SmtptestAuthenticatesByScram() throws Exception {
        for (String mechanism : List.of("SCRAM-SHA-256", "PLAIN", "LOGIN")) {
            Program.Ended said = smtptest(mechanism, "alice", "alice");
            assertTrue(said.output().contains("Authenticated."), said.output());
            assertTrue(said.output().contains("S: 235 2.7.0"), said.output());
        }
        Program.Ended wrong = smtptest("SCRAM-SHA-256", "bob", "not bob");
        assertTrue(wrong.output().contains("535 5.7.8") && !wrong.output().contains("Authenticated."), wrong.output());
        Program.Ended unoffered = smtptest("CRAM-MD5", "alice", "alice");
        assertFalse(unoffered.output().contains("Authenticated."), unoffered.output());
    }

    private Program.Ended smtptest(String mechanism, String user, String password) throws Exception {
        return Program.run(PATIENCE, List.of(SMTPTEST, "-t", "", "-p", "" + gatepost.submissionPort(), "-m", mechanism, "-a", user, "-u", user, "-w", password, "127.0.0.1"), "QUIT\r\n");
    }

    /** Later arguments hold before earlier ones. */
    private static Program.Ended swaks(Letter letter, int port, List<String> more) throws Exception {
        Path data = Files.createTempFile("letter", ".eml");
        try {
            // It ends what it is given with a CRLF of its own.
            Files.writeString(data, letter.content().substring(0, letter.content().length() - 2), ISO_8859_1);
            List<String> command = new ArrayList<>(List.of("swaks", "--server", "127.0.0.1", "--port", "" + port, "--from", "alice@example.com", "--to", "alice@example.com",
                    "--auth-user", "alice", "--auth-password", "alice", "--data", "@" + data));
            command.addAll(more);
            return Program.run(PATIENCE, command);
        } finally {
            Files.delete(data);
        }
    }
}

package org.gatepost.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;

import org.gatepost.auth.AuthLimits;
import org.gatepost.auth.AuthThrottle;
import org.gatepost.auth.Authenticator;
import org.gatepost.directory.FakeLogins;
import org.gatepost.directory.Logins;
import org.gatepost.dryrun.BelievedLogins;
import org.gatepost.dryrun.DryRun;
import org.gatepost.dryrun.Plan;
import org.gatepost.dryrun.Step;
import org.gatepost.gate.GateWatch.Said;
import org.gatepost.smtp.protocol.IpAddress;
import org.junit.jupiter.api.Test;

/** The dry run says what the gate says, and how it came about. */
class DryRunTest {

    private static final List<String> SENDERS = List.of("", "a@remote.example", "alice@example.com", "robert@example.com", "x@list.example", "carol@example.com");
    private static final List<String> RECIPIENTS = List.of("alice@example.com", "robert@example.com", "alice+x@example.com", "nobody@example.com", "carol@example.com", "dave@example.com",
            "erin@example.com", "frank@example.com", "heidi@example.com", "ivan@example.com", "team@example.com", "staff@example.com", "news@example.com", "board@example.com",
            "postmaster@example.com", "x@inactive.example", "x@deleted.example", "out@remote.example", "sam@small.example");
    private static final List<String> USERS = List.of("alice", "bob", "erin", "frank", "mallory");
    private static final List<String> ENTRIES = List.of(
            "FROM_ACCESS\n  *|*|*|*|*@list.example|*  $N$X4.7.1|not$ today\n  *  $Y\n",
            "ORIG_SEND_ACCESS\n  tcp_local|*|*|erin@*  $NNo$ Erin\n  *|*|tcp_local|*  $X5.7.9|$Nnot$ out\n",
            "ORIG_MAIL_ACCESS\n  TCP|*|*|*|*|SMTP/*|MAIL|*|*|*|bob@*  $NNo$ Bob\n",
            "SEND_ACCESS\n  *|*|*|heidi@*  $H\n  *|*@remote.example|*|alice@*  $NNo\n",
            "MAIL_ACCESS\n  *|*|*|*|*|SMTP*|*|tcp_submit|*|*|*@remote.example  $NStay\n");

    private final TestGate gate = new TestGate();

    /** By the policy as it stands, and a directory of the same people. */
    private List<Step> dry(Plan plan, Logins logins) {
        PolicySnapshot policy = gate.compiled();
        Authenticator authenticator = new Authenticator(logins, gate.directory, "example.com", new AuthThrottle(AuthLimits.DEFAULT, TestGate.CLOCK), new byte[] {1});
        Assembly assembly = new Assembly(new Assembly.Names("mx.example", "example.com"), gate.directory, authenticator, () -> policy, TestGate.CLOCK);
        return new DryRun(assembly, "mx.example", TestGate.CLOCK).of(plan);
    }

    private List<Step> dry(Plan plan) {
        return dry(plan, new BelievedLogins(FakeLogins.demo()));
    }

    private static Plan plan(String listener, Optional<String> user, String from, List<String> to) {
        return new Plan(listener, IpAddress.parse("192.0.2.7"), "client.example", user.isPresent(), user.map(name -> name + "@example.com"), from, to);
    }

    private static String status(Step step) {
        String line = step.reply().getLast();
        return line.startsWith("250") ? "250" : line.split(" ")[0] + " " + line.split(" ")[1];
    }

    private static Step said(List<Step> steps, String command) {
        return steps.stream().filter(step -> step.said().startsWith(command)).findFirst().orElseThrow(() -> new AssertionError(command + " in " + steps));
    }

    /** Keywords and tables at random, a session at random: what is said to MAIL and each RCPT is the same in both. */
    @Test
    void saysTheSameAsTheGateInAThousandSessions() {
        Random random = new Random(20261126);
        Map<String, Integer> replies = new TreeMap<>();
        for (int run = 0; run < 1_000; run++) {
            gate.channel("tcp_local", "smtp://127.0.0.1:2526", random.nextBoolean() ? "maytlsserver maysaslserver" : "maytlsserver maysaslserver internal");
            gate.channel("tcp_submit", "", "submit maytlsserver " + (random.nextBoolean() ? "mustsaslserver" : "maysaslserver"));
            StringBuilder tables = new StringBuilder();
            ENTRIES.stream().filter(any -> random.nextInt(3) == 0).forEach(table -> tables.append(table).append('\n'));
            gate.tables(tables.toString());
            String listener = random.nextInt(3) == 0 ? "submission" : "smtp";
            Optional<String> user = random.nextInt(3) == 0 ? Optional.of(USERS.get(random.nextInt(USERS.size()))) : Optional.empty();
            String from = SENDERS.get(random.nextInt(SENDERS.size()));
            List<String> to = new ArrayList<>();
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                to.add(RECIPIENTS.get(random.nextInt(RECIPIENTS.size())));
            }
            List<String> real = real(listener, user, from, to);
            List<Step> steps = dry(plan(listener, user, from, to));
            List<String> played = steps.stream().filter(step -> step.said().startsWith("MAIL") || step.said().startsWith("RCPT")).map(DryRunTest::status).toList();
            assertEquals(real, played.subList(0, real.size()), "run " + run + ": " + listener + " " + user + " " + from + " " + to + "\n" + tables + steps);
            real.forEach(reply -> replies.merge(reply, 1, Integer::sum));
        }
        assertTrue(replies.size() >= 8, "the sessions were of all kinds: " + replies);
    }

    /** What the gate is asked by the connector when it is asked by hand. */
    private List<String> real(String listener, Optional<String> user, String from, List<String> to) {
        TestGate.Session session = gate.session(listener);
        if (user.isPresent()) {
            session.encrypt();
            session.logIn(user.get());
        }
        List<String> said = new ArrayList<>();
        said.add(session.mail(from));
        if (said.getFirst().equals("250")) {
            to.forEach(recipient -> said.add(session.rcpt(recipient)));
        }
        return said;
    }

    @Test
    void namesStagesProbesCopiesAndTheReply() {
        gate.tables("SEND_ACCESS\n  *|*|*|alice@*  $Y\n  *|*|*|bob@*  $NNo$ Bob\n");
        List<Step> steps = dry(plan("smtp", Optional.empty(), "a@remote.example", List.of("alice@example.com", "bob@example.com", "x@other.example")));
        assertEquals("220", steps.getFirst().code());
        Step alice = said(steps, "RCPT TO:<alice");
        assertEquals("250", alice.code());
        assertEquals(List.of(new GateWatch.CopyTold("alice@example.com", "tcp_lmtpcs", "tcp_lmtpcs", OptionalLong.empty(), Optional.empty())), alice.copies());
        assertEquals("tcp_local|a@remote.example|tcp_lmtpcs|alice@example.com", alice.probes().getFirst().probe());
        Step bob = said(steps, "RCPT TO:<bob");
        assertEquals(List.of("550 5.7.1 No Bob"), bob.reply());
        assertEquals("SEND_ACCESS", bob.stages().getLast().stage());
        assertEquals(Said.REFUSES, bob.stages().getLast().said());
        assertEquals(2, bob.probes().getFirst().tried().size());
        assertEquals("RelayControl", said(steps, "RCPT TO:<x@").stages().getLast().stage());
        assertEquals("221", steps.getLast().code());
    }

    @Test
    void aUserIsBelievedOnlyByTheLoginsThatSaySo() {
        List<Step> steps = dry(plan("submission", Optional.of("alice"), "alice@example.com", List.of("out@remote.example")), FakeLogins.demo());
        assertEquals("535", said(steps, "AUTH").code(), "the gate's own logins want the password");
        assertEquals("AUTH PLAIN", said(steps, "AUTH").said());
    }
}

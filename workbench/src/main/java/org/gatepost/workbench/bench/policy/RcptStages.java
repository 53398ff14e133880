package org.gatepost.workbench.bench.policy;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import org.gatepost.gate.Assembly;
import org.gatepost.gate.PolicySnapshot;
import org.gatepost.queue.Backlog;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.listener.Decision;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.listener.SessionNotes;
import org.gatepost.smtp.listener.SmtpListener;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.ReversePath;

/** All stages of one RCPT at the gate as the server assembles it, with access tables of the policy, over a directory whose answers are remembered. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RcptStages {

    /** Entries of each of the four tables that are asked at RCPT; none matches but the last, which does not object. */
    @Param("1000")
    public int entries;

    private SmtpListener gate;
    private RcptRequest request;

    /** A session as far as its MAIL. */
    @Setup
    public void openTransaction() {
        PolicySnapshot policy = SmallPolicy.with(TablesOfEntries.of(entries));
        gate = new Assembly(new Assembly.Names("mx.example.com", "example.com"), new RememberedDirectory(), () -> policy, Clock.systemUTC())
                .gatekeeper(SmallPolicy.noScanners(), message -> new Receipt.Refused(Replies.COULD_NOT_STORE), Backlog.none(), (route, node) -> { }, event -> { }, new SecureRandom());
        Connection connection = new Connection("s-1", "smtp", IpAddress.parse("192.0.2.17"), 40_123, IpAddress.parse("198.51.100.4"), 25, Optional.empty());
        SessionNotes connected = notes(gate.onConnect(new ConnectRequest(connection, 1, 1)));
        MailRequest mail = new MailRequest(connection, new Hello("client.example", true), Optional.empty(), 1,
                ReversePath.of(new Mailbox("someone", "sender.example")), new MailParameters(OptionalLong.of(4_096), MailParameters.NONE.body(),
                        Optional.empty(), Optional.empty()), connected);
        SessionNotes begun = notes(gate.onMail(mail));
        request = new RcptRequest(mail, 1, ForwardPath.of("alice", "example.com"), RcptParameters.NONE, begun);
        if (!(rcpt() instanceof Decision.Proceed)) {
            throw new IllegalStateException("the recipient is refused: nothing would be measured");
        }
    }

    private static SessionNotes notes(Decision decision) {
        if (decision instanceof Decision.Proceed(SessionNotes notes, var limits, var pause)) {
            return notes;
        }
        throw new IllegalStateException("refused: " + decision);
    }

    /** What a recipient costs. */
    @Benchmark
    public Decision rcpt() {
        return gate.onRcpt(request);
    }
}

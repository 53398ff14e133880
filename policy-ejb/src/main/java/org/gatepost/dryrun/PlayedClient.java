package org.gatepost.dryrun;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

import org.gatepost.gate.GateWatch;
import org.gatepost.mapping.EntryTried;
import org.gatepost.mapping.Flags;
import org.gatepost.mapping.MappingAnswer;
import org.gatepost.smtp.protocol.TlsSession;
import org.gatepost.smtp.session.Link;

/** A client that says one line after the other and writes down what it hears, and what the gate does meanwhile. For one thread. */
final class PlayedClient implements Link, GateWatch {

    /** What its connection would be encrypted with. */
    static final TlsSession TLS = new TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256");

    /** A line, and how it stands in the answer. */
    record Line(String text, String shown) {
    }

    private final Iterator<Line> lines;
    private final InputStream input = new SaidLines(this::sayNext);
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final List<Step> steps = new ArrayList<>();
    private String said = "";
    private List<StageTold> stages = new ArrayList<>();
    private List<Step.Probe> probes = new ArrayList<>();
    private List<CopyTold> copies = List.of();
    private List<String> skipped = List.of();

    PlayedClient(List<Line> lines) {
        this.lines = lines.iterator();
    }

    /** What was done so far; after the session all of it. */
    List<Step> steps() {
        endStep();
        return List.copyOf(steps);
    }

    private void endStep() {
        if (heard.size() == 0 && stages.isEmpty()) {
            return;
        }
        List<String> reply = Arrays.stream(heard.toString(StandardCharsets.UTF_8).split("\r\n")).filter(line -> !line.isEmpty()).toList();
        steps.add(new Step(said, reply, stages, probes, copies, skipped));
        heard.reset();
        stages = new ArrayList<>();
        probes = new ArrayList<>();
        copies = List.of();
        skipped = List.of();
    }

    @Override
    public InputStream input() {
        return input;
    }

    /** What was heard until now belongs to the line before. */
    private Optional<byte[]> sayNext() {
        endStep();
        if (!lines.hasNext()) {
            return Optional.empty();
        }
        Line next = lines.next();
        said = next.shown();
        return Optional.of((next.text() + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public OutputStream output() {
        return heard;
    }

    @Override
    public boolean canEncrypt() {
        return true;
    }

    @Override
    public TlsSession startTls(boolean asksCertificate, Duration patience) {
        return TLS;
    }

    @Override
    public void setReadTimeout(Duration patience) {
        // It is never late.
    }

    @Override
    public void finish() {
        close();
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    @Override
    public void stage(StageTold told) {
        stages.add(told);
    }

    @Override
    public void recipient(String presented, List<CopyTold> led, List<String> left) {
        copies = led;
        skipped = left;
    }

    @Override
    public void asked(String table, String probe, Flags flags, MappingAnswer answer, List<EntryTried> tried) {
        probes.add(new Step.Probe(table, probe, flags, answer, tried));
    }
}

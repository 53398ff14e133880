package org.gatepost.adapter.scanner.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.gatepost.adapter.scanner.wire.Fields;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.Scanner;
import org.gatepost.scan.ScannerPolicy;
import org.gatepost.trace.Json;

/**
 * Asks a program about a message: one process a question, with nothing in its environment but a mark. On its standard input are one line of JSON (id, sender, recipients with
 * their opt-ins, client, octets) and after it the content as received; on its standard output is one JSON object, which {@link CommandAnswer} reads. A
 * process that does not end in time, ends with anything but 0 or says too much could not be asked; it is killed with all its children. Safe for use by many
 * threads; never throws.
 *
 * <p>Option: {@code command}, an absolute path and arguments, separated by spaces.
 */
public final class CommandScanner implements Scanner {

    private final String name;
    private final List<String> command;

    public CommandScanner(ScannerPolicy policy) {
        policy.options().only("command");
        name = policy.name();
        command = List.of(policy.options().text("command").orElseThrow(() -> new IllegalArgumentException("command is missing")).split(" +"));
        if (!command.getFirst().startsWith("/")) {
            throw new IllegalArgumentException("command is no absolute path: '" + command.getFirst() + "'");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ScanAnswer scan(ScanQuestion question) {
        long end = System.nanoTime() + question.deadline().toNanos();
        try (InputStream octets = question.content().open(); BoundedProcess process = new BoundedProcess(command, end)) {
            String line = line(question);
            process.feed(out -> write(line, octets, out));
            return CommandAnswer.understand(process.output(), question);
        } catch (IOException | RuntimeException e) {
            return ScanAnswer.unavailable(Fields.reason(e));
        }
    }

    private static void write(String line, InputStream octets, OutputStream out) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        octets.transferTo(out);
    }

    private static String line(ScanQuestion question) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", question.id());
        members.put("octets", question.content().size());
        members.put("sender", question.sender().address());
        List<Object> recipients = new ArrayList<>();
        Map<String, Object> optIns = new LinkedHashMap<>();
        question.recipients().forEach(recipient -> {
            recipients.add(recipient.address().address());
            if (!recipient.optIns().isEmpty()) {
                optIns.put(recipient.address().address(), recipient.optIns());
            }
        });
        members.put("recipients", recipients);
        members.put("optIns", optIns);
        question.client().ifPresent(client -> {
            members.put("clientAddress", client.address().toString());
            members.put("hello", client.hello());
            client.name().ifPresent(host -> members.put("clientName", host));
            client.identity().ifPresent(user -> members.put("identity", user));
            client.tls().ifPresent(tls -> members.put("tls", tls.version()));
        });
        return Json.object(members);
    }

    /** Whether the program is there: it is not run for nothing. */
    @Override
    public boolean answers(Duration deadline) {
        return Files.isExecutable(Path.of(command.getFirst()));
    }
}

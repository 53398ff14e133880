package org.gatepost.adapter.scanner.icap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

import org.gatepost.adapter.scanner.wire.Conversation;
import org.gatepost.adapter.scanner.wire.Fields;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.Scanner;
import org.gatepost.scan.ScannerPolicy;

/**
 * Asks an ICAP service about a message, which it sees as the body of an HTTP request or response of type message/rfc822: OPTIONS now and then, and one
 * connection a question. Safe for use by many threads; never throws.
 *
 * <p>Options: {@code service} (avscan), {@code method} ({@code any}: RESPMOD where it is taken; {@code respmod}, {@code reqmod}), {@code field} (Virus-Test) of
 * the result.
 */
public final class IcapScanner implements Scanner {

    private static final int CHUNK_OCTETS = 32 * 1024;

    private final String name;
    private final ScannerPolicy.Server server;
    private final String service;
    private final String method;
    private final String field;
    private volatile Optional<IcapService> known = Optional.empty();

    public IcapScanner(ScannerPolicy policy) {
        policy.options().only("service", "method", "field");
        name = policy.name();
        server = policy.servers().getFirst();
        service = policy.options().text("service").orElse("avscan");
        if (!service.matches("[A-Za-z0-9._~/?&=%+-]{1,200}")) {
            throw new IllegalArgumentException("service is no path of an icap: address: '" + service + "'");
        }
        method = policy.options().word("method", "any", "respmod", "reqmod");
        field = policy.options().text("field").orElse("Virus-Test");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ScanAnswer scan(ScanQuestion question) {
        long begin = System.nanoTime();
        try (InputStream octets = question.content().open()) {
            IcapService says = known.filter(IcapService::isFresh).isPresent() ? known.orElseThrow() : options(question.deadline());
            try (Conversation icap = new Conversation(server, question.deadline().minusNanos(System.nanoTime() - begin))) {
                return ask(icap, says, question, octets);
            }
        } catch (IOException | RuntimeException e) {
            // What it said of itself may no longer be so.
            known = Optional.empty();
            return ScanAnswer.unavailable(Fields.reason(e));
        }
    }

    @Override
    public boolean answers(Duration deadline) {
        try {
            options(deadline);
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private IcapService options(Duration deadline) throws IOException {
        try (Conversation icap = new Conversation(server, deadline)) {
            icap.say("OPTIONS " + address() + " ICAP/1.0\r\nHost: " + server + "\r\nConnection: close\r\nEncapsulated: null-body=0\r\n\r\n");
            Fields options = Fields.read(icap);
            if (!options.first().matches("ICAP/1\\.0 200( .*)?")) {
                throw new IOException("the service " + service + " says " + Fields.quoted(options.first()));
            }
            IcapService says = IcapService.of(options, method);
            known = Optional.of(says);
            return says;
        }
    }

    private String address() {
        return "icap://" + server + "/" + service;
    }

    private ScanAnswer ask(Conversation icap, IcapService says, ScanQuestion question, InputStream octets) throws IOException {
        long size = question.content().size();
        icap.say(head(says, question));
        long preview = says.preview().orElse(Long.MAX_VALUE);
        boolean whole = preview >= size;
        icap.say(out -> {
            chunks(octets, out, Math.min(preview, size));
            // All of it was in the preview, and ICAP says so in its own way (RFC 3507 section 4.5).
            out.write((says.preview().isPresent() && whole ? "0; ieof\r\n\r\n" : "0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        });
        Fields answer = Fields.read(icap);
        if (!whole && answer.first().matches("ICAP/1\\.0 100( .*)?")) {
            icap.say(out -> {
                chunks(octets, out, Long.MAX_VALUE);
                out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            });
            answer = Fields.read(icap);
        }
        return new IcapAnswer(field, says.modifiesRequests()).understand(answer, icap, question);
    }

    private String head(IcapService says, ScanQuestion question) {
        String request = says.modifiesRequests()
                ? "POST /message HTTP/1.1\r\nHost: gatepost\r\nContent-Type: message/rfc822\r\nContent-Length: " + question.content().size() + "\r\n\r\n"
                : "GET /message HTTP/1.1\r\nHost: gatepost\r\n\r\n";
        String response = says.modifiesRequests() ? ""
                : "HTTP/1.1 200 OK\r\nContent-Type: message/rfc822\r\nContent-Length: " + question.content().size() + "\r\n\r\n";
        String places = says.modifiesRequests() ? "req-hdr=0, req-body=" + request.length()
                : "req-hdr=0, res-hdr=" + request.length() + ", res-body=" + (request.length() + response.length());
        StringBuilder head = new StringBuilder(says.modifiesRequests() ? "REQMOD " : "RESPMOD ").append(address()).append(" ICAP/1.0\r\nHost: ").append(server)
                .append("\r\nConnection: close\r\nEncapsulated: ").append(places).append("\r\n");
        if (says.allows204()) {
            head.append("Allow: 204\r\n");
        }
        says.preview().ifPresent(octets -> head.append("Preview: ").append(Math.min(octets, question.content().size())).append("\r\n"));
        question.client().ifPresent(client -> head.append("X-Client-IP: ").append(client.address()).append("\r\n"));
        String optIns = String.join(",", question.optIns());
        if (!optIns.isEmpty() && optIns.chars().allMatch(c -> c >= ' ' && c < 127)) {
            head.append("X-Opt-In: ").append(optIns).append("\r\n");
        }
        return head.append("\r\n").append(request).append(response).toString();
    }

    private static void chunks(InputStream octets, OutputStream out, long most) throws IOException {
        byte[] buffer = new byte[CHUNK_OCTETS];
        long left = most;
        while (left > 0) {
            int count = octets.readNBytes(buffer, 0, (int) Math.min(left, CHUNK_OCTETS));
            if (count == 0) {
                return;
            }
            out.write((Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(buffer, 0, count);
            out.write(new byte[] {'\r', '\n'});
            left -= count;
        }
    }
}

package org.gatepost.adapter.scanner.rspamd;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

import org.gatepost.adapter.scanner.wire.Conversation;
import org.gatepost.adapter.scanner.wire.Fields;
import org.gatepost.scan.Lesson;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.Scanner;
import org.gatepost.scan.ScannerPolicy;

/**
 * Asks rspamd about a message: one connection a question, with as much of the envelope as its headers carry. Safe for use by many threads; never throws.
 *
 * <p>Options: {@code settings} (the id of settings to use), {@code password}, {@code reject}: what rspamd calls {@code reject} is refused ({@code refuse}) or
 * called spam ({@code mark}); {@code greylist}: what it wants to come again later passes ({@code pass}), or does so ({@code defer}); {@code soft reject}
 * always does; {@code learn}: {@code host:port} of its controller, which is told of what is no spam ({@code /learnham}).
 */
public final class RspamdScanner implements Scanner {

    /** Octets of an answer. */
    static final int BODY_OCTETS_MAX = 1024 * 1024;

    private final String name;
    private final ScannerPolicy.Server server;
    private final Optional<ScannerPolicy.Server> controller;
    private final Optional<String> settings;
    private final Optional<String> password;
    private final RspamdAnswer.Wishes wishes;

    public RspamdScanner(ScannerPolicy policy) {
        name = policy.name();
        server = policy.servers().getFirst();
        controller = policy.options().text("learn").map(ScannerPolicy.Server::parse).map(where -> new ScannerPolicy.Server(where.host(), where.port(), server.proxy()));
        settings = policy.options().text("settings");
        password = policy.options().text("password");
        wishes = new RspamdAnswer.Wishes(policy.options().word("reject", "refuse", "mark").equals("refuse"),
                policy.options().word("greylist", "pass", "defer").equals("defer"));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ScanAnswer scan(ScanQuestion question) {
        try (InputStream octets = question.content().open(); Conversation rspamd = new Conversation(server, question.deadline())) {
            rspamd.say(request(question));
            rspamd.say(out -> octets.transferTo(out));
            Fields head = Fields.read(rspamd);
            if (!head.first().matches("HTTP/1\\.[01] 200( .*)?")) {
                return ScanAnswer.unavailable("rspamd says " + Fields.quoted(head.first()));
            }
            long length = head.octets("content-length").orElseThrow(() -> new IOException("an answer without a length"));
            if (length > BODY_OCTETS_MAX) {
                throw new IOException("an answer longer than " + BODY_OCTETS_MAX + " octets");
            }
            return RspamdAnswer.understand(rspamd.octets((int) length), wishes);
        } catch (IOException | RuntimeException e) {
            return ScanAnswer.unavailable(Fields.reason(e));
        }
    }

    private String request(ScanQuestion question) {
        StringBuilder request = new StringBuilder("POST /checkv2 HTTP/1.1\r\n");
        header(request, "Host", server.toString());
        header(request, "Connection", "close");
        header(request, "Content-Length", Long.toString(question.content().size()));
        header(request, "Queue-Id", question.id());
        header(request, "From", question.sender().toString());
        question.recipients().forEach(recipient -> header(request, "Rcpt", recipient.address().address()));
        if (question.recipients().size() == 1) {
            header(request, "Deliver-To", question.recipients().getFirst().address().address());
        }
        question.client().ifPresent(client -> {
            header(request, "IP", client.address().toString());
            header(request, "Helo", client.hello());
            client.name().ifPresent(host -> header(request, "Hostname", host));
            client.identity().ifPresent(user -> header(request, "User", user));
            client.tls().ifPresent(tls -> {
                header(request, "TLS-Version", tls.version());
                header(request, "TLS-Cipher", tls.cipher());
            });
        });
        if (!question.optIns().isEmpty()) {
            header(request, "X-Opt-In", String.join(",", question.optIns()));
        }
        settings.ifPresent(id -> header(request, "Settings-ID", id));
        password.ifPresent(secret -> header(request, "Password", secret));
        return request.append("\r\n").toString();
    }

    /** What a client wrote cannot end the line it stands on; what is more than ISO 8859-1 is not said. */
    private static void header(StringBuilder request, String field, String value) {
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= ' ' && c != 127 && c < 256)) {
            request.append(field).append(": ").append(value).append("\r\n");
        }
    }

    @Override
    public boolean answers(Duration deadline) {
        try (Conversation rspamd = new Conversation(server, deadline)) {
            rspamd.say("GET /ping HTTP/1.1\r\nHost: " + server + "\r\nConnection: close\r\n\r\n");
            return rspamd.line(200).startsWith("HTTP/1.1 200");
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    @Override
    public boolean learns() {
        return controller.isPresent();
    }

    @Override
    public Lesson.Outcome learn(Lesson lesson) {
        if (controller.isEmpty()) {
            return new Lesson.Outcome.Failed("it has no controller");
        }
        try (InputStream octets = lesson.content().open(); Conversation rspamd = new Conversation(controller.get(), lesson.deadline())) {
            StringBuilder request = new StringBuilder("POST /learnham HTTP/1.1\r\n");
            header(request, "Host", controller.get().toString());
            header(request, "Connection", "close");
            header(request, "Content-Length", Long.toString(lesson.content().size()));
            lesson.recipient().ifPresent(recipient -> header(request, "Rcpt", recipient.address()));
            lesson.recipient().ifPresent(recipient -> header(request, "Deliver-To", recipient.address()));
            password.ifPresent(secret -> header(request, "Password", secret));
            rspamd.say(request.append("\r\n").toString());
            rspamd.say(out -> octets.transferTo(out));
            Fields head = Fields.read(rspamd);
            long length = head.octets("content-length").orElse(0);
            if (length > BODY_OCTETS_MAX) {
                throw new IOException("an answer longer than " + BODY_OCTETS_MAX + " octets");
            }
            return RspamdAnswer.learnt(head.first(), rspamd.octets((int) length));
        } catch (IOException | RuntimeException e) {
            return new Lesson.Outcome.Failed(Fields.reason(e));
        }
    }
}

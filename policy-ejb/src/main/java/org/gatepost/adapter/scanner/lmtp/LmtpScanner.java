package org.gatepost.adapter.scanner.lmtp;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanFinding;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.Scanner;
import org.gatepost.scan.ScannerPolicy;
import org.gatepost.smtp.client.ClientTimeouts;
import org.gatepost.smtp.client.Dialect;
import org.gatepost.smtp.client.Introduction;
import org.gatepost.smtp.client.Opening;
import org.gatepost.smtp.client.OutgoingMessage;
import org.gatepost.smtp.client.RemoteLink;
import org.gatepost.smtp.client.RemoteReply;
import org.gatepost.smtp.client.SmtpClient;
import org.gatepost.smtp.client.TlsPolicy;
import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.RcptParameters;

/**
 * Asks a content filter such as amavisd by LMTP, where it answers for each recipient (RFC 2033), or by SMTP, where it answers once for all: 2xx is clean, 5xx
 * speaks against the copy, 4xx and a connection that breaks could not be asked. The filter must be told to pass nothing on: the message stays ours. One
 * connection a question. Safe for use by many threads; never throws.
 */
public final class LmtpScanner implements Scanner {

    /** How amavisd says that it found malware. */
    private static final Pattern INFECTED = Pattern.compile("- INFECTED: (\\S.{0,1000})");

    private final String name;
    private final ScannerPolicy.Server server;
    private final Dialect dialect;
    private final String hostname;
    private final RemoteLink.Connector connector;

    /** @param hostname what we call ourselves in LHLO or EHLO */
    public LmtpScanner(String name, ScannerPolicy.Server server, Dialect dialect, String hostname, RemoteLink.Connector connector) {
        this.name = name;
        this.server = server;
        this.dialect = dialect;
        this.hostname = hostname;
        this.connector = connector;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ScanAnswer scan(ScanQuestion question) {
        if (question.recipients().isEmpty()) {
            return ScanAnswer.of(new ScanVerdict.Unscannable("it answers for recipients, and there are none"));
        }
        try (Deadline deadline = new Deadline(question.deadline());
                RemoteLink link = deadline.closes(connector.connect(server.host(), server.port(), question.deadline(), Optional.empty()))) {
            return switch (SmtpClient.open(link, introduction(question.deadline()))) {
                case Opening.Opened(SmtpClient client) -> ask(client, question);
                case Opening.Failed(RemoteReply reply) -> ScanAnswer.unavailable(reply.reply().toString());
                case Opening.Unprotected unprotected -> ScanAnswer.unavailable(unprotected.reply().reply().toString());
            };
        } catch (IOException | RuntimeException e) {
            return ScanAnswer.unavailable(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        }
    }

    @Override
    public boolean answers(Duration within) {
        try (Deadline deadline = new Deadline(within); RemoteLink link = deadline.closes(connector.connect(server.host(), server.port(), within, Optional.empty()))) {
            if (SmtpClient.open(link, introduction(within)) instanceof Opening.Opened(SmtpClient client)) {
                client.quit();
                return true;
            }
            return false;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private Introduction introduction(Duration deadline) {
        return new Introduction(dialect, server.host(), hostname, new ClientTimeouts(deadline, deadline, deadline, deadline), TlsPolicy.NONE, Optional.empty());
    }

    private static ScanAnswer ask(SmtpClient client, ScanQuestion question) {
        List<OutgoingMessage.To> recipients = question.recipients().stream().map(each -> new OutgoingMessage.To(each.address(), RcptParameters.NONE)).toList();
        BodyType body = question.content().traits().eightBit() ? BodyType.EIGHT_BIT_MIME : BodyType.SEVEN_BIT;
        List<RemoteReply> replies = client.send(new OutgoingMessage(question.sender(), new MailParameters(OptionalLong.empty(), body, Optional.empty(), Optional.empty()),
                recipients, new AsReceived(question.content()))).replies();
        client.quit();
        Map<Mailbox, ScanFinding> findings = new LinkedHashMap<>();
        for (int i = 0; i < replies.size(); i++) {
            if (!(replies.get(i) instanceof RemoteReply.Spoken)) {
                return ScanAnswer.unavailable(replies.get(i).reply().toString());
            }
            findings.put(recipients.get(i).address(), finding(replies.get(i)));
        }
        ScanFinding first = findings.get(recipients.getFirst().address());
        boolean same = findings.values().stream().allMatch(first::equals);
        return same ? ScanAnswer.of(first) : new ScanAnswer(ScanFinding.of(new ScanVerdict.Clean()), findings, List.of());
    }

    private static ScanFinding finding(RemoteReply answer) {
        String words = answer.reply().toString();
        if (answer.reply().isPositive()) {
            return ScanFinding.of(new ScanVerdict.Clean(), words);
        }
        if (answer.reply().isTransient()) {
            return ScanFinding.of(new ScanVerdict.Unavailable(words), words);
        }
        Matcher infected = INFECTED.matcher(words);
        return ScanFinding.of(infected.find() ? new ScanVerdict.Infected(List.of(infected.group(1))) : new ScanVerdict.Forbidden(List.of(words)), words);
    }
}

package org.gatepost.adapter.scanner.spamd;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gatepost.adapter.scanner.wire.Conversation;
import org.gatepost.adapter.scanner.wire.Fields;
import org.gatepost.scan.Lesson;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanFinding;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.Scanner;
import org.gatepost.scan.ScannerPolicy;
import org.gatepost.scan.SpamScore;
import org.gatepost.smtp.protocol.Mailbox;

/**
 * Asks spamd about a message: one connection a question. Its result is as the plug-in this one follows has it, {@code Spam-Test: True ; 27.7 / 5.0} and with
 * SYMBOLS the names of the rules after that. Safe for use by many threads; never throws.
 *
 * <p>Options: {@code command} ({@code symbols}, {@code check}), {@code field} (Spam-Test; none for no field), {@code user}: whose rules hold; {@code recipient}
 * is who the message is for, where it is one; {@code learn} ({@code no}, {@code yes}): whether it is told of what is no spam (TELL, which spamd hears where it
 * was started with {@code --allow-tell}).
 */
public final class SpamdScanner implements Scanner {

    /** Octets of an answer's body: the names of rules. */
    static final int BODY_OCTETS_MAX = 64 * 1024;
    private static final Pattern FIRST = Pattern.compile("SPAMD/\\d\\.\\d (\\d{1,3}) (\\S{1,40}).*");
    private static final Pattern SPAM = Pattern.compile("(True|Yes|False|No)\\s*;\\s*(-?\\d{1,9}(?:\\.\\d{1,9})?)\\s*/\\s*(-?\\d{1,9}(?:\\.\\d{1,9})?)");

    private final String name;
    private final ScannerPolicy.Server server;
    private final String command;
    private final String field;
    private final Optional<String> user;
    private final boolean learns;

    public SpamdScanner(ScannerPolicy policy) {
        name = policy.name();
        server = policy.servers().getFirst();
        command = policy.options().word("command", "symbols", "check").equals("check") ? "CHECK" : "SYMBOLS";
        field = policy.options().text("field").filter(word -> !word.equals("none")).or(() -> policy.options().text("field").isPresent() ? Optional.empty()
                : Optional.of("Spam-Test")).map(word -> word + ": ").orElse("");
        learns = policy.options().word("learn", "no", "yes").equals("yes");
        user = policy.options().text("user");
        user.filter(word -> !word.matches("[\\x21-\\x7e]{1,200}")).ifPresent(word -> {
            throw new IllegalArgumentException("user is no user's name: '" + word + "'");
        });
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ScanAnswer scan(ScanQuestion question) {
        try (InputStream octets = question.content().open(); Conversation spamd = new Conversation(server, question.deadline())) {
            spamd.say(command + " SPAMC/1.5\r\nContent-length: " + question.content().size() + "\r\n" + userOf(question.recipients().stream().map(ScanQuestion.Addressee::address).toList())
                    + "\r\n");
            spamd.say(out -> octets.transferTo(out));
            Fields head = Fields.read(spamd);
            Optional<String> refusal = refusal(head);
            if (refusal.isPresent()) {
                return ScanAnswer.unavailable(refusal.get());
            }
            return understand(head, command.equals("SYMBOLS") ? symbols(spamd, head) : List.of());
        } catch (IOException | RuntimeException e) {
            return ScanAnswer.unavailable(Fields.reason(e));
        }
    }

    /** Why what it says is no answer; empty where it is one. */
    private static Optional<String> refusal(Fields head) {
        Matcher first = FIRST.matcher(head.first());
        if (!first.matches()) {
            return Optional.of("not understood: " + Fields.quoted(head.first()));
        }
        return first.group(1).equals("0") ? Optional.empty() : Optional.of("spamd says " + Fields.quoted(head.first()));
    }

    private String userOf(List<Mailbox> recipients) {
        Optional<String> whose = user.flatMap(word -> !word.equals("recipient") ? Optional.of(word)
                : recipients.size() == 1 ? Optional.of(recipients.getFirst().address()) : Optional.empty());
        // An address that is more than ASCII, or quoted, is nobody's name in spamd.
        return whose.filter(word -> word.matches("[\\x21\\x23-\\x7e]+")).map(word -> "User: " + word + "\r\n").orElse("");
    }

    private static List<String> symbols(Conversation spamd, Fields head) throws IOException {
        OptionalLong length = head.octets("content-length");
        if (length.isEmpty() || length.getAsLong() > BODY_OCTETS_MAX) {
            throw new IOException("an answer without a length, or longer than " + BODY_OCTETS_MAX + " octets");
        }
        String text = new String(spamd.octets((int) length.getAsLong()), StandardCharsets.ISO_8859_1);
        return Arrays.stream(text.strip().split("[,\\s]+")).filter(symbol -> !symbol.isEmpty() && !symbol.equals("none")).toList();
    }

    private ScanAnswer understand(Fields head, List<String> symbols) {
        Matcher spam = SPAM.matcher(head.field("spam").orElse(""));
        if (!spam.matches()) {
            return ScanAnswer.unavailable("not understood: Spam: " + Fields.quoted(head.field("spam").orElse("")));
        }
        boolean is = spam.group(1).equals("True") || spam.group(1).equals("Yes");
        SpamScore score = new SpamScore(Double.parseDouble(spam.group(2)), Double.parseDouble(spam.group(3)), symbols);
        String result = field + (is ? "True" : "False") + " ; " + spam.group(2) + " / " + spam.group(3) + (symbols.isEmpty() ? "" : " ; " + String.join(",", symbols));
        return ScanAnswer.of(new ScanFinding(is ? new ScanVerdict.Spam(score.value(), score.threshold()) : new ScanVerdict.Clean(), Optional.of(score),
                Optional.of(result)));
    }

    @Override
    public boolean answers(Duration deadline) {
        try (Conversation spamd = new Conversation(server, deadline)) {
            spamd.say("PING SPAMC/1.5\r\n\r\n");
            return spamd.line(200).matches("SPAMD/\\d\\.\\d 0 PONG");
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    @Override
    public boolean learns() {
        return learns;
    }

    @Override
    public Lesson.Outcome learn(Lesson lesson) {
        try (InputStream octets = lesson.content().open(); Conversation spamd = new Conversation(server, lesson.deadline())) {
            spamd.say("TELL SPAMC/1.5\r\nContent-length: " + lesson.content().size() + "\r\nMessage-class: ham\r\nSet: local\r\n" + userOf(lesson.recipient().stream().toList())
                    + "\r\n");
            spamd.say(out -> octets.transferTo(out));
            Fields head = Fields.read(spamd);
            Optional<String> refusal = refusal(head);
            return refusal.isPresent() ? new Lesson.Outcome.Failed(refusal.get())
                    : head.field("didset").isPresent() ? new Lesson.Outcome.Learnt() : new Lesson.Outcome.NothingNew();
        } catch (IOException | RuntimeException e) {
            return new Lesson.Outcome.Failed(Fields.reason(e));
        }
    }
}

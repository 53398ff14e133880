package org.gatepost.scan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.gatepost.smtp.protocol.Mailbox;

/**
 * How an engine of somebody else's is joined: one class behind the port. This one stands for a library that looks once at a message and judges by what each
 * recipient has opted in for ({@code spam}, {@code virus}), as mail users' subscriptions have it; an adapter to copy from.
 */
final class ExampleEngine implements Scanner {

    private static final int LOOKED_AT_MAX = 64 * 1024;

    private final String name;
    private final String virusPattern;
    private final String spamPattern;

    /** Options are read and checked when it is made, so that wrong ones refuse the policy and not the mail. */
    ExampleEngine(ScannerPolicy policy) {
        policy.options().only("virus_pattern", "spam_pattern");
        name = policy.name();
        virusPattern = policy.options().text("virus_pattern").orElseThrow(() -> new IllegalArgumentException("virus_pattern is missing"));
        spamPattern = policy.options().text("spam_pattern").orElseThrow(() -> new IllegalArgumentException("spam_pattern is missing"));
    }

    @Override
    public String name() {
        return name;
    }

    /** Never throws: what goes wrong is an answer too. A library that can hang is given the question's deadline. */
    @Override
    public ScanAnswer scan(ScanQuestion question) {
        try (InputStream octets = question.content().open()) {
            String text = new String(octets.readNBytes(LOOKED_AT_MAX), StandardCharsets.ISO_8859_1);
            boolean virus = text.contains(virusPattern);
            boolean spam = text.contains(spamPattern);
            Map<Mailbox, ScanFinding> own = question.recipients().stream().collect(Collectors.toMap(ScanQuestion.Addressee::address,
                    recipient -> finding(virus, spam, recipient.optIns()::contains)));
            return new ScanAnswer(finding(virus, spam, any -> true), own, List.of());
        } catch (IOException e) {
            return ScanAnswer.unavailable(e.getMessage());
        }
    }

    private static ScanFinding finding(boolean virus, boolean spam, Predicate<String> wants) {
        if (virus && wants.test("virus")) {
            return ScanFinding.of(new ScanVerdict.Infected(List.of("Example.Virus")), "virus");
        }
        if (spam && wants.test("spam")) {
            return ScanFinding.of(new ScanVerdict.Spam(10, 5), "spam");
        }
        return ScanFinding.of(new ScanVerdict.Clean());
    }

    @Override
    public boolean answers(Duration deadline) {
        return true;
    }
}

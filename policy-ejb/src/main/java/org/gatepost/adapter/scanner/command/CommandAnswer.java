package org.gatepost.adapter.scanner.command;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.nimbusds.jose.util.JSONObjectUtils;
import org.gatepost.adapter.scanner.wire.Fields;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanFinding;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.ScanWish;
import org.gatepost.scan.SpamScore;
import org.gatepost.smtp.protocol.Mailbox;

/**
 * Reads what a program says: {@code verdict} is {@code clean}, {@code spam}, {@code infected}, {@code forbidden} or {@code unscannable}; {@code score},
 * {@code threshold} and {@code symbols} count for spam; {@code names} say what was found, or {@code why} not; {@code result} is its own text;
 * {@code recipients} has an object of the same kind for each address that has another verdict; {@code quarantine} is a reason to keep it back. Anything else is
 * an answer not understood.
 */
final class CommandAnswer {

    private static final Set<String> OF_A_COPY = Set.of("verdict", "score", "threshold", "symbols", "names", "why", "result");
    private static final Set<String> OF_ALL = Set.of("recipients", "quarantine");

    private CommandAnswer() {
    }

    static ScanAnswer understand(byte[] output, ScanQuestion question) {
        String text = new String(output, StandardCharsets.UTF_8);
        try {
            Map<String, Object> answer = JSONObjectUtils.parse(text);
            Map<Mailbox, ScanFinding> own = new LinkedHashMap<>();
            Map<?, ?> recipients = member(answer, "recipients", Map.class).orElse(Map.of());
            for (ScanQuestion.Addressee recipient : question.recipients()) {
                if (recipients.get(recipient.address().address()) instanceof Map<?, ?> verdict) {
                    own.put(recipient.address(), finding(verdict));
                }
            }
            if (own.size() != recipients.size()) {
                throw new IllegalArgumentException("recipients that were not asked for, or have no verdict");
            }
            List<ScanWish> wishes = text(answer, "quarantine").<ScanWish>map(ScanWish.Quarantine::new).stream().toList();
            answer.keySet().removeAll(OF_ALL);
            return new ScanAnswer(finding(answer), own, wishes);
        } catch (ParseException | RuntimeException e) {
            return ScanAnswer.unavailable("not understood: " + Fields.quoted(text.strip()));
        }
    }

    private static ScanFinding finding(Map<?, ?> answer) {
        if (!OF_A_COPY.containsAll(answer.keySet())) {
            throw new IllegalArgumentException("a member nobody knows");
        }
        Optional<Number> threshold = member(answer, "threshold", Number.class);
        List<String> symbols = texts(answer, "symbols");
        Optional<SpamScore> score = member(answer, "score", Number.class)
                .map(value -> new SpamScore(value.doubleValue(), threshold.orElseThrow().doubleValue(), symbols));
        ScanVerdict verdict = switch (text(answer, "verdict").orElse("")) {
            case "clean" -> new ScanVerdict.Clean();
            case "spam" -> new ScanVerdict.Spam(score.orElseThrow().value(), score.orElseThrow().threshold());
            case "infected" -> new ScanVerdict.Infected(texts(answer, "names"));
            case "forbidden" -> new ScanVerdict.Forbidden(texts(answer, "names"));
            case "unscannable" -> new ScanVerdict.Unscannable(text(answer, "why").orElse("it does not say why"));
            default -> throw new IllegalArgumentException("no verdict");
        };
        return new ScanFinding(verdict, score, text(answer, "result"));
    }

    private static Optional<String> text(Map<?, ?> answer, String name) {
        return member(answer, name, String.class).filter(text -> !text.isBlank());
    }

    private static List<String> texts(Map<?, ?> answer, String name) {
        List<?> list = member(answer, name, List.class).orElse(List.of());
        return list.stream().<String>map(String.class::cast).toList();
    }

    /** A member, which is of that type if it is there. */
    private static <T> Optional<T> member(Map<?, ?> answer, String name, Class<T> type) {
        return Optional.ofNullable(answer.get(name)).map(type::cast);
    }
}

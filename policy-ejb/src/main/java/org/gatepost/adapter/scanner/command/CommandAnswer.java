package org.gatepost.adapter.scanner.command;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    private CommandAnswer() {
    }

    static ScanAnswer understand(byte[] output, ScanQuestion question) {
        String text = new String(output, StandardCharsets.UTF_8);
        try {
            Map<String, Object> answer = JSONObjectUtils.parse(text);
            Map<Mailbox, ScanFinding> own = new LinkedHashMap<>();
            Map<?, ?> recipients = answer.get("recipients") instanceof Map<?, ?> some ? some : Map.of();
            for (ScanQuestion.Addressee recipient : question.recipients()) {
                if (recipients.get(recipient.address().address()) instanceof Map<?, ?> verdict) {
                    own.put(recipient.address(), finding(verdict));
                }
            }
            if (own.size() != recipients.size()) {
                throw new IllegalArgumentException("recipients that were not asked for, or have no verdict");
            }
            List<ScanWish> wishes = text(answer, "quarantine").<ScanWish>map(ScanWish.Quarantine::new).stream().toList();
            return new ScanAnswer(finding(answer), own, wishes);
        } catch (ParseException | RuntimeException e) {
            return ScanAnswer.unavailable("not understood: " + Fields.quoted(text.strip()));
        }
    }

    private static ScanFinding finding(Map<?, ?> answer) {
        Optional<SpamScore> score = answer.get("score") instanceof Number value && answer.get("threshold") instanceof Number threshold
                ? Optional.of(new SpamScore(value.doubleValue(), threshold.doubleValue(), texts(answer, "symbols"))) : Optional.empty();
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
        return answer.get(name) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    private static List<String> texts(Map<?, ?> answer, String name) {
        return answer.get(name) instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }
}

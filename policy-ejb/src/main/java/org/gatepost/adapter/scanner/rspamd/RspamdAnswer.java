package org.gatepost.adapter.scanner.rspamd;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.nimbusds.jose.util.JSONObjectUtils;
import org.gatepost.adapter.scanner.wire.Fields;
import org.gatepost.scan.Lesson;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanFinding;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.ScanWish;
import org.gatepost.scan.SpamScore;
import org.gatepost.smtp.protocol.Reply;

/** Reads rspamd's answer: an action from a closed set, a score, the symbols, and what it would do to the header as a milter. */
final class RspamdAnswer {

    private static final int WISHES_MAX = 100;

    /** Which of its actions are wishes. */
    record Wishes(boolean refuses, boolean defersGreylisted) {
    }

    private RspamdAnswer() {
    }

    static ScanAnswer understand(byte[] body, Wishes wishes) {
        String text = new String(body, StandardCharsets.UTF_8);
        try {
            return understand(JSONObjectUtils.parse(text), wishes);
        } catch (ParseException | RuntimeException e) {
            return ScanAnswer.unavailable("not understood: " + Fields.quoted(text));
        }
    }

    /** What its controller says of a lesson: {@code success}, or that there is nothing in it that it does not know. */
    static Lesson.Outcome learnt(String status, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        try {
            Map<String, Object> answer = JSONObjectUtils.parse(text);
            if (status.matches("HTTP/1\\.[01] 200( .*)?") && Boolean.TRUE.equals(answer.get("success"))) {
                return new Lesson.Outcome.Learnt();
            }
            // 208; by older ones 404, with the same words.
            if (answer.get("error") instanceof String error) {
                return error.contains("already learned") || error.contains("already been learned") || error.contains("been already learned") ? new Lesson.Outcome.NothingNew()
                        : new Lesson.Outcome.Failed("rspamd says " + Fields.quoted(error));
            }
        } catch (ParseException | RuntimeException e) {
            // said below
        }
        return new Lesson.Outcome.Failed("rspamd says " + Fields.quoted(status));
    }

    private static ScanAnswer understand(Map<String, Object> answer, Wishes wishes) {
        if (!(answer.get("action") instanceof String action) || !(answer.get("score") instanceof Number score)) {
            return ScanAnswer.unavailable("an answer without action and score: " + Fields.quoted(answer.toString()));
        }
        double threshold = answer.get("required_score") instanceof Number required ? required.doubleValue() : 0;
        SpamScore spamScore = new SpamScore(score.doubleValue(), threshold, symbols(answer));
        ScanVerdict spam = new ScanVerdict.Spam(spamScore.value(), threshold);
        ScanVerdict clean = new ScanVerdict.Clean();
        Optional<String> said = Optional.ofNullable(answer.get("messages")).filter(Map.class::isInstance).map(all -> ((Map<?, ?>) all).get("smtp_message"))
                .filter(String.class::isInstance).map(String.class::cast);
        List<ScanWish> wished = new ArrayList<>();
        ScanVerdict verdict = switch (action) {
            case "no action" -> clean;
            case "greylist" -> {
                if (wishes.defersGreylisted()) {
                    wished.add(later(said.orElse("greylisted, please try again later")));
                }
                yield clean;
            }
            case "add header", "rewrite subject" -> spam;
            case "soft reject" -> {
                wished.add(later(said.orElse("please try again later")));
                yield clean;
            }
            case "reject" -> {
                if (wishes.refuses()) {
                    wished.add(new ScanWish.Refuse(Reply.quoting(554, "5.7.1", said.orElse("message refused as spam"))));
                }
                yield spam;
            }
            case "quarantine" -> {
                wished.add(new ScanWish.Quarantine("rspamd: quarantine"));
                yield spam;
            }
            case "discard" -> {
                wished.add(new ScanWish.Discard());
                yield spam;
            }
            default -> new ScanVerdict.Unavailable("an action nobody knows: " + Fields.quoted(action));
        };
        if (answer.get("milter") instanceof Map<?, ?> milter) {
            fields(milter, wished);
        }
        String result = action + " ; " + spamScore.value() + " / " + threshold + (spamScore.symbols().isEmpty() ? "" : " ; " + String.join(",", spamScore.symbols()));
        return new ScanAnswer(new ScanFinding(verdict, Optional.of(spamScore), Optional.of(result)), Map.of(), wished);
    }

    private static ScanWish later(String text) {
        return new ScanWish.Refuse(Reply.quoting(451, "4.7.1", text));
    }

    private static List<String> symbols(Map<String, Object> answer) {
        return answer.get("symbols") instanceof Map<?, ?> symbols ? symbols.keySet().stream().map(String::valueOf).toList() : List.of();
    }

    /** {@code remove_headers}: 0 is every field of that name, n the nth; {@code add_headers}: a text, an object with value and order, or several of them. */
    private static void fields(Map<?, ?> milter, List<ScanWish> wished) {
        if (milter.get("remove_headers") instanceof Map<?, ?> removed) {
            removed.forEach((name, occurrence) -> {
                if (isName(name) && occurrence instanceof Number number && number.intValue() >= 0) {
                    wish(wished, new ScanWish.ChangeField((String) name, number.intValue(), Optional.empty()));
                }
            });
        }
        if (milter.get("add_headers") instanceof Map<?, ?> added) {
            added.forEach((name, values) -> {
                for (Object value : values instanceof List<?> several ? several : List.of(values)) {
                    add(name, value, wished);
                }
            });
        }
    }

    private static void add(Object name, Object value, List<ScanWish> wished) {
        if (value instanceof Map<?, ?> object) {
            int place = object.get("order") instanceof Number order && order.intValue() >= 0 ? order.intValue() : ScanWish.AddField.LAST;
            if (isName(name) && object.get("value") instanceof String text) {
                wish(wished, new ScanWish.AddField(place, (String) name, " " + text));
            }
        } else if (isName(name) && value instanceof String text) {
            wish(wished, new ScanWish.AddField(ScanWish.AddField.LAST, (String) name, " " + text));
        }
    }

    private static void wish(List<ScanWish> wished, ScanWish wish) {
        if (wished.size() == WISHES_MAX) {
            throw new IllegalArgumentException("more than " + WISHES_MAX + " wishes");
        }
        wished.add(wish);
    }

    private static boolean isName(Object name) {
        return name instanceof String text && text.matches("[\\x21-\\x39\\x3b-\\x7e]{1,100}");
    }
}

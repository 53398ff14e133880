package org.gatepost.workbench.sieve;

import java.util.Optional;

import org.gatepost.sieve.message.HeaderField;
import org.gatepost.sieve.message.SieveMessage;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** What a header field says about a message, as settings tell how to read it: spam or virus, as a number or a word. */
final class HeaderVerdict {

    private final TestSettings settings;
    private final SieveMessage message;
    private final String prefix;
    private final int best;

    /** @param prefix "sieve_spamtest" or "sieve_virustest"; @param best the greatest value of the test, which counts from 1 */
    HeaderVerdict(TestSettings settings, SieveMessage message, String prefix, int best) {
        this.settings = settings;
        this.message = message;
        this.prefix = prefix;
        this.best = best;
    }

    /** From 1 to the greatest, or from 0 to 100; "0" where nothing is said. */
    String value(boolean percent) {
        Optional<String> status = settings.text(prefix + "_status_header").flatMap(this::read);
        if (status.isEmpty()) {
            return "0";
        }
        String type = settings.text(prefix + "_status_type").orElse("score");
        if (type.equals("text")) {
            for (int value = 0; value <= best; value++) {
                if (settings.text(prefix + "_text_value/" + value, prefix + "_text_value" + value).filter(status.get()::equalsIgnoreCase).isPresent()) {
                    return Integer.toString(percent ? value * 100 / best : value);
                }
            }
            return "0";
        }
        Optional<Double> score = type.equals("strlen") ? Optional.of((double) status.get().length()) : number(status.get());
        Optional<Double> most = settings.text(prefix + "_score_max_header", prefix + "_max_header").flatMap(this::read).flatMap(HeaderVerdict::number)
                .or(() -> settings.text(prefix + "_score_max_value", prefix + "_max_value").flatMap(HeaderVerdict::number));
        if (score.isEmpty() || most.isEmpty() || most.get() <= 0) {
            return "0";
        }
        double share = Math.max(0, Math.min(1, score.get() / most.get()));
        // Decimal fractions such as 0.29 lie a hair below themselves.
        double hair = 1e-6;
        return Integer.toString(percent ? (int) (share * 100 + hair) : (int) (share * (best - 1) + 1 + hair));
    }

    private static Optional<Double> number(String text) {
        return text.strip().matches("[+-]?\\d{1,9}(\\.\\d{1,9})?") ? Optional.of(Double.parseDouble(text.strip())) : Optional.empty();
    }

    /** The field's value, or what the first group of the expression behind its name finds in it. */
    private Optional<String> read(String where) {
        int colon = where.indexOf(':');
        String name = colon < 0 ? where : where.substring(0, colon).strip();
        Optional<String> value = message.fields().stream().filter(field -> field.named(name)).findFirst().map(HeaderField::value);
        String expression = colon < 0 ? "" : where.substring(colon + 1).strip();
        if (expression.isEmpty()) {
            return value;
        }
        try {
            Pattern pattern = Pattern.compile(expression);
            return value.flatMap(text -> {
                Matcher found = pattern.matcher(text);
                return found.find() ? Optional.ofNullable(found.group(Math.min(1, found.groupCount()))) : Optional.empty();
            });
        } catch (PatternSyntaxException bad) {
            return Optional.empty();
        }
    }
}

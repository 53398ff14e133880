package org.gatepost.throttle;

import java.math.BigInteger;
import java.util.Optional;

/** What a stored number is held against, as {@code >=10}. */
record Comparison(String operator, BigInteger number) {

    static Optional<Comparison> parse(String text) {
        String operator = text.startsWith(">=") || text.startsWith("<=") ? text.substring(0, 2) : text.isEmpty() ? "" : text.substring(0, 1);
        String digits = text.substring(operator.length()).strip();
        return operator.matches("[<>=]|[<>]=") && digits.matches("[+-]?[0-9]{1,40}") ? Optional.of(new Comparison(operator, new BigInteger(digits))) : Optional.empty();
    }

    boolean holds(BigInteger stored) {
        int order = stored.compareTo(number);
        return switch (operator) {
            case "=" -> order == 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            case "<" -> order < 0;
            default -> order <= 0;
        };
    }

    @Override
    public String toString() {
        return operator + number;
    }
}

package org.gatepost.auth;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gatepost.directory.LoginUser;
import org.gatepost.smtp.listener.AuthExchange;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.SaslMessage;

/**
 * OAUTHBEARER (RFC 7628) and XOAUTH2, which came before it: the client shows a token that somebody we trust has issued. Who is not let in is told so by one
 * more challenge, in JSON, whose answer ends the exchange; a token of somebody who may not log in is answered like a forged one.
 */
final class Bearer implements Mechanism {

    static final String OAUTHBEARER = "OAUTHBEARER";
    static final String XOAUTH2 = "XOAUTH2";

    /** The longest token that is looked at, in octets; a longer one is wrong. */
    static final int TOKEN_OCTETS_MAX = 8_192;
    /** The most key and value pairs of a message: RFC 7628 section 3.1 knows three, and others may come. */
    static final int PAIRS_MAX = 16;

    /** RFC 7628 section 3.1: ends a pair, and the whole. */
    private static final String SEPARATOR = "\u0001";
    /** RFC 5801 section 4. There is no channel binding here, so that {@code y} is the truth. */
    private static final Pattern GS2_HEADER = Pattern.compile("[ny],(?:a=((?:[^,=]|=2C|=3D){1,1024}+))?,");
    private static final Pattern KEY = Pattern.compile("[A-Za-z]{1,64}");
    /** RFC 6750 section 2.1. */
    private static final Pattern CREDENTIALS = Pattern.compile("(?i:bearer) ++([A-Za-z0-9._~+/-]++=*+)");

    private final Accounts accounts;
    private final BearerTokens tokens;
    private final boolean standard;

    private record Asked() implements AuthExchange {
    }

    /** The client was told why not, and has to say something before it is over (RFC 7628 section 3.2.3). */
    private record Told(AuthOutcome.Failed outcome) implements AuthExchange {
    }

    /** What a client showed; never shown itself. */
    private record Shown(String user, String token) {
        @Override
        public String toString() {
            return "Shown[user=" + user + "]";
        }
    }

    private Bearer(Accounts accounts, BearerTokens tokens, boolean standard) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.standard = standard;
    }

    static Bearer oauthBearer(Accounts accounts, BearerTokens tokens) {
        return new Bearer(accounts, tokens, true);
    }

    static Bearer xoauth2(Accounts accounts, BearerTokens tokens) {
        return new Bearer(accounts, tokens, false);
    }

    @Override
    public AuthOutcome step(AuthClient client, Optional<SaslMessage> message, Optional<AuthExchange> exchange) {
        if (message.isEmpty()) {
            return new AuthOutcome.Ask(SaslMessage.EMPTY, new Asked());
        }
        if (exchange.isPresent() && exchange.get() instanceof Told told) {
            return told.outcome();
        }
        Optional<Shown> shown = read(new String(message.get().octets(), StandardCharsets.UTF_8));
        AuthOutcome outcome = shown.map(good -> judge(client, good))
                .orElseGet(() -> accounts.failed(client, "", "not a message of " + (standard ? OAUTHBEARER : XOAUTH2)));
        return outcome instanceof AuthOutcome.Failed failed && failed.reply().equals(Replies.BAD_CREDENTIALS)
                ? new AuthOutcome.Ask(SaslMessage.of(refusal(shown.isPresent())), new Told(failed)) : outcome;
    }

    /** RFC 7628 section 3.2.2, and what Google's clients of XOAUTH2 expect. */
    private String refusal(boolean understood) {
        if (standard) {
            return understood ? "{\"status\":\"invalid_token\"}" : "{\"status\":\"invalid_request\"}";
        }
        return "{\"status\":\"" + (understood ? "401" : "400") + "\",\"schemes\":\"bearer\"}";
    }

    private AuthOutcome judge(AuthClient client, Shown shown) {
        return switch (tokens.judge(shown.token())) {
            case BearerTokens.Verdict.Unavailable(String why) -> Accounts.unavailable(why);
            // What it says about the user proves nothing: a forged token takes nothing from the user it names.
            case BearerTokens.Verdict.Invalid(String why) -> accounts.failed(client, shown.user(), "token: " + why);
            case BearerTokens.Verdict.Names(String name) -> user(client, shown, name);
        };
    }

    private AuthOutcome user(AuthClient client, Shown shown, String name) {
        AuthOutcome outcome = accounts.vouched(client, name);
        return outcome instanceof AuthOutcome.Proven(LoginUser user) && !Plain.isSame(shown.user(), name, user) ? accounts.wrong(name, "would act for another") : outcome;
    }

    /** {@code n,a=user,^Akey=value^A...^A^A}, or {@code user=name^Aauth=Bearer token^A^A}. Empty where it is not, or names no token. */
    private Optional<Shown> read(String text) {
        List<String> parts = Arrays.asList(text.split(SEPARATOR, PAIRS_MAX + 4));
        int pairsEnd = parts.size() - 2;
        if (pairsEnd < 1 || !parts.get(pairsEnd).isEmpty() || !parts.get(pairsEnd + 1).isEmpty()) {
            return Optional.empty();
        }
        Optional<Map<String, String>> pairs = pairs(parts.subList(standard ? 1 : 0, pairsEnd));
        Optional<String> user = standard ? userOf(parts.getFirst()) : pairs.map(all -> all.getOrDefault("user", "")).filter(name -> !name.isEmpty());
        Matcher credentials = CREDENTIALS.matcher(pairs.map(all -> all.getOrDefault("auth", "")).orElse(""));
        return user.filter(name -> credentials.matches() && credentials.group(1).length() <= TOKEN_OCTETS_MAX)
                .map(name -> new Shown(name, credentials.group(1)));
    }

    private static Optional<String> userOf(String header) {
        Matcher matcher = GS2_HEADER.matcher(header);
        return matcher.matches() ? Optional.of(Optional.ofNullable(matcher.group(1)).orElse("").replace("=2C", ",").replace("=3D", "=")) : Optional.empty();
    }

    private static Optional<Map<String, String>> pairs(List<String> parts) {
        Map<String, String> pairs = new HashMap<>();
        for (String part : parts) {
            int equals = part.indexOf('=');
            if (equals < 1 || !KEY.matcher(part.substring(0, equals)).matches()
                    || pairs.put(part.substring(0, equals).toLowerCase(Locale.ROOT), part.substring(equals + 1)) != null) {
                return Optional.empty();
            }
        }
        return pairs.size() <= PAIRS_MAX ? Optional.of(pairs) : Optional.empty();
    }
}

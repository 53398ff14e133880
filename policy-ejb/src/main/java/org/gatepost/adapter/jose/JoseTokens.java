package org.gatepost.adapter.jose;

import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import org.gatepost.auth.BearerTokens;
import org.gatepost.stage.Match;
import org.gatepost.trace.Alarms;

/** Judges signed JWTs of one issuer: signature, issuer, audience, times, and the claim that names the user. Safe for use by many threads. */
public final class JoseTokens implements BearerTokens {

    /** By how much the issuer's clock may differ from ours. */
    public static final Duration SKEW_MAX = Duration.ofMinutes(1);

    /** RFC 8725 section 3.11: a token made for something else is none. Those of RFC 9068 say {@code at+jwt}. */
    private static final Set<String> TYPES = Set.of("", "jwt", "at+jwt", "application/at+jwt");

    private final TokenTerms terms;
    private final IssuerKeys keys;
    private final Clock clock;

    /**
     * Judges by the keys of a source.
     *
     * @param clock by which tokens begin and end
     * @param steadyClock by which keys grow old; never set back
     */
    public JoseTokens(TokenTerms terms, KeySource source, Alarms alarms, Clock clock, InstantSource steadyClock) {
        this.terms = terms;
        this.keys = new IssuerKeys(source, alarms, steadyClock);
        this.clock = clock;
    }

    @Override
    public Verdict judge(String token) {
        SignedJWT jwt;
        try {
            jwt = SignedJWT.parse(token);
        } catch (ParseException e) {
            return new Verdict.Invalid("not a signed JWT");
        }
        Optional<String> fault = fault(jwt.getHeader());
        if (fault.isPresent()) {
            return new Verdict.Invalid(fault.get());
        }
        return switch (keys.suiting(jwt.getHeader())) {
            case Match.Unavailable<List<JWK>>(String why) -> new Verdict.Unavailable(why);
            case Match.Conflicting<List<JWK>>(String why) -> new Verdict.Unavailable(why);
            case Match.NotFound<List<JWK>>() -> new Verdict.Invalid("the issuer has no such key");
            case Match.Found<List<JWK>>(List<JWK> suiting) when suiting.stream().noneMatch(key -> isSignedBy(key, jwt)) -> new Verdict.Invalid("not signed by the issuer");
            case Match.Found<List<JWK>> signed -> claims(jwt);
        };
    }

    private static Optional<String> fault(JWSHeader header) {
        if (!SigningKeys.isTaken(header.getAlgorithm())) {
            return Optional.of("an algorithm that is not taken");
        }
        // RFC 7515 section 4.1.11: what must be understood is not.
        if (header.getCriticalParams() != null && !header.getCriticalParams().isEmpty() || !header.isBase64URLEncodePayload()) {
            return Optional.of("a critical header parameter");
        }
        String type = header.getType() == null ? "" : header.getType().getType().toLowerCase(Locale.ROOT);
        return TYPES.contains(type) ? Optional.empty() : Optional.of("a token of another type");
    }

    private static boolean isSignedBy(JWK key, SignedJWT jwt) {
        Optional<JWSVerifier> verifier = SigningKeys.verifier(key);
        try {
            return verifier.isPresent() && verifier.get().verify(jwt.getHeader(), jwt.getSigningInput(), jwt.getSignature());
        } catch (JOSEException e) {
            return false;
        }
    }

    private Verdict claims(SignedJWT jwt) {
        try {
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            Optional<String> fault = fault(claims);
            if (fault.isPresent()) {
                return new Verdict.Invalid(fault.get());
            }
            String name = claims.getStringClaim(terms.userClaim());
            return name == null || name.isBlank() ? new Verdict.Invalid("no claim " + terms.userClaim()) : new Verdict.Names(name.strip());
        } catch (ParseException e) {
            return new Verdict.Invalid("claims of another form");
        }
    }

    private Optional<String> fault(JWTClaimsSet claims) {
        Instant now = clock.instant();
        if (!terms.issuer().equals(claims.getIssuer())) {
            return Optional.of("another issuer's");
        }
        if (!claims.getAudience().contains(terms.audience())) {
            return Optional.of("for another audience");
        }
        Date end = claims.getExpirationTime();
        if (end == null || !now.isBefore(end.toInstant().plus(SKEW_MAX))) {
            return Optional.of(end == null ? "without an end" : "expired");
        }
        Date begin = claims.getNotBeforeTime();
        if (begin != null && now.plus(SKEW_MAX).isBefore(begin.toInstant())) {
            return Optional.of("not valid yet");
        }
        // OpenID Connect Core section 5.1: an address its owner has only claimed is nobody's.
        Object verified = claims.getClaim("email_verified");
        boolean unproven = terms.userClaim().equals(TokenTerms.EMAIL) && verified != null && !verified.toString().equals("true");
        return unproven ? Optional.of("the address is not verified") : Optional.empty();
    }
}

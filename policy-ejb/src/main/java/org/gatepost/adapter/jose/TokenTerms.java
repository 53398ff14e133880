package org.gatepost.adapter.jose;

/**
 * Which tokens are for us, and whom they name.
 *
 * @param issuer what {@code iss} must be, to the letter
 * @param audience what must be among {@code aud}
 * @param userClaim the claim that names the user
 */
public record TokenTerms(String issuer, String audience, String userClaim) {

    /** The claim of those who say nothing else. */
    public static final String EMAIL = "email";
}

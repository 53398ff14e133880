package org.gatepost.smtp.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The client's side of one SCRAM-SHA-256 exchange (RFC 5802 section 3, RFC 7677). Used once. */
final class ScramExchange {

    /** A server that asks for more wants to keep us busy. */
    static final int ITERATIONS_MAX = 1_000_000;
    /** RFC 7677 section 4. */
    static final int ITERATIONS_MIN = 4_096;
    private static final String NO_BINDING = "n,,";
    private static final int KEY_BITS = 256;

    private final Login login;
    private final String nonce;
    private byte[] serverSignature = {};

    ScramExchange(Login login, String nonce) {
        this.login = login;
        this.nonce = nonce;
    }

    String clientFirst() {
        return NO_BINDING + clientFirstBare();
    }

    private String clientFirstBare() {
        return "n=" + login.user().replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
    }

    /** The proof, for what the server said first; empty where that is no SCRAM, does not go on from our nonce, or asks for too much or too little. */
    Optional<String> clientFinal(String serverFirst) {
        Map<String, String> said = attributes(serverFirst);
        String both = said.getOrDefault("r", "");
        String iterations = said.getOrDefault("i", "");
        if (said.containsKey("m") || !both.startsWith(nonce) || both.length() == nonce.length() || !iterations.matches("[1-9][0-9]{0,6}")) {
            return Optional.empty();
        }
        int count = Integer.parseInt(iterations);
        if (count < ITERATIONS_MIN || count > ITERATIONS_MAX) {
            return Optional.empty();
        }
        try {
            byte[] salt = Base64.getDecoder().decode(said.getOrDefault("s", ""));
            if (salt.length == 0) {
                return Optional.empty();
            }
            String withoutProof = "c=" + ClientMechanism.base64(NO_BINDING) + ",r=" + both;
            return Optional.of(withoutProof + ",p=" + proof(salt, count, clientFirstBare() + "," + serverFirst + "," + withoutProof));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no SHA-256 in this Java runtime", e);
        }
    }

    /** Whether the one who says this knows the password's verifier: we are not alone in having to prove something. */
    boolean isServer(String serverFinal) {
        try {
            return MessageDigest.isEqual(serverSignature, Base64.getDecoder().decode(attributes(serverFinal).getOrDefault("v", "")));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private String proof(byte[] salt, int iterations, String authMessage) throws GeneralSecurityException {
        byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(login.password().toCharArray(), salt, iterations, KEY_BITS)).getEncoded();
        byte[] clientKey = hmac(salted, "Client Key");
        byte[] signature = hmac(MessageDigest.getInstance("SHA-256").digest(clientKey), authMessage);
        serverSignature = hmac(hmac(salted, "Server Key"), authMessage);
        byte[] proof = new byte[clientKey.length];
        for (int i = 0; i < proof.length; i++) {
            proof[i] = (byte) (clientKey[i] ^ signature[i]);
        }
        return Base64.getEncoder().encodeToString(proof);
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> attributes(String message) {
        Map<String, String> attributes = new HashMap<>();
        for (String each : message.split(",")) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                attributes.putIfAbsent(each.substring(0, equals), each.substring(equals + 1));
            }
        }
        return attributes;
    }
}

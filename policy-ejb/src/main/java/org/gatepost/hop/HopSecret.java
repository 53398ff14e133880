package org.gatepost.hop;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.gatepost.stage.Match;

/**
 * The ENVID under which an entry of the queue goes to a filter: its id, and a code that only we can make. Nothing is stored for it: it is good as long as
 * somebody in the entry is away. Safe for use by many threads where the key's source is.
 */
public final class HopSecret {

    private static final String PREFIX = "gph.";
    private static final int CODE_OCTETS = 16;
    private static final String ALGORITHM = "HmacSHA256";

    private final Supplier<byte[]> key;
    private volatile Optional<SecretKeySpec> known = Optional.empty();

    /** @param key the same on every node; asked for only where there is something to make or to check, until it was given once */
    public HopSecret(Supplier<byte[]> key) {
        this.key = key;
    }

    /** For an entry. At most 100 characters, the most an ENVID may have; none of them needs xtext. */
    public String envid(UUID entry) {
        return PREFIX + entry + "." + code(entry);
    }

    /** Whose it is; {@link Match.NotFound} where it is none of ours, {@link Match.Unavailable} where the key cannot be had. */
    public Match<UUID> entryOf(Optional<String> envid) {
        try {
            return envid.filter(text -> text.startsWith(PREFIX)).flatMap(this::checked).<Match<UUID>>map(Match.Found::new).orElseGet(Match.NotFound::new);
        } catch (RuntimeException e) {
            return new Match.Unavailable<>("the key of what is awaited cannot be read: " + e.getMessage());
        }
    }

    private Optional<UUID> checked(String envid) {
        String[] parts = envid.substring(PREFIX.length()).split("\\.", -1);
        if (parts.length != 2 || !parts[0].matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            return Optional.empty();
        }
        UUID entry = UUID.fromString(parts[0]);
        boolean same = MessageDigest.isEqual(code(entry).getBytes(StandardCharsets.US_ASCII), parts[1].getBytes(StandardCharsets.UTF_8));
        return same ? Optional.of(entry) : Optional.empty();
    }

    private SecretKeySpec key() {
        Optional<SecretKeySpec> had = known;
        if (had.isEmpty()) {
            had = Optional.of(new SecretKeySpec(key.get(), ALGORITHM));
            known = had;
        }
        return had.get();
    }

    private String code(UUID entry) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key());
            byte[] whole = mac.doFinal(("hop " + entry).getBytes(StandardCharsets.US_ASCII));
            byte[] part = new byte[CODE_OCTETS];
            System.arraycopy(whole, 0, part, 0, CODE_OCTETS);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(part);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}

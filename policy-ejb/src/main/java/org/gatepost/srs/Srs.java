package org.gatepost.srs;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;

/**
 * Rewrites reverse-paths and finds back. The first forwarder makes {@code SRS0=HASH=DAY=DOMAIN=LOCAL}; one that forwards such an address makes
 * {@code SRS1=HASH=FORWARDER==HASH=DAY=DOMAIN=LOCAL}, from which it finds to the first forwarder, and further ones put themselves in its place: so the address does
 * not grow with each. Hashes are compared without regard to case, since some hosts on the way change it. Immutable; safe for use by many threads.
 */
public final class Srs {

    /** How long reports may come back. */
    public static final Duration VALIDITY = Duration.ofDays(21);
    /** Keys at once: the one that signs, and earlier ones whose addresses are still about. */
    public static final int KEYS_MAX = 5;
    /** Least octets of a key. */
    public static final int KEY_OCTETS_MIN = 16;

    private static final int HASH_LENGTH = 6;
    private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
    /** Days are told modulo two digits of five bits: almost three years. */
    private static final int DAYS = 1_024;
    private static final Pattern FIRST = Pattern.compile("(?i)SRS0[-+=]([a-z2-7]+)=([a-z2-7]{2})=([^=]+)=(.+)");
    private static final Pattern LATER = Pattern.compile("(?i)SRS1[-+=]([^=]+)=([^=]+)=([-+=].+)");

    private final List<SecretKeySpec> keys;
    private final String domain;
    private final Duration validity;

    /**
     * Made once.
     *
     * @param keys the first signs, all are believed
     * @param domain of the addresses we make: one whose mail comes to us
     */
    public Srs(List<byte[]> keys, String domain, Duration validity) {
        if (keys.isEmpty() || keys.size() > KEYS_MAX || keys.stream().anyMatch(key -> key.length < KEY_OCTETS_MIN)) {
            throw new IllegalArgumentException("1 to " + KEYS_MAX + " keys of at least " + KEY_OCTETS_MIN + " octets");
        }
        if (validity.compareTo(Duration.ofDays(1)) < 0 || validity.toDays() >= DAYS / 2) {
            throw new IllegalArgumentException("an address is good for a day at least, and less than " + DAYS / 2);
        }
        this.keys = keys.stream().map(key -> new SecretKeySpec(key, "HmacSHA256")).toList();
        this.domain = domain.toLowerCase(Locale.ROOT);
        this.validity = validity;
    }

    /** The domain of the addresses we make. */
    public String domain() {
        return domain;
    }

    /** The reverse-path under which a message goes on. */
    public Forwarded forward(ReversePath path, Instant now) {
        Optional<Mailbox> sender = path.mailbox();
        if (sender.isEmpty()) {
            return new Forwarded.AsItIs("nobody is told of it");
        }
        if (sender.get().domain().equals(domain)) {
            return new Forwarded.AsItIs("it is one of ours");
        }
        String local = local(sender.get(), now);
        return local.getBytes(StandardCharsets.UTF_8).length > Mailbox.LOCAL_PART_OCTETS_MAX ? new Forwarded.AsItIs("rewritten it would be too long")
                : new Forwarded.Rewritten(ReversePath.of(new Mailbox(local, domain)));
    }

    private String local(Mailbox sender, Instant now) {
        Matcher later = LATER.matcher(sender.localPart());
        if (later.matches()) {
            return "SRS1=" + hash(keys.getFirst(), later.group(2) + later.group(3)) + "=" + later.group(2) + "=" + later.group(3);
        }
        if (FIRST.matcher(sender.localPart()).matches()) {
            String rest = sender.localPart().substring(4);
            return "SRS1=" + hash(keys.getFirst(), sender.domain() + rest) + "=" + sender.domain() + "=" + rest;
        }
        String day = day(now.getEpochSecond() / Duration.ofDays(1).toSeconds());
        return "SRS0=" + hash(keys.getFirst(), signed(day, sender.domain(), sender.localPart())) + "=" + day + "=" + sender.domain() + "=" + sender.localPart();
    }

    /** The sender a recipient stands for. */
    public Reversed reverse(Mailbox recipient, Instant now) {
        if (!recipient.domain().equals(domain)) {
            return new Reversed.NotRewritten();
        }
        Matcher first = FIRST.matcher(recipient.localPart());
        if (first.matches()) {
            if (!isOurs(first.group(1), signed(first.group(2), first.group(3), first.group(4)))) {
                return new Reversed.Refused("its hash is not ours");
            }
            return ageInDays(first.group(2), now) > validity.toDays() ? new Reversed.Refused("it is older than " + validity.toDays() + " days")
                    : new Reversed.Sender(new Mailbox(first.group(4), first.group(3)));
        }
        Matcher later = LATER.matcher(recipient.localPart());
        if (later.matches()) {
            // Its age is the first forwarder's to judge, who alone can tell that the day was not changed.
            return isOurs(later.group(1), later.group(2) + later.group(3)) ? new Reversed.Sender(new Mailbox("SRS0" + later.group(3), later.group(2)))
                    : new Reversed.Refused("its hash is not ours");
        }
        return new Reversed.NotRewritten();
    }

    /** No domain has the sign in it: whoever owns example.co does not own the address that begins a letter later. */
    private static String signed(String day, String domain, String localPart) {
        return day + domain + "=" + localPart;
    }

    private boolean isOurs(String hash, String signed) {
        byte[] claimed = hash.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return keys.stream().anyMatch(key -> MessageDigest.isEqual(hash(key, signed).getBytes(StandardCharsets.UTF_8), claimed));
    }

    private static String hash(SecretKeySpec key, String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] octets = mac.doFinal(signed.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            StringBuilder hash = new StringBuilder();
            for (int i = 0; i < HASH_LENGTH; i++) {
                hash.append(DIGITS.charAt(octets[i] & 31));
            }
            return hash.toString();
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private static String day(long epochDay) {
        int day = Math.floorMod(epochDay, DAYS);
        return "" + DIGITS.charAt(day >> 5) + DIGITS.charAt(day & 31);
    }

    /** A day ahead of ours is one of a clock that runs before it. */
    private static long ageInDays(String day, Instant now) {
        String lower = day.toLowerCase(Locale.ROOT);
        int made = DIGITS.indexOf(lower.charAt(0)) << 5 | DIGITS.indexOf(lower.charAt(1));
        int age = Math.floorMod(now.getEpochSecond() / Duration.ofDays(1).toSeconds() - made, DAYS);
        return age == DAYS - 1 ? 0 : age;
    }
}

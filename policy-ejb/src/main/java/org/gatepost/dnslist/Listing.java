package org.gatepost.dnslist;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.IpRange;

/**
 * What some of a list's codes mean: {@code 127.0.0.2 refuse}, {@code 127.0.0.8/29 score 4}, {@code &4 score 2} (the last octet has that bit).
 *
 * @param score how much it counts against who is listed, or for them where it is negative; into Sieve, and towards a channel's limit
 * @param refuses whether it is enough by itself
 */
public record Listing(Codes codes, int score, boolean refuses) {

    /** Greatest score of one listing, either way. */
    static final int SCORE_MAX = 1_000;
    private static final Pattern FORM = Pattern.compile("(?:&([0-9]{1,3})|(\\S+))\\s+(?:(refuse)|score\\s+([-+]?[0-9]{1,4}))");

    /** Which codes. */
    public sealed interface Codes {
        boolean contains(IpAddress code);

        /** An address or several that begin alike. */
        record Range(IpRange range) implements Codes {
            @Override
            public boolean contains(IpAddress code) {
                return range.contains(code);
            }
        }

        /** Those whose last octet has one of these bits. */
        record Bits(int mask) implements Codes {
            @Override
            public boolean contains(IpAddress code) {
                return (code.octets()[3] & mask) != 0;
            }
        }
    }

    static Listing parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not CODE refuse or CODE score NUMBER: " + text);
        }
        int score = parts.group(4) == null ? 0 : Integer.parseInt(parts.group(4));
        if (Math.abs(score) > SCORE_MAX) {
            throw new IllegalArgumentException("a score is at most " + SCORE_MAX + ": " + text);
        }
        return new Listing(parts.group(1) == null ? range(parts.group(2)) : bits(parts.group(1), text), score, parts.group(3) != null);
    }

    private static Codes range(String text) {
        IpRange range = IpRange.parse(text);
        if (!ListAnswer.isCode(range.beginning())) {
            throw new IllegalArgumentException("not a code a list may answer: " + text);
        }
        return new Codes.Range(range);
    }

    private static Codes bits(String text, String whole) {
        int mask = Integer.parseInt(text);
        if (mask < 1 || mask > 255) {
            throw new IllegalArgumentException("bits of an octet are 1 to 255: " + whole);
        }
        return new Codes.Bits(mask);
    }
}

package org.gatepost.mailauth.spf;

import java.time.Duration;

/**
 * How much one check may cost (RFC 7208 section 4.6.4).
 *
 * @param termsMax terms that ask DNS; one more is a permerror
 * @param voidLookupsMax answers that there is nothing; one more is a permerror
 * @param mailExchangersMax mail exchangers of one {@code mx}; one more is a permerror
 * @param namesMax names of the client that are looked at; others are ignored
 * @param time for all of it; after that it is a temperror. Section 4.6.4 wants twenty seconds at least
 */
public record SpfLimits(int termsMax, int voidLookupsMax, int mailExchangersMax, int namesMax, Duration time) {

    /** As RFC 7208 has it, and twenty seconds: less than a stage may take. */
    public static final SpfLimits DEFAULT = new SpfLimits(10, 2, 10, 10, Duration.ofSeconds(20));

    /** The same, with another time. */
    public SpfLimits within(Duration other) {
        return new SpfLimits(termsMax, voidLookupsMax, mailExchangersMax, namesMax, other);
    }
}

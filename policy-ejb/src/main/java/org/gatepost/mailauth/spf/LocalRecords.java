package org.gatepost.mailauth.spf;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Records of our own for domains whose published ones are missing or wrong: looked at before DNS. What such a record includes or redirects to comes from DNS,
 * so that it can add to what the domain publishes itself. Immutable.
 *
 * @param records by domain, in lower case
 */
public record LocalRecords(Map<String, String> records) {

    public static final LocalRecords NONE = new LocalRecords(Map.of());

    /** @throws IllegalArgumentException for a record that cannot be understood: it would be nothing but a permerror */
    public LocalRecords {
        Map<String, String> lower = new HashMap<>();
        records.forEach((domain, record) -> {
            if (!SpfRecord.isVersion1(record)) {
                throw new IllegalArgumentException("the record of " + domain + " does not begin with v=spf1");
            }
            try {
                SpfRecord.parse(record);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("the record of " + domain + ": " + e.getMessage(), e);
            }
            lower.put(domain.toLowerCase(Locale.ROOT), record);
        });
        records = Map.copyOf(lower);
    }

    Optional<String> of(String domain) {
        return Optional.ofNullable(records.get(domain.toLowerCase(Locale.ROOT)));
    }
}

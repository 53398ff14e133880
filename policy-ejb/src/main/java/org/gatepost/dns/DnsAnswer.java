package org.gatepost.dns;

import java.util.List;

/**
 * What came of a question.
 *
 * @param <T> what a record says
 */
public sealed interface DnsAnswer<T> {

    /**
     * There are records.
     *
     * @param name whose they are, after aliases (CNAME)
     * @param authentic a validating resolver that can be trusted vouches for them (RFC 4035 section 3.2.3)
     */
    record Records<T>(List<T> records, String name, boolean authentic) implements DnsAnswer<T> {
        public Records {
            records = List.copyOf(records);
            if (records.isEmpty()) {
                throw new IllegalArgumentException("no records is another answer");
            }
        }
    }

    /**
     * There are none.
     *
     * @param nameExists the name has records of other types, or names below it; else it does not exist (NXDOMAIN)
     * @param authentic as above
     */
    record NoRecords<T>(boolean nameExists, boolean authentic) implements DnsAnswer<T> {
    }

    /** Nobody can say now. */
    record TemporaryFailure<T>(String why) implements DnsAnswer<T> {
    }
}

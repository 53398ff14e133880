package org.gatepost.gate;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.gatepost.dnslist.DnsList;
import org.gatepost.mailauth.spf.LocalRecords;

/**
 * What a policy says of the checks that ask DNS. Immutable.
 *
 * @param lists by name
 * @param spfRecords of our own
 */
public record NamePolicy(Map<String, DnsList> lists, LocalRecords spfRecords) {

    /** No lists, no records. */
    public static final NamePolicy NONE = new NamePolicy(Map.of(), LocalRecords.NONE);

    public NamePolicy {
        lists = Map.copyOf(lists);
    }

    /** Those there are: a session can be in a channel a later policy no longer has. */
    List<DnsList> lists(Collection<String> names) {
        return names.stream().sorted().map(lists::get).filter(Objects::nonNull).toList();
    }
}

package org.gatepost.ee.wiring;

import java.util.Set;

import org.gatepost.adapter.ldap.LdapDirectory;
import org.gatepost.dns.DnsLookup;
import org.gatepost.gate.NameRoutines;
import org.gatepost.gate.NameService;
import org.gatepost.gate.TableLookups;
import org.gatepost.mapping.LookupAnswer;
import org.gatepost.mapping.Lookups;
import org.gatepost.mapping.Routine;
import org.gatepost.throttle.ThrottleTables;
import org.gatepost.throttle.Throttling;

/** What mapping tables can ask, put together once for the server and for the tools. */
public final class PolicyLookups {

    /** What they can ask, in the words of {@link TableLookups#answers()}, without anybody there to answer: enough to check a policy. */
    public static final Set<String> ANSWERS = answers();

    private PolicyLookups() {
    }

    private static Set<String> answers() {
        Routine nobody = argument -> new LookupAnswer.Unavailable("nothing is asked here");
        return TableLookups.of(directory(nobody, nobody)).bringing(NameRoutines.ANSWERS, (lookups, policy) -> lookups)
                .bringing(ThrottleTables.answers(), (lookups, policy) -> lookups).answers();
    }

    /** With a directory, DNS and counters. */
    public static TableLookups of(LdapDirectory directory, NameService names, DnsLookup dns, Throttling throttling) {
        return NameRoutines.in(directory(directory.urls(), directory.domainAttributes()), names, dns).counting(throttling);
    }

    private static Lookups directory(Routine urls, Routine domainAttributes) {
        return Lookups.NONE.withUrls(urls).withDomainAttributes(domainAttributes);
    }
}

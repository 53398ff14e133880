package org.gatepost.ee.wiring;

import java.util.Set;

import org.gatepost.adapter.ldap.LdapDirectory;
import org.gatepost.gate.TableLookups;
import org.gatepost.mapping.LookupAnswer;
import org.gatepost.mapping.Lookups;
import org.gatepost.mapping.Routine;

/** What mapping tables can ask, put together once for the server and for the tools. */
public final class PolicyLookups {

    /** What they can ask, in the words of {@link TableLookups#answers()}, without anybody there to answer: enough to check a policy. */
    public static final Set<String> ANSWERS = of(argument -> new LookupAnswer.Unavailable("nothing is asked here"), argument -> new LookupAnswer.Unavailable("nothing is asked here")).answers();

    private PolicyLookups() {
    }

    /** With a directory. */
    public static TableLookups of(LdapDirectory directory) {
        return of(directory.urls(), directory.domainAttributes());
    }

    private static TableLookups of(Routine urls, Routine domainAttributes) {
        return TableLookups.of(Lookups.NONE.withUrls(urls).withDomainAttributes(domainAttributes));
    }
}

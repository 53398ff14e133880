package org.gatepost.gate;

import java.time.Clock;
import java.time.InstantSource;

import org.gatepost.dns.DnsLookup;
import org.gatepost.dnslist.DnsListCheck;
import org.gatepost.mailauth.NameCheck;
import org.gatepost.mailauth.spf.SpfCheck;
import org.gatepost.mailauth.spf.SpfLimits;
import org.gatepost.stage.SideBySide;
import org.gatepost.trace.Alarms;

/** The checks that ask DNS. A gate without them judges as if no channel wanted any. */
public record NameService(SpfCheck spf, DnsListCheck lists, NameCheck names) {

    /**
     * Made once.
     *
     * @param hostname ours, which explanations of SPF may hold
     * @param steady how long something takes
     */
    public static NameService of(DnsLookup dns, SideBySide sideBySide, Alarms alarms, String hostname, Clock clock, InstantSource steady) {
        return new NameService(new SpfCheck(dns, sideBySide, SpfLimits.DEFAULT, hostname, clock, steady), new DnsListCheck(dns, sideBySide, alarms, steady),
                new NameCheck(dns, sideBySide));
    }
}

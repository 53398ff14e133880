package org.gatepost.gate;

import java.time.InstantSource;

import org.gatepost.dns.DnsAnswer;
import org.gatepost.dns.DnsLookup;
import org.gatepost.dns.MailExchanger;
import org.gatepost.routing.NextHopOffers;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.TlsaRecord;

/**
 * What the gate can ask of the world beyond policy and directory.
 *
 * @param offers of next hops, as delivery learns them
 */
public record Surroundings(DnsLookup dns, NextHopOffers offers) {

    /** Nobody answers, and nothing is known. */
    public static Surroundings unknown() {
        return new Surroundings(new NoNames(false), new NextHopOffers(InstantSource.system()));
    }

    /** Every name exists, and says nothing: for a rehearsal, which asks nobody. */
    public static Surroundings rehearsed() {
        return new Surroundings(new NoNames(true), new NextHopOffers(InstantSource.system()));
    }

    /** @param answers that there is nothing; else nobody answers */
    private record NoNames(boolean answers) implements DnsLookup {

        private <T> DnsAnswer<T> none() {
            return answers ? new DnsAnswer.NoRecords<>(true, false) : new DnsAnswer.TemporaryFailure<>("there are no name servers");
        }

        @Override
        public DnsAnswer<MailExchanger> mailExchangers(String domain) {
            return none();
        }

        @Override
        public DnsAnswer<IpAddress> addressesV4(String host) {
            return none();
        }

        @Override
        public DnsAnswer<IpAddress> addressesV6(String host) {
            return none();
        }

        @Override
        public DnsAnswer<TlsaRecord> certificates(String name) {
            return none();
        }

        @Override
        public DnsAnswer<String> texts(String name) {
            return none();
        }
    }
}

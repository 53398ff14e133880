package org.gatepost.dns;

import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.TlsaRecord;

/**
 * Port: the domain name system. Names are without the last dot; aliases are followed. Each call is answered within a time of the adapter's own. Safe for
 * use by many threads.
 */
public interface DnsLookup {

    /** MX records, in the order they came. */
    DnsAnswer<MailExchanger> mailExchangers(String domain);

    /** A records. */
    DnsAnswer<IpAddress> addressesV4(String host);

    /** AAAA records. */
    DnsAnswer<IpAddress> addressesV6(String host);

    /** TLSA records of a name such as {@code _25._tcp.mx.example}. */
    DnsAnswer<TlsaRecord> certificates(String name);

    /** TXT records, the strings of each put together; a character is an octet, whatever it may mean. */
    DnsAnswer<String> texts(String name);

    /** PTR records: the names an address has, in lower case. */
    DnsAnswer<String> names(IpAddress address);
}

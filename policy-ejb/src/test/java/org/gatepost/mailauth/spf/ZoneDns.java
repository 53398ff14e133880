package org.gatepost.mailauth.spf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.gatepost.dns.DnsAnswer;
import org.gatepost.dns.DnsLookup;
import org.gatepost.dns.MailExchanger;
import org.gatepost.dns.ReverseName;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.TlsaRecord;

/**
 * Answers as the zone data of a suite says: what {@code SPF} says is TXT unless the name has a TXT of its own, {@code TXT: NONE} for none, and behind
 * {@code TIMEOUT} nobody answers.
 */
final class ZoneDns implements DnsLookup {

    private static final String TIMEOUT = "TIMEOUT";

    private final Map<String, List<Map.Entry<String, Object>>> zone = new HashMap<>();
    private int asked;

    ZoneDns(Map<?, ?> zonedata) {
        zonedata.forEach((name, records) -> zone.put(name.toString().toLowerCase(Locale.ROOT), entries((List<?>) records)));
    }

    private static List<Map.Entry<String, Object>> entries(List<?> records) {
        List<Map.Entry<String, Object>> entries = new ArrayList<>();
        for (Object record : records) {
            if (record instanceof Map<?, ?> map) {
                map.forEach((type, value) -> entries.add(Map.entry(type.toString(), value)));
            } else {
                entries.add(Map.entry(record.toString(), ""));
            }
        }
        if (entries.stream().noneMatch(entry -> entry.getKey().equals("TXT"))) {
            entries.stream().filter(entry -> entry.getKey().equals("SPF")).map(entry -> Map.entry("TXT", entry.getValue())).toList().forEach(entries::add);
        }
        return entries;
    }

    int asked() {
        return asked;
    }

    private interface Reading<T> {
        T read(Object value);
    }

    private <T> DnsAnswer<T> answer(String name, String type, Reading<T> reading) {
        asked++;
        List<Map.Entry<String, Object>> entries = zone.get(name.toLowerCase(Locale.ROOT));
        if (entries == null) {
            return new DnsAnswer.NoRecords<>(false, false);
        }
        List<T> records = entries.stream().filter(entry -> entry.getKey().equals(type) && !entry.getValue().equals("NONE")).map(entry -> reading.read(entry.getValue())).toList();
        if (!records.isEmpty()) {
            return new DnsAnswer.Records<>(records, name, false);
        }
        return entries.stream().anyMatch(entry -> entry.getKey().equals(TIMEOUT)) ? new DnsAnswer.TemporaryFailure<>("timeout") : new DnsAnswer.NoRecords<>(true, false);
    }

    @Override
    public DnsAnswer<MailExchanger> mailExchangers(String domain) {
        return answer(domain, "MX", value -> new MailExchanger((Integer) ((List<?>) value).get(0), ((List<?>) value).get(1).toString()));
    }

    @Override
    public DnsAnswer<IpAddress> addressesV4(String host) {
        return answer(host, "A", value -> IpAddress.parse(value.toString()));
    }

    @Override
    public DnsAnswer<IpAddress> addressesV6(String host) {
        return answer(host, "AAAA", value -> IpAddress.parse(value.toString()));
    }

    @Override
    public DnsAnswer<TlsaRecord> certificates(String name) {
        throw new IllegalStateException("SPF asks for no certificates: " + name);
    }

    @Override
    public DnsAnswer<String> texts(String name) {
        return answer(name, "TXT", value -> value instanceof List<?> strings ? String.join("", strings.stream().map(Object::toString).toList()) : value.toString());
    }

    @Override
    public DnsAnswer<String> names(IpAddress address) {
        return answer(ReverseName.of(address), "PTR", Object::toString);
    }
}

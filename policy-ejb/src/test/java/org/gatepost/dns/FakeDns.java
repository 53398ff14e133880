package org.gatepost.dns;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.TlsaRecord;

/** A domain name system in memory. A name that was never mentioned does not exist. */
public final class FakeDns implements DnsLookup {

    private final Map<String, List<Object>> records = new HashMap<>();
    private final Map<String, String> aliases = new HashMap<>();
    private final Set<String> failing = new HashSet<>();
    private final Set<String> authentic = new HashSet<>();

    /** Forgets everything. */
    public FakeDns clear() {
        records.clear();
        aliases.clear();
        failing.clear();
        authentic.clear();
        return this;
    }

    public FakeDns mx(String domain, int preference, String host) {
        return with(domain, new MailExchanger(preference, host));
    }

    public FakeDns address(String host, String address) {
        return with(host, IpAddress.parse(address));
    }

    public FakeDns alias(String name, String target) {
        aliases.put(name, target);
        return this;
    }

    public FakeDns text(String name, String text) {
        return with(name, text);
    }

    public FakeDns tlsa(String name, TlsaRecord record) {
        return with(name, record);
    }

    /** A name of an address (PTR). */
    public FakeDns name(String address, String name) {
        return with(ReverseName.of(IpAddress.parse(address)), new Pointer(name));
    }

    private record Pointer(String name) {
    }

    /** Nobody answers about it. */
    public FakeDns failing(String name) {
        failing.add(name);
        return this;
    }

    /** A resolver that can be trusted vouches for it. */
    public FakeDns authentic(String... names) {
        authentic.addAll(List.of(names));
        return this;
    }

    private FakeDns with(String name, Object record) {
        records.computeIfAbsent(name, any -> new ArrayList<>()).add(record);
        return this;
    }

    private <T> DnsAnswer<T> answer(String asked, Class<T> type, Predicate<T> fits) {
        String name = aliases.getOrDefault(asked, asked);
        boolean vouched = authentic.contains(asked) && authentic.contains(name);
        if (failing.contains(name)) {
            return new DnsAnswer.TemporaryFailure<>("SERVFAIL");
        }
        if (!records.containsKey(name)) {
            return new DnsAnswer.NoRecords<>(false, vouched);
        }
        List<T> found = records.get(name).stream().filter(type::isInstance).map(type::cast).filter(fits).toList();
        return found.isEmpty() ? new DnsAnswer.NoRecords<>(true, vouched) : new DnsAnswer.Records<>(found, name, vouched);
    }

    @Override
    public DnsAnswer<MailExchanger> mailExchangers(String domain) {
        return answer(domain, MailExchanger.class, mx -> true);
    }

    @Override
    public DnsAnswer<IpAddress> addressesV4(String host) {
        return answer(host, IpAddress.class, IpAddress::isV4);
    }

    @Override
    public DnsAnswer<IpAddress> addressesV6(String host) {
        return answer(host, IpAddress.class, address -> !address.isV4());
    }

    @Override
    public DnsAnswer<TlsaRecord> certificates(String name) {
        return answer(name, TlsaRecord.class, tlsa -> true);
    }

    @Override
    public DnsAnswer<String> texts(String name) {
        return answer(name, String.class, text -> true);
    }

    @Override
    public DnsAnswer<String> names(IpAddress address) {
        return switch (answer(ReverseName.of(address), Pointer.class, pointer -> true)) {
            case DnsAnswer.Records<Pointer> found -> new DnsAnswer.Records<>(found.records().stream().map(Pointer::name).toList(), found.name(), found.authentic());
            case DnsAnswer.NoRecords<Pointer> none -> new DnsAnswer.NoRecords<>(none.nameExists(), none.authentic());
            case DnsAnswer.TemporaryFailure<Pointer> failure -> new DnsAnswer.TemporaryFailure<>(failure.why());
        };
    }
}

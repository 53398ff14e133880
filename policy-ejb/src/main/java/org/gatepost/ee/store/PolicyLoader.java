package org.gatepost.ee.store;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.gatepost.adapter.scanner.Engines;
import org.gatepost.channel.Channel;
import org.gatepost.channel.ChannelKeywords;
import org.gatepost.channel.ForwardingKeywords;
import org.gatepost.channel.NextHop;
import org.gatepost.conversion.ConversionEntries;
import org.gatepost.dnslist.DnsList;
import org.gatepost.ee.settings.Settings;
import org.gatepost.gate.AddressRewriter;
import org.gatepost.gate.ListenerPolicy;
import org.gatepost.gate.NamePolicy;
import org.gatepost.gate.PolicySnapshot;
import org.gatepost.gate.ScriptPolicy;
import org.gatepost.gate.ThrottlePolicy;
import org.gatepost.gate.TriedRow;
import org.gatepost.gate.TrustList;
import org.gatepost.mail.ChannelName;
import org.gatepost.mapping.GeneralDatabase;
import org.gatepost.mapping.MappingReader;
import org.gatepost.mapping.MappingReading;
import org.gatepost.mapping.MappingTables;
import org.gatepost.mapping.SyntaxError;
import org.gatepost.mailauth.spf.LocalRecords;
import org.gatepost.rewrite.ChannelHosts;
import org.gatepost.rewrite.RewriteReader;
import org.gatepost.rewrite.RewriteReading;
import org.gatepost.rewrite.RewriteRules;
import org.gatepost.scan.ScanRule;
import org.gatepost.scan.ScannerOptions;
import org.gatepost.scan.ScannerPolicy;
import org.gatepost.sieve.CompiledScripts;
import org.gatepost.sieve.ScriptLevel;
import org.gatepost.sieve.language.ReadScript;
import org.gatepost.sieve.language.SieveError;
import org.gatepost.sieve.language.SieveLimits;
import org.gatepost.sieve.language.SieveScript;
import org.gatepost.smtp.protocol.BareLineFeed;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.throttle.ThrottleTable;

/** Compiles rows of policy into a snapshot, or says everything that is wrong with them. For one version and one thread. */
public final class PolicyLoader {

    /** Recipients in a transaction where the channel does not say. */
    static final int RECIPIENTS_DEFAULT = 1_000;
    /** Longest times a channel can name: a year. */
    static final Duration TIME_MAX = Duration.ofDays(366);

    private static final int BLOCK_OCTETS = 1_024;

    private final PolicyAddresses addresses;
    private final Set<String> answered;
    private final List<String> errors = new ArrayList<>();

    private PolicyLoader(PolicyAddresses addresses, Set<String> answered) {
        this.addresses = addresses;
        this.answered = answered;
    }

    /**
     * Compiles the rows; addresses that policy names by a word are the settings'.
     *
     * @param answered what mapping tables can ask, as {@code TableLookups.answers} names it
     */
    public static CompiledPolicy compile(PolicyRows rows, PolicyAddresses addresses, Set<String> answered) {
        return new PolicyLoader(addresses, answered).compile(rows);
    }

    private CompiledPolicy compile(PolicyRows rows) {
        Map<ChannelName, Channel> channels = new LinkedHashMap<>();
        rows.channels().forEach(row -> channel(row).ifPresent(channel -> channels.put(channel.name(), channel)));
        Map<String, ListenerPolicy> listeners = new LinkedHashMap<>();
        rows.listeners().forEach(row -> listener(row).ifPresent(listener -> listeners.put(listener.name(), listener)));
        List<ScannerPolicy> scanners = new ArrayList<>();
        rows.scanners().forEach(row -> scanner(row).ifPresent(scanners::add));
        atMost(ScannerPolicy.ENGINES_MAX, scanners);
        Set<String> engines = rows.scanners().stream().map(ScannerRow::getName).collect(Collectors.toSet());
        channels.values().forEach(channel -> whole("scanner", () -> tried(channel, engines)));
        MappingTables tables = mappingTables(rows.mappingTables());
        Map<String, DnsList> lists = new LinkedHashMap<>();
        rows.dnsLists().forEach(row -> dnsList(row).ifPresent(list -> lists.put(list.name(), list)));
        Optional<LocalRecords> records = whole("spf_local", () -> new LocalRecords(rows.spfRecords().stream()
                .collect(Collectors.toMap(SpfLocalRow::getName, SpfLocalRow::getRecord))));
        ScriptPolicy scripts = scanRules(rows, scripts(rows.sieveFilters()));
        Optional<GeneralDatabase> general = whole("general_text", () -> general(rows.generalTexts()));
        RewriteRules rewriting = rewriteRules(rows.rewriteRules(), channels);
        ThrottlePolicy throttles = throttles(rows.throttleTables());
        ConversionEntries conversions = ConversionRows.read(rows.conversionRules(), errors::add);
        if (listeners.isEmpty() && rows.listeners().isEmpty()) {
            errors.add("no listener");
        }
        if (!errors.isEmpty()) {
            return new CompiledPolicy.Bad(errors);
        }
        try {
            return new CompiledPolicy.Good(new PolicySnapshot(rows.version(), listeners, channels, scanners, tables.with(general.orElseThrow()), new NamePolicy(lists, records.orElseThrow()),
                    scripts, rewriting, throttles, conversions));
        } catch (IllegalArgumentException e) {
            return new CompiledPolicy.Bad(List.of(e.getMessage()));
        }
    }

    private Optional<ListenerPolicy> listener(ListenerRow row) {
        return whole("listener " + row.getName(), () -> new ListenerPolicy(row.getName(),
                column("source_channel", () -> new ChannelName(row.getSourceChannel())), row.getSessionsMax(), row.getSessionsPerClientMax(),
                row.getErrorsMax(), row.getTransactionsMax(), Duration.ofSeconds(row.getIdleSeconds()), Duration.ofSeconds(row.getSessionSeconds()),
                column("proxy", () -> TrustList.parse(row.getProxy())), column("xclient", () -> TrustList.parse(row.getXclient()))));
    }

    private Optional<Channel> channel(ChannelRow row) {
        return whole("channel " + row.getName(), () -> new Channel(column("name", () -> new ChannelName(row.getName())), blocks(row.sourceBlockLimit()),
                blocks(row.blockLimit()), row.recipientLimit().orElse(RECIPIENTS_DEFAULT),
                column("headerlimit", () -> Math.multiplyExact(row.getHeaderLimit(), BLOCK_OCTETS)),
                column("barelinefeed", () -> BareLineFeed.valueOf(row.getBareLineFeed().toUpperCase(Locale.ROOT))), row.isRejectSmtpLongLines(),
                row.destination().map(text -> column("destination", () -> destination(text))), column("backoff", () -> durations(row.getBackoff())),
                column("notices", () -> rising(durations(row.getNotices()))), row.getMaxJobs(),
                column("keywords", () -> possible(ChannelKeywords.parse(row.getKeywords())))));
    }

    /** An engine without an address may be tried: where the setting that has it is made, it is. */
    private static Channel tried(Channel channel, Set<String> engines) {
        TriedRow.SCANNER.check(channel, engines, "which is no scanner");
        return channel;
    }

    private ChannelKeywords possible(ChannelKeywords keywords) {
        if (!addresses.srs() && !keywords.transport().forwarding().srs().equals(ForwardingKeywords.Srs.NONE)) {
            throw new IllegalArgumentException("sourcesrs, destinationsrs and addresssrs need GATEPOST_SRS_DOMAIN and GATEPOST_SRS_KEYS");
        }
        return keywords;
    }

    private Optional<ScannerPolicy> scanner(ScannerRow row) {
        String name = "scanner " + row.getName();
        if (!Engines.PROTOCOLS.contains(row.getProtocol())) {
            errors.add(name + ": protocol: not one of " + Engines.PROTOCOLS + ": '" + row.getProtocol() + "'");
            return Optional.empty();
        }
        List<Settings.HostPort> setting = addresses.engines().getOrDefault(row.getProtocol(), List.of());
        if (Engines.isServer(row.getProtocol()) ? row.address().isEmpty() && setting.isEmpty() : row.getSourceChannels().isBlank()) {
            return Optional.empty();
        }
        return whole(name, () -> {
            List<ScannerPolicy.Server> servers = row.address().map(text -> column("address", () -> servers(text, row.getProtocol())))
                    .orElse(setting.stream().map(server -> new ScannerPolicy.Server(server.host(), server.port())).toList());
            ScannerPolicy policy = new ScannerPolicy(row.getName(), row.getProtocol(), servers,
                    column("source_channels", () -> channelNames(row.getSourceChannels())), Duration.ofMillis(row.getDeadlineMs()),
                    column("failure_policy", () -> ScannerPolicy.OnFailure.valueOf(row.getFailurePolicy().toUpperCase(Locale.ROOT))),
                    row.getBreakerFailures(), Duration.ofMillis(row.getBreakerProbeMs()), row.getConcurrencyMax(), row.octetsMax(),
                    column("options", () -> ScannerOptions.parse(row.getOptions())));
            // Made once and thrown away: what its options are worth only its adapter knows.
            column("options", () -> new Engines().create(policy));
            return policy;
        });
    }

    private static List<ScannerPolicy.Server> servers(String text, String protocol) {
        if (!Engines.isServer(protocol)) {
            throw new IllegalArgumentException(protocol + " is no server and has no address");
        }
        List<ScannerPolicy.Server> servers = Arrays.stream(text.strip().split("[,\\s]+")).map(ScannerPolicy.Server::parse).toList();
        if (!protocol.equals("milter") && servers.stream().anyMatch(server -> server.path().isPresent())) {
            throw new IllegalArgumentException("only a milter may listen at a unix:/path");
        }
        return servers;
    }

    private void atMost(int max, List<ScannerPolicy> scanners) {
        scanners.stream().flatMap(scanner -> scanner.sourceChannels().stream()).collect(Collectors.groupingBy(channel -> channel, Collectors.counting()))
                .forEach((channel, count) -> {
                    if (count > max) {
                        errors.add("scanner: " + count + " engines are asked about mail of " + channel + ", at most " + max + " may be");
                    }
                });
    }

    private MappingTables mappingTables(List<MappingTableRow> rows) {
        MappingTables tables = MappingTables.NONE;
        for (MappingTableRow row : rows) {
            String name = "mapping_table " + row.getName() + ": ";
            switch (MappingReader.read(row.getName() + "\n" + row.getEntries(), AccessFlags.terms(answered))) {
                case MappingReading.Read(MappingTables read) -> {
                    if (read.names().size() > 1) {
                        errors.add(name + "entries: a table's name in the first column: each table has a row of its own");
                    }
                    tables = tables.and(read);
                }
                // The name stands on the first line, and is not among the entries.
                case MappingReading.Rejected(List<SyntaxError> wrong) -> wrong.forEach(error -> errors.add(name + new SyntaxError(Math.max(1, error.line() - 1), error.column(), error.expected())));
            }
        }
        return tables;
    }

    private static GeneralDatabase general(List<GeneralTextRow> rows) {
        return rows.isEmpty() ? GeneralDatabase.EMPTY : new GeneralDatabase(rows.stream().collect(Collectors.toMap(GeneralTextRow::getName, GeneralTextRow::getValue)));
    }

    /** The rules of all rows; their hosts are those they name themselves, and each channel's official one. */
    private RewriteRules rewriteRules(List<RewriteRulesRow> rows, Map<ChannelName, Channel> channels) {
        RewriteRules rules = RewriteRules.NONE;
        for (RewriteRulesRow row : rows) {
            String name = "rewrite_rules " + row.getName() + ": rules: ";
            switch (RewriteReader.read(row.getRules())) {
                case RewriteReading.Read(RewriteRules read) -> {
                    RewriteRules here = read.among(hosts(read.channels().channels(), channels.values()));
                    read.channels().channels().forEach((host, channel) -> {
                        if (!AddressRewriter.isDestination(channel, channels)) {
                            errors.add(name + "the host " + host + " belongs to channel " + channel + ", which is not defined, or no destination");
                        }
                    });
                    read.unanswered(answered).forEach(error -> errors.add(name + error));
                    here.leadingNowhere().forEach(error -> errors.add(name + error));
                    rules = rules.and(here);
                }
                case RewriteReading.Rejected(List<SyntaxError> wrong) -> wrong.forEach(error -> errors.add(name + error));
            }
        }
        return rules;
    }

    private static ChannelHosts hosts(Map<String, ChannelName> named, Collection<Channel> channels) {
        Map<String, ChannelName> hosts = new HashMap<>(named);
        hosts.putIfAbsent(AddressRewriter.DIRECTORY + "-daemon", AddressRewriter.DIRECTORY);
        channels.stream().filter(channel -> channel.nextHop().isPresent()).forEach(channel -> hosts.putIfAbsent(channel.name() + "-daemon", channel.name()));
        return new ChannelHosts(hosts);
    }

    private ThrottlePolicy throttles(List<ThrottleTableRow> rows) {
        Map<String, ThrottleTable> tables = new LinkedHashMap<>();
        List<ThrottleTable> ofUsers = new ArrayList<>();
        for (ThrottleTableRow row : rows) {
            whole("throttle_table " + row.getName(), () -> ThrottleRows.table(row)).ifPresent(table -> tables.put(table.name(), table));
            whole("throttle_table " + row.getName(), () -> ThrottleRows.countsRecipients(row)).filter(counts -> counts && tables.containsKey(row.getName()))
                    .ifPresent(counts -> ofUsers.add(tables.get(row.getName())));
        }
        return whole("throttle_table", () -> new ThrottlePolicy(tables, ofUsers)).orElse(ThrottlePolicy.NONE);
    }

    private Optional<DnsList> dnsList(DnsListRow row) {
        return whole("dns_list " + row.getName(), () -> new DnsList(row.getName(), row.getZone(),
                column("subject", () -> DnsList.Subject.valueOf(row.getSubject().toUpperCase(Locale.ROOT))), row.isAllows(),
                column("codes", () -> DnsList.listings(row.getCodes())), row.text(), row.isDefers()));
    }

    private ScriptPolicy scripts(List<SieveFilterRow> rows) {
        ScriptPolicy scripts = ScriptPolicy.NONE;
        for (SieveFilterRow row : rows) {
            String name = "sieve_filter " + row.getName();
            Optional<ScriptPolicy.Owner> owner = whole(name, () -> ScriptPolicy.owner(row.getName()));
            Optional<Optional<Mailbox>> journal = whole(name, () -> row.journal().map(PolicyLoader::journal));
            if (owner.isPresent() && journal.isPresent()) {
                switch (CompiledScripts.parse(SieveLimits.DEFAULT, owner.get().level(), name, row.getScript())) {
                    case ReadScript.Good(SieveScript script) -> scripts = scripts.with(owner.get(), new ScriptPolicy.Filter(script, journal.get()));
                    case ReadScript.Broken(List<SieveError> wrong) -> wrong.forEach(error -> errors.add(error.toString()));
                }
            }
        }
        return scripts;
    }

    private ScriptPolicy scanRules(PolicyRows rows, ScriptPolicy filters) {
        ScriptPolicy scripts = filters;
        Set<String> engines = rows.scanners().stream().map(ScannerRow::getName).collect(Collectors.toSet());
        for (ScanRuleRow row : rows.scanRules()) {
            String name = "scan_rule " + row.getName();
            Optional<ScanRule> rule = whole(name, () -> scanRule(row));
            if (!engines.contains(row.getName())) {
                errors.add(name + ": there is no scanner of that name");
            }
            rule.ifPresent(read -> read.scripts().forEach(script -> {
                if (CompiledScripts.parse(SieveLimits.DEFAULT, ScriptLevel.ENGINE, name, script) instanceof ReadScript.Broken(List<SieveError> wrong)) {
                    errors.add(wrong.getFirst() + " in: " + script);
                }
            }));
            scripts = rule.map(scripts::with).orElse(scripts);
        }
        return scripts;
    }

    private static ScanRule scanRule(ScanRuleRow row) {
        return new ScanRule(row.getName(), column("destination_channels", () -> channelNames(row.getDestinationChannels())), words(row.getChannelOptIn()),
                new LinkedHashSet<>(words(row.getOptIn())), Optional.of(row.getNullOptIn().strip()).filter(value -> !value.isEmpty()), column("verdicts", () -> verdicts(row.getVerdicts())),
                row.stringAction().filter(script -> !script.isBlank()), Optional.of(row.getNullAction()).filter(script -> !script.isBlank()));
    }

    private static List<ScanRule.Verdict> verdicts(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).map(line -> {
            String[] parts = line.split("\\s+", 2);
            if (parts.length < 2) {
                throw new IllegalArgumentException("not a pattern and a script: '" + line + "'");
            }
            return ScanRule.Verdict.of(parts[0], parts[1]);
        }).toList();
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }

    private static Mailbox journal(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1 || at == text.length() - 1 || !text.matches("[!-~]+")) {
            throw new IllegalArgumentException("journal: not an address: '" + text + "'");
        }
        return StoredForms.mailbox(text);
    }

    private NextHop destination(String text) {
        return switch (text) {
            case "store" -> addresses.store();
            case "remote" -> addresses.remote();
            default -> checked(NextHop.parse(text));
        };
    }

    private NextHop checked(NextHop hop) {
        if (hop.isMx() && !addresses.mxDelivery()) {
            throw new IllegalArgumentException("mail cannot go to the hosts of its domains (mx) while the demo directory is in use, whose passwords everybody knows");
        }
        return hop;
    }

    private static OptionalLong blocks(Optional<Long> blocks) {
        return blocks.isPresent() ? OptionalLong.of(Math.multiplyExact(blocks.get(), BLOCK_OCTETS)) : OptionalLong.empty();
    }

    private static List<Duration> durations(String text) {
        return Arrays.stream(text.strip().split("\\s+")).map(PolicyLoader::duration).toList();
    }

    private static Duration duration(String text) {
        try {
            Duration duration = Duration.parse(text);
            if (duration.isPositive() && duration.compareTo(TIME_MAX) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        throw new IllegalArgumentException("not a duration such as PT5S or P2D, above zero and at most a year: '" + text + "'");
    }

    private static List<Duration> rising(List<Duration> ages) {
        for (int i = 1; i < ages.size(); i++) {
            if (ages.get(i).compareTo(ages.get(i - 1)) <= 0) {
                throw new IllegalArgumentException("ages must rise: " + ages.get(i - 1) + " before " + ages.get(i));
            }
        }
        return ages;
    }

    private static Set<ChannelName> channelNames(String text) {
        Set<ChannelName> names = new LinkedHashSet<>();
        text.strip().lines().flatMap(line -> Arrays.stream(line.split("\\s+"))).filter(name -> !name.isEmpty())
                .forEach(name -> names.add(new ChannelName(name)));
        return names;
    }

    /** A row, or nothing and an error that names it. */
    private <T> Optional<T> whole(String row, Supplier<T> made) {
        try {
            return Optional.of(made.get());
        } catch (IllegalArgumentException | ArithmeticException e) {
            errors.add(row + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static <T> T column(String name, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }
}

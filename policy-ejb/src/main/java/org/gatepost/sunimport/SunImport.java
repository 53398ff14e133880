package org.gatepost.sunimport;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.gatepost.mail.ChannelName;
import org.gatepost.mapping.TemplateTerms;
import org.gatepost.policytext.PolicyDocument;
import org.gatepost.policytext.PolicyDocument.Row;
import org.gatepost.policytext.PolicyDocument.RowName;

/**
 * Makes a policy of the files of a Messaging Server. What a policy needs and the files do not say (ports, where mail for mailboxes and for others goes, what a
 * stolen password may send) is as a fresh start has it. For one import and one thread.
 */
public final class SunImport {

    /** The row of the rewrite rules. */
    static final String RULES = "imta.cnf";

    private static final String BOUNDS = "25000";
    private static final Map<String, String> LISTENER = Map.of("sessions_max", BOUNDS, "sessions_per_client_max", BOUNDS, "errors_max", "10", "transactions_max", "10000",
            "idle_seconds", "300", "session_seconds", "3600");
    /** Listeners and the channels their connections begin in. */
    private static final Map<String, String> LISTENERS = ordered("smtp", "tcp_local", "submission", "tcp_submit", "submissions", "tcp_submit");
    /** Keywords of channels that must be there. */
    private static final Map<String, String> NEEDED = ordered("tcp_local", "", ImtaChannels.MAILBOXES, "", "tcp_submit", "submit musttlsserver mustsaslserver");
    private static final Map<String, Map<String, String>> COUNTERS = Map.of(
            "recipients-a-day", Map.of("counts", "recipients", "max_entries", "100000", "quota", "2000", "quota_time", "86400"),
            "recipients-an-hour", Map.of("counts", "recipients", "max_entries", "100000", "quota", "500", "quota_time", "3600"));

    private final SourceFile.Beside beside;
    private final TemplateTerms terms;
    private final Set<String> answered;
    private final Findings findings = new Findings();
    private final List<Row> rows = new ArrayList<>();
    private final List<RowName> supplied = new ArrayList<>();

    private SunImport(SourceFile.Beside beside, TemplateTerms terms, Set<String> answered) {
        this.beside = beside;
        this.terms = terms;
        this.answered = answered;
    }

    /**
     * Reads the files.
     *
     * @param imta {@code imta.cnf}: rewrite rules and channels
     * @param mappings {@link SourceFile#NONE} where there is none; so {@code options}
     * @param options {@code option.dat}
     * @param beside the files these include
     * @param terms what templates of mapping tables may use
     * @param answered what rewrite rules can ask, as {@code TableLookups.answers} names it
     */
    public static Imported read(SourceFile imta, SourceFile mappings, SourceFile options, SourceFile.Beside beside, TemplateTerms terms, Set<String> answered) {
        return new SunImport(beside, terms, answered).all(imta, mappings, options);
    }

    private Imported all(SourceFile imta, SourceFile mappings, SourceFile options) {
        SunOptions said = SunOptions.read(SunLines.of(options, beside, findings), findings);
        List<SunLine> lines = SunLines.of(imta, beside, findings);
        int rulesBegin = first(lines, 0, false);
        int rulesEnd = first(lines, rulesBegin, true);
        ImtaChannels channels = ImtaChannels.read(lines.subList(rulesEnd, lines.size()), said, findings);
        channels(channels, said);
        ChannelScripts.read(channels.channels(), beside, findings).forEach((name, script) -> add(new RowName("sieve_filter", List.of(name)), Map.of("script", script)));
        LISTENERS.forEach((name, channel) -> supplied(new RowName("listener", List.of(name)), with(LISTENER, Map.of("source_channel", channel))));
        MappingsFile.read(SunLines.of(mappings, beside, findings), terms, COUNTERS.keySet(), findings)
                .forEach((name, entries) -> add(new RowName("mapping_table", List.of(name)), Map.of("entries", String.join("\n", entries))));
        Set<ChannelName> names = rows.stream().map(Row::name).filter(name -> name.table().equals("channel")).map(name -> new ChannelName(name.key().getFirst())).collect(Collectors.toSet());
        String rules = ImtaRules.text(lines.subList(rulesBegin, rulesEnd), channels, names, answered, findings);
        if (!rules.isEmpty()) {
            add(new RowName("rewrite_rules", List.of(RULES)), Map.of("rules", rules));
        }
        COUNTERS.forEach((name, columns) -> supplied(new RowName("throttle_table", List.of(name)), columns));
        return new Imported(new PolicyDocument(rows.stream().sorted(Comparator.comparing(row -> row.name().toString())).toList()), findings.inOrder(), supplied);
    }

    /** The first line from there on that is blank, or is not; their number where there is none. */
    private static int first(List<SunLine> lines, int from, boolean blank) {
        int at = from;
        while (at < lines.size() && lines.get(at).text().isBlank() != blank) {
            at++;
        }
        return at;
    }

    private void channels(ImtaChannels channels, SunOptions options) {
        channels.channels().forEach((name, channel) -> add(new RowName("channel", List.of(name.value())), channel.row(name)));
        NEEDED.forEach((name, keywords) -> {
            if (!channels.channels().containsKey(new ChannelName(name))) {
                Map<String, String> row = new SunChannel(options).row(new ChannelName(name));
                supplied(new RowName("channel", List.of(name)), with(row, Map.of("keywords", (row.get("keywords") + " " + keywords).strip())));
            }
        });
    }

    private void supplied(RowName name, Map<String, String> columns) {
        supplied.add(name);
        add(name, columns);
    }

    /** In an order of its own, so that the same files give the same text. */
    private void add(RowName name, Map<String, String> columns) {
        rows.add(new Row(name, new TreeMap<>(columns), 0));
    }

    private static Map<String, String> with(Map<String, String> columns, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(columns);
        all.putAll(more);
        return all;
    }

    private static Map<String, String> ordered(String... names) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i += 2) {
            map.put(names[i], names[i + 1]);
        }
        return map;
    }
}

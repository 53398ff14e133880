package org.gatepost.ee.store;

import java.util.List;

/** The rows of one policy version, as they were read. */
public record PolicyRows(long version, List<ListenerRow> listeners, List<ChannelRow> channels, List<ScannerRow> scanners,
        List<MappingTableRow> mappingTables, List<DnsListRow> dnsLists, List<SpfLocalRow> spfRecords,
        List<SieveFilterRow> sieveFilters, List<GeneralTextRow> generalTexts, List<RewriteRulesRow> rewriteRules,
        List<ScanRuleRow> scanRules, List<ThrottleTableRow> throttleTables,
        List<ConversionRulesRow> conversionRules) {

    public PolicyRows {
        listeners = List.copyOf(listeners);
        channels = List.copyOf(channels);
        scanners = List.copyOf(scanners);
        mappingTables = List.copyOf(mappingTables);
        dnsLists = List.copyOf(dnsLists);
        spfRecords = List.copyOf(spfRecords);
        sieveFilters = List.copyOf(sieveFilters);
        generalTexts = List.copyOf(generalTexts);
        rewriteRules = List.copyOf(rewriteRules);
        scanRules = List.copyOf(scanRules);
        throttleTables = List.copyOf(throttleTables);
        conversionRules = List.copyOf(conversionRules);
    }
}

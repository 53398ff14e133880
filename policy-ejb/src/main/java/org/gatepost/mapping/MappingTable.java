package org.gatepost.mapping;

import java.util.List;

/** A named table: its entries in their order, and the index by which those that could match are found. Immutable. */
final class MappingTable {

    private final String name;
    private final List<MappingEntry> entries;
    private final EntryIndex index;

    MappingTable(String name, List<MappingEntry> entries) {
        this.name = name;
        this.entries = List.copyOf(entries);
        this.index = new EntryIndex(entries.stream().map(MappingEntry::pattern).toList());
    }

    String name() {
        return name;
    }

    List<MappingEntry> entries() {
        return entries;
    }

    EntryIndex index() {
        return index;
    }
}

package org.gatepost.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The tables of a policy, compiled. The case of a table's name does not count. Immutable. */
public final class MappingTables {

    /** No table at all. */
    public static final MappingTables NONE = new MappingTables(List.of());

    private final Map<String, MappingTable> byName = new LinkedHashMap<>();

    MappingTables(List<MappingTable> tables) {
        tables.forEach(table -> byName.put(key(table.name()), table));
    }

    private static String key(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    /** Whether there is a table of this name: one that does not exist is not consulted. */
    public boolean has(String name) {
        return byName.containsKey(key(name));
    }

    /** Their names in the order of the file. */
    public List<String> names() {
        return byName.values().stream().map(MappingTable::name).toList();
    }

    Optional<MappingTable> table(String name) {
        return Optional.ofNullable(byName.get(key(name)));
    }
}

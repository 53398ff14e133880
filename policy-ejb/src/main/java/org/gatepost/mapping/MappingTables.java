package org.gatepost.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The tables of a policy, compiled, and the general database beside them. The case of a table's name does not count. Immutable. */
public final class MappingTables {

    /** No table at all. */
    public static final MappingTables NONE = new MappingTables(List.of());

    private final Map<String, MappingTable> byName = new LinkedHashMap<>();
    private final GeneralDatabase general;

    MappingTables(List<MappingTable> tables) {
        this(tables, GeneralDatabase.EMPTY);
    }

    private MappingTables(List<MappingTable> tables, GeneralDatabase general) {
        tables.forEach(table -> byName.put(key(table.name()), table));
        this.general = general;
    }

    /** The same tables, beside this general database. */
    public MappingTables with(GeneralDatabase texts) {
        return new MappingTables(List.copyOf(byName.values()), texts);
    }

    /** What {@code ${text}} finds. */
    public GeneralDatabase general() {
        return general;
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

    /** These and others; of two with one name, the other's. */
    public MappingTables and(MappingTables others) {
        List<MappingTable> all = new ArrayList<>(byName.values());
        all.addAll(others.byName.values());
        return new MappingTables(all, general);
    }

    /** What a piece asks of others than tables: {@code $[library,routine]}, or the form of another look-up. */
    static Optional<String> asked(TemplatePart part) {
        return switch (part) {
            case TemplatePart.Call call -> Optional.of("$[" + Lookups.name(call.library(), call.routine()) + "]");
            case TemplatePart.Url url -> Optional.of("$]url[");
            case TemplatePart.General general -> Optional.of("${text}");
            case TemplatePart.DomainAttribute attribute -> Optional.of("$}domain,attribute{");
            case TemplatePart.Sequence sequence -> Optional.of("$#sequence#");
            case TemplatePart.Nested nested -> Optional.empty();
            case TemplatePart.Text text -> Optional.empty();
            case TemplatePart.Saved saved -> Optional.empty();
            case TemplatePart.Style style -> Optional.empty();
            case TemplatePart.SetFlag flag -> Optional.empty();
            case TemplatePart.GoOn way -> Optional.empty();
            case TemplatePart.Chance chance -> Optional.empty();
            case TemplatePart.OnlyIf condition -> Optional.empty();
        };
    }

    Optional<MappingTable> table(String name) {
        return Optional.ofNullable(byName.get(key(name)));
    }
}

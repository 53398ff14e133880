package org.gatepost.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** These and others; of two with one name, the other's. */
    public MappingTables and(MappingTables others) {
        List<MappingTable> all = new ArrayList<>(byName.values());
        all.addAll(others.byName.values());
        return new MappingTables(all);
    }

    /** All output flags their templates can set themselves. */
    public Flags flags() {
        return parts().filter(TemplatePart.SetFlag.class::isInstance).map(part -> Flags.of(String.valueOf(((TemplatePart.SetFlag) part).name()))).reduce(Flags.NONE, Flags::and);
    }

    /** What their templates ask of others than tables: {@code $[library,routine]}, or the form of another look-up. */
    public Set<String> asked() {
        return parts().flatMap(part -> switch (part) {
            case TemplatePart.Call call -> Stream.of("$[" + Lookups.name(call.library(), call.routine()) + "]");
            case TemplatePart.Url url -> Stream.of("$]url[");
            case TemplatePart.General general -> Stream.of("${text}");
            case TemplatePart.DomainAttribute attribute -> Stream.of("$}domain,attribute{");
            case TemplatePart.Sequence sequence -> Stream.of("$#sequence#");
            case TemplatePart.Nested nested -> Stream.<String>empty();
            case TemplatePart.Text text -> Stream.<String>empty();
            case TemplatePart.Saved saved -> Stream.<String>empty();
            case TemplatePart.Style style -> Stream.<String>empty();
            case TemplatePart.SetFlag flag -> Stream.<String>empty();
            case TemplatePart.GoOn way -> Stream.<String>empty();
            case TemplatePart.Chance chance -> Stream.<String>empty();
            case TemplatePart.OnlyIf condition -> Stream.<String>empty();
        }).collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<TemplatePart> parts() {
        return byName.values().stream().flatMap(table -> table.entries().stream()).flatMap(entry -> entry.template().stream());
    }

    Optional<MappingTable> table(String name) {
        return Optional.ofNullable(byName.get(key(name)));
    }
}

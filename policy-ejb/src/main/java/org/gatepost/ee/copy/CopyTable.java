package org.gatepost.ee.copy;

import java.util.List;

/** A table and those of its columns that rows are given for; the others get their defaults. The names come from us, never from outside. */
public record CopyTable(String name, List<String> names) {

    public CopyTable {
        names = List.copyOf(names);
    }

    public CopyTable(String name, String... names) {
        this(name, List.of(names));
    }

    int columns() {
        return names.size();
    }

    String statement() {
        return "COPY " + name + " (" + String.join(", ", names) + ") FROM STDIN (FORMAT binary)";
    }
}

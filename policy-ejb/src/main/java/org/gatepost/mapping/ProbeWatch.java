package org.gatepost.mapping;

import java.util.List;

/** Port: is told of each question to a mapping table, with every entry that was tried, nested tables' too. For a dry run. */
@FunctionalInterface
public interface ProbeWatch {

    void asked(String table, String probe, Flags flags, MappingAnswer answer, List<EntryTried> tried);
}

package org.gatepost.mapping;

import java.util.List;

/**
 * One entry of a table.
 *
 * @param line where it begins in its file, from 1
 * @param source as it is written, its continuations joined
 */
record MappingEntry(int line, String source, Pattern pattern, List<TemplatePart> template) {

    MappingEntry {
        template = List.copyOf(template);
    }
}

package org.gatepost.workbench.bench.result;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What figures were taken on, without which they mean nothing: name of each part and its description, in order.
 *
 * @param parts such as {@code CPU} and its model
 */
public record Machine(Map<String, String> parts) {

    public Machine {
        parts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /** One line for a person. */
    public String text() {
        return parts.entrySet().stream().map(part -> part.getKey() + ": " + part.getValue()).collect(java.util.stream.Collectors.joining("; "));
    }
}

package org.gatepost.trace;

import java.util.Map;
import java.util.TreeMap;

/** Keeps the alarms that stand. */
public final class AlarmList implements Alarms {

    private final Map<String, String> standing = new TreeMap<>();

    public Map<String, String> standing() {
        return Map.copyOf(standing);
    }

    @Override
    public void raise(String key, String text) {
        standing.put(key, text);
    }

    @Override
    public void clear(String key) {
        standing.remove(key);
    }
}

package org.gatepost.adapter.mail;

import java.util.Map;
import java.util.TreeMap;

import org.gatepost.trace.Alarms;

/** The alarms that stand. */
final class AlarmsRaised implements Alarms {

    final Map<String, String> standing = new TreeMap<>();

    @Override
    public void raise(String key, String text) {
        standing.put(key, text);
    }

    @Override
    public void clear(String key) {
        standing.remove(key);
    }
}

package org.gatepost.workbench.directory;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

import org.gatepost.trace.Alarms;

/** The alarms that stand. */
public final class AlarmBook implements Alarms {

    private final Set<String> standing = new ConcurrentSkipListSet<>();

    @Override
    public void raise(String key, String text) {
        standing.add(key);
    }

    @Override
    public void clear(String key) {
        standing.remove(key);
    }

    public Set<String> standing() {
        return standing;
    }
}

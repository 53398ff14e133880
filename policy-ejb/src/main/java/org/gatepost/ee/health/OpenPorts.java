package org.gatepost.ee.health;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import org.gatepost.smtp.listener.PortNotice;

import jakarta.enterprise.context.ApplicationScoped;

/** Which SMTP ports there are to be, and which of them are open, as the connector tells. Safe for use by many threads. */
@ApplicationScoped
public class OpenPorts {

    private final Map<String, Boolean> ports = new ConcurrentHashMap<>();

    /** A port is about to be bound, or was. */
    public void told(PortNotice notice) {
        ports.put(notice.listener() + " " + notice.address() + ":" + notice.port(), notice.open());
    }

    /** Whether there are any, and all of them are open. */
    public boolean areOpen() {
        return !ports.isEmpty() && !ports.containsValue(false);
    }

    /** Each by listener, address and port. */
    public Map<String, Boolean> each() {
        return new TreeMap<>(ports);
    }
}

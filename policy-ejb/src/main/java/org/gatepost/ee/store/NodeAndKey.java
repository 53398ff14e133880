package org.gatepost.ee.store;

import java.io.Serializable;
import java.util.Objects;

/** The key of an alarm: a node and a cause. */
public class NodeAndKey implements Serializable {

    private String node;
    private String key;

    /** For the persistence provider. */
    public NodeAndKey() {
    }

    public NodeAndKey(String node, String key) {
        this.node = node;
        this.key = key;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof NodeAndKey other && Objects.equals(node, other.node) && Objects.equals(key, other.key);
    }

    @Override
    public int hashCode() {
        return Objects.hash(node, key);
    }
}

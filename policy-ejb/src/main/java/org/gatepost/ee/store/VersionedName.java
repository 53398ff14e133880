package org.gatepost.ee.store;

import java.io.Serializable;
import java.util.Objects;

/** The key of a policy row: a version and a name in it. */
public class VersionedName implements Serializable {

    private long versionId;
    private String name;

    /** For the persistence provider. */
    public VersionedName() {
    }

    public VersionedName(long versionId, String name) {
        this.versionId = versionId;
        this.name = name;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof VersionedName other && versionId == other.versionId && Objects.equals(name, other.name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(versionId, name);
    }
}

package org.gatepost.stage;

/**
 * The key of something a stage learned and a later one may ask for. Each package declares its own as constants; two facts are the same only if
 * they are the same object.
 *
 * @param <T> the type of its value
 */
public final class Fact<T> {

    private final String name;

    /** A new key; the name is for messages only. */
    public Fact(String name) {
        this.name = name;
    }

    @Override
    public String toString() {
        return name;
    }
}

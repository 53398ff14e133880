package org.gatepost.mapping;

/**
 * Port: something that a template can ask, by the name under which it is registered in {@link Lookups}. It answers by a deadline of its own and never
 * throws. Safe for use by many threads.
 */
@FunctionalInterface
public interface Routine {

    /** @param argument what stands in the template, its substitutions made */
    LookupAnswer call(String argument);
}

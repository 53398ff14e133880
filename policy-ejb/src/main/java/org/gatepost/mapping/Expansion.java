package org.gatepost.mapping;

/** What comes of a template whose pattern fits. */
sealed interface Expansion {

    /** @param way the last that was asked for; END where none was */
    record Done(String output, Flags flags, TemplatePart.Way way) implements Expansion {
    }

    /** The entry is treated as not matched. */
    record Failed(String why) implements Expansion {
    }

    record Undecided(String why) implements Expansion {
    }
}

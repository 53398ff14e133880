package org.gatepost.partial;

/** What a message that is about to become ours changes in a set of parts, in the same transaction. It is not stored where the set is not as it was judged by. */
public sealed interface PartsChange {

    /** The part that has come. */
    ArrivedPart part();

    /** The message is that part, and waits. */
    record Joins(ArrivedPart part) implements PartsChange {
    }

    /** The message is the whole that part made of these others: they go. */
    record Makes(ArrivedPart part, Standing.Completes of) implements PartsChange {
    }
}

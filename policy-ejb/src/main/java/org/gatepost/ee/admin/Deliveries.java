package org.gatepost.ee.admin;

import java.util.Collection;
import java.util.UUID;

/** Port: what the desk asks of this node's delivery. Never waits for a next hop. Safe for use by many threads. */
public interface Deliveries {

    /** Puts back into the queue, due again some seconds later, those of these entries that wait here and that no attempt has begun for. */
    void giveBack(Collection<UUID> entries);

    /** Looks for due entries, and tries destinations that could not be reached, at once. */
    void wakeUp();
}

/**
 * Faults under load, and the books afterwards: processes killed and frozen, disks filled, packets dropped, the clock set, the application replaced,
 * while a client of ours keeps a ledger of what it was answered.
 *
 * <p>One round is one fault: load begins, the fault strikes and is lifted, mail must be taken again without a hand, load ends, the queue must become
 * empty, and ledger, store and database must agree. Faults that need a mount, a packet filter or a preloaded library are struck in namespaces made for
 * them (unshare(1)); where the machine refuses those, their rounds are skipped, and the result says so.
 *
 * <p>Read {@link org.gatepost.workbench.chaos.Chaos}, then {@link org.gatepost.workbench.chaos.Fault} and
 * {@link org.gatepost.workbench.chaos.Books}. Uses {@code supervisor} for the instance and JDBC for its rows.
 */
package org.gatepost.workbench.chaos;

package org.gatepost.workbench.chaos;

import java.util.List;

/**
 * One fault and its books.
 *
 * @param fault in words
 * @param accepted messages answered 250
 * @param refused messages refused for now, 4xx
 * @param unanswered messages begun that got no reply
 * @param delivered copies that came in this round, second ones included
 * @param duplicates of those, copies that were there already
 * @param lost copies promised by a 250 that are not there
 * @param outageMillis the longest time in which nothing was answered 250
 * @param emptyMillis from the end of the load until the queue was empty
 * @param stuck messages still in the queue after that time was up
 * @param findings everything that broke a promise; empty is well
 */
public record Round(int number, String fault, long accepted, long refused, long unanswered, int delivered, int duplicates, int lost, long outageMillis, long emptyMillis,
        long stuck, List<String> findings) {

    public Round {
        findings = List.copyOf(findings);
    }
}

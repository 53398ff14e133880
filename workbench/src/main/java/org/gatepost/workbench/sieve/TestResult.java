package org.gatepost.workbench.sieve;

/**
 * How one test ended.
 *
 * @param file as it was named
 * @param reason why it failed; empty where it passed
 */
public record TestResult(String file, String test, boolean passed, String reason) {
}

/**
 * Sieve test scripts: a test's own store, outbox and settings, and the words by which a script drives them. The engine is the server's.
 *
 * <p>Uses {@code org.gatepost.sieve}. Read {@link org.gatepost.workbench.sieve.TestScript} first, then {@link org.gatepost.workbench.sieve.TestGround}.
 */
package org.gatepost.workbench.sieve;

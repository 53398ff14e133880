/**
 * Running Sieve: scripts on a message for one recipient, what they want done as values, and how the levels' wishes become one outcome.
 *
 * <p>May use {@code sieve.language}, {@code sieve.message} and RE2J. Read {@link org.gatepost.sieve.SieveInterpreter} first, then
 * {@link org.gatepost.sieve.SieveAction} and {@link org.gatepost.sieve.ScriptOrder}. Nothing is done here: who runs a script does what the actions say.
 *
 * <p>RFC 5228 and the extensions named in {@link org.gatepost.sieve.language.Capability}.
 */
package org.gatepost.sieve;

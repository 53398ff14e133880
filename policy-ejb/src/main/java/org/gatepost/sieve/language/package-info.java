/**
 * The Sieve language: octets to tokens, tokens to phrases, phrases to a validated script. Knows no message and runs nothing.
 *
 * <p>Uses the JDK and RE2J. Read {@link org.gatepost.sieve.language.SieveParser} first, then {@link org.gatepost.sieve.language.SieveCommand} and
 * {@link org.gatepost.sieve.language.SieveTest}: what a script can say.
 *
 * <p>RFC 5228 (language), 5229 (variables), 5231 (relational), 5260 (date, index), 6609 (include), 5703 (MIME), 5463 (ihave).
 */
package org.gatepost.sieve.language;

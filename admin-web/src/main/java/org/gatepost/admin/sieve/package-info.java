/**
 * Sieve scripts at the desk: those of the system, domains and channels, each change of which makes a draft of policy, and those a user keeps here.
 *
 * <p>May call {@code ee.admin}. Read {@link org.gatepost.admin.sieve.SieveView}.
 */
package org.gatepost.admin.sieve;

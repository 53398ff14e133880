/**
 * A policy version as text that people read, compare and keep: its rows, how they are written and read, and how two versions differ.
 *
 * <p>Knows nothing of what the rows mean, so that a table added later is written, read and compared as those that are there. The same rows give the same
 * octets. May use nothing else. Read {@link org.gatepost.policytext.PolicyText}.
 */
package org.gatepost.policytext;

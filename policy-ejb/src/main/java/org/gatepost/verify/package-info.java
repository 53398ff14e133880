/**
 * Recipients nobody but the next hop knows: whether it takes them, asked before they are ours, and what it refuses after that all the same.
 *
 * <p>Read {@link org.gatepost.verify.RecipientVerification} first. {@link org.gatepost.verify.RecipientProbe} is the port to the network;
 * {@link org.gatepost.verify.NextHopQuestions} sees to it that a next hop is asked seldom and not for long. {@link org.gatepost.verify.Leaks} counts what
 * was refused too late. May use {@code channel}, {@code mail}, {@code stage}, {@code scan} (its breaker), {@code trace} and the connector's {@code client} and
 * {@code protocol}. RFC 5321 sections 3.3 and 4.2.4 (what a reply to RCPT says), 6.1 (who answers for what was taken).
 */
package org.gatepost.verify;

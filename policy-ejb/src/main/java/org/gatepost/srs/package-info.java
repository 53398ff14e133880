/**
 * The Sender Rewriting Scheme: a message that is forwarded gets a reverse-path of our own, so that SPF does not fail where it goes, and reports to that path find
 * back to the sender. Addresses are signed and age, so that nobody sends to others through us.
 *
 * <p>May use the connector's {@code protocol}. Read {@link org.gatepost.srs.Srs}.
 */
package org.gatepost.srs;

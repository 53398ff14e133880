/**
 * Where mail comes in: the message-driven bean the connector calls, and the group commit that makes messages ours.
 *
 * <p>May use every core package, {@code ee.settings} and {@code ee.store}. Read {@link org.gatepost.ee.inbound.SmtpGateBean}.
 */
package org.gatepost.ee.inbound;

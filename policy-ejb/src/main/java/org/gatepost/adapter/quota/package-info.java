/**
 * Message stores that say whether a mailbox has room: {@link org.gatepost.adapter.quota.PolicyServiceQuota}, by Postfix's policy delegation protocol, as Dovecot's
 * {@code quota-status} answers it.
 *
 * <p>May use {@code channel}, {@code scan} (its breaker), {@code trace} and {@code adapter.scanner.wire}.
 */
package org.gatepost.adapter.quota;

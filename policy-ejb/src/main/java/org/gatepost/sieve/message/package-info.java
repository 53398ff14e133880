/**
 * A message as Sieve looks at it: header fields, size, parts, addresses, dates. Reads; what a script changes is a list of declared edits
 * ({@link org.gatepost.sieve.message.HeaderRewrite}), and the octets stay as they are.
 *
 * <p>May use {@code mail} and mime4j's token stream, for reading alone. Read {@link org.gatepost.sieve.message.SieveMessage} first, then
 * {@link org.gatepost.sieve.message.ReceivedMessage}.
 *
 * <p>RFC 5322 (format), 2045 to 2047 (MIME), 6068 (mailto), 5173 (body), 5293 (editheader).
 */
package org.gatepost.sieve.message;

/**
 * What users are told of their own mail in quarantine, and the tokens by which they release it without a login: once a day a {@link org.gatepost.quarantine.Digest},
 * in it for each copy a link with a {@link org.gatepost.quarantine.ReleaseTokens} token (decision 0059).
 *
 * <p>Core: may use {@code mail}, {@code queue}, {@code trace} and the connector's {@code protocol} and {@code spool}. The table of keys and days is
 * {@code ee.quarantine}'s, the message is {@code adapter.mail}'s.
 *
 * <p>RFC 3834 (what mail that no person wrote says of itself), RFC 2104 (HMAC).
 */
package org.gatepost.quarantine;

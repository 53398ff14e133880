/**
 * What we originate, rendered with Jakarta Mail. A message in transit never goes through here.
 *
 * <p>May use the core and {@code jakarta.mail}. Read {@link org.gatepost.adapter.mail.JakartaMailDsnRenderer}. Parts are given to Jakarta Mail as
 * octets with their header fields, so that no content handler has to be found by a thread's class loader.
 *
 * <p>RFC 3464, 6522 and 6533 (reports), 3282 (languages), 5322 (header fields), 2045 to 2049 (MIME), 3834 (Auto-Submitted), 8460 (TLS reports).
 */
package org.gatepost.adapter.mail;

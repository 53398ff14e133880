/**
 * SPF (RFC 7208): whether a domain says that a client may use its name. Records are read whole before anything is asked; every limit ends in a result, never in
 * an exception; what was found out on the way is kept as steps.
 *
 * <p>May use {@code dns}, {@code stage} and the connector's {@code protocol}. Read {@link org.gatepost.mailauth.spf.SpfCheck}, then {@code SpfEvaluation}.
 *
 * <p>RFC 7208 with its errata, 8616 section 4 (addresses beyond ASCII).
 */
package org.gatepost.mailauth.spf;

/**
 * MTA-STS policies, fetched over HTTPS.
 *
 * <p>Implements the port {@code routing.StsPolicies}. Read {@link org.gatepost.adapter.sts.PublishedPolicies}.
 *
 * <p>RFC 8461 section 3.
 */
package org.gatepost.adapter.sts;

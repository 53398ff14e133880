/**
 * Signed tokens (JWT, RFC 7519) judged by the keys their issuer publishes (JWKS, RFC 7517). Implements the port {@code auth.BearerTokens} with the JOSE library
 * Payara ships.
 *
 * <p>Read {@link org.gatepost.adapter.jose.JoseTokens}, then {@link org.gatepost.adapter.jose.IssuerKeys}. RFC 8725 says what can go wrong.
 */
package org.gatepost.adapter.jose;

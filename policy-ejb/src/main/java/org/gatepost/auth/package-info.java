/**
 * Who the client is (RFC 4954): passwords by a bind to the directory, SCRAM from stored verifiers, certificates; and how guessing is slowed down. Knows no
 * session and no channel beyond its keywords; what becomes of a user is the gate's to say. Read {@link org.gatepost.auth.Authenticator} first, then
 * {@link org.gatepost.auth.Accounts}, which holds the rules that are the same for every mechanism.
 *
 * <p>RFC 4422 (SASL), 4616 (PLAIN), 5802 and 7677 (SCRAM), 5803 (verifiers), 5929 (channel binding).
 */
package org.gatepost.auth;

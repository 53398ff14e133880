package org.gatepost.ee.admin;

import java.time.Instant;

/**
 * What was known of a message when it became ours. Texts are empty where nothing was said.
 *
 * @param client address and port; empty for what we originate
 * @param tls the TLS session in words; empty without TLS
 * @param marks words such as unscanned:clamd
 * @param edits how many declared edits are applied on the way out
 */
public record MessageFacts(Instant arrived, String sender, long octets, String body, String client, String hello, String tls, String identity,
        String channel, long policyVersion, String session, int transaction, String marks, int edits, String ret, String envid) {
}

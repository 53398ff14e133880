/**
 * Whether this node can do its work, for whoever watches it (MicroProfile Health, {@code /health}). What is told is known already: asking costs the
 * database and the ports nothing. May use {@code gate} and the connector's {@code listener}.
 */
package org.gatepost.ee.health;

/**
 * What is to be said about our certificates: that they cannot be used, or end soon.
 *
 * <p>May use {@code trace} and the connector's {@code tls}, which shows them to clients and takes new ones up by itself.
 */
package org.gatepost.ee.tls;

/**
 * Channels: named bundles of keywords a connection or a recipient is subject to, and where their mail goes.
 *
 * <p>May use {@code mail} and the connector's {@code protocol}. Read {@link org.gatepost.channel.Channel}.
 */
package org.gatepost.channel;

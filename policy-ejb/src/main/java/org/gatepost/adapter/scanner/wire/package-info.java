/**
 * What scanners' adapters share: {@link org.gatepost.adapter.scanner.wire.Conversation}, one connection with one deadline, on which is spoken and listened at
 * the same time.
 *
 * <p>May use {@code scan}.
 */
package org.gatepost.adapter.scanner.wire;

/**
 * From octets to values and back: lines, commands, content with its dots, chunks, replies.
 *
 * <p>May use {@code protocol}; knows no socket. Read {@link org.gatepost.smtp.wire.OctetInput} first, then
 * {@link org.gatepost.smtp.wire.ContentLines}, where the rules about line endings are. Whatever way the network splits the octets, the result is
 * the same.
 *
 * <p>RFC 5321 sections 2.3.8, 4.1, 4.5.2 and 4.5.3, RFC 1870, 1985, 2852, 3030, 3461, 3865, 4865, 6152, 6531, 6533, 6710, 8689.
 */
package org.gatepost.smtp.wire;

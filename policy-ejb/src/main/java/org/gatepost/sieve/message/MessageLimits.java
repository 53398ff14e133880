package org.gatepost.sieve.message;

/**
 * How much of a message is looked at; what is beyond is as if it were not there.
 *
 * @param headerOctets of the message's own header
 * @param fields of it
 * @param parts within one another and beside one another
 * @param partOctets decoded octets of one part, and of the raw body
 * @param contentOctets decoded octets of all parts
 */
public record MessageLimits(int headerOctets, int fields, int parts, int partOctets, int contentOctets) {

    public static final MessageLimits DEFAULT = new MessageLimits(256 << 10, 2000, 1000, 1 << 20, 4 << 20);
}

package org.gatepost.channel;

/** How much a channel wants of something: the {@code no}, {@code may} and {@code must} of its keywords. */
public enum Need {
    NO, MAY, MUST
}

package org.gatepost.smtp.protocol;

/**
 * How the client introduced itself.
 *
 * @param name the argument of HELO or EHLO as given: a domain or an address literal; never trusted
 * @param extended true after EHLO
 */
public record Hello(String name, boolean extended) {
}

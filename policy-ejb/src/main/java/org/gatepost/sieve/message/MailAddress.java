package org.gatepost.sieve.message;

/**
 * An address without name and comments.
 *
 * @param localPart without quotes
 * @param domain empty where there is none
 */
public record MailAddress(String localPart, String domain) {

    /** As it is written in an envelope. */
    @Override
    public String toString() {
        boolean plain = !localPart.isEmpty() && localPart.chars().allMatch(c -> AddressScanner.isAtomText((char) c) || c == '.');
        String local = plain ? localPart : '"' + localPart.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        return domain.isEmpty() ? local : local + '@' + domain;
    }
}

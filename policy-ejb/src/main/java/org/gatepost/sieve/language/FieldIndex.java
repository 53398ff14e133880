package org.gatepost.sieve.language;

/**
 * Which of several header fields of one name a test or edit is about (RFC 5260 section 6).
 *
 * @param number from 1
 * @param last counted from the last
 */
public record FieldIndex(int number, boolean last) {
}

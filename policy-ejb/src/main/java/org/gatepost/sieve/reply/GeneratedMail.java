package org.gatepost.sieve.reply;

/**
 * A message of our own.
 *
 * @param from the reverse-path; empty for the null reverse-path
 * @param to the one recipient
 * @param text all of it, lines with CRLF, in UTF-8
 */
public record GeneratedMail(String from, String to, String text) {
}

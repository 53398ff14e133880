package org.gatepost.mailauth.spf;

/**
 * One thing found out on the way to a verdict.
 *
 * @param depth 0 for the domain asked about, 1 for one it includes or redirects to, and so on
 * @param domain whose record it is about
 * @param term as it stands in the record; {@code record} for the record itself
 * @param outcome in a few words
 */
public record SpfStep(int depth, String domain, String term, String outcome) {
}

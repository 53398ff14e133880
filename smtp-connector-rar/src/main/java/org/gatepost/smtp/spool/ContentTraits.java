package org.gatepost.smtp.spool;

/**
 * What the reader noticed about a content, so that nobody reads it again to know.
 *
 * @param bareLineFeeds how many bare LF were made CRLF
 * @param longestLineOctets the longest line, without its CRLF
 * @param eightBit whether any octet has its high bit set
 */
public record ContentTraits(long bareLineFeeds, int longestLineOctets, boolean eightBit) {
}

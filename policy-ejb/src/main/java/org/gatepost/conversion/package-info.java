/**
 * Conversion of a message's parts between two channels: entries say which parts are changed, taken out, refused or held, programs of the site do it, and what comes of it
 * are declared edits of the content.
 *
 * <p>RFC 2045, 2046, 2183. May use {@code mail}, {@code mapping}'s lines of policy texts, {@code sieve.message}'s field values, the connector's {@code spool} and
 * mime4j's decoders. Read {@link org.gatepost.conversion.ConversionReader}, then {@link org.gatepost.conversion.Conversion}.
 */
package org.gatepost.conversion;

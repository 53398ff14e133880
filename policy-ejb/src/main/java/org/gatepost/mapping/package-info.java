/**
 * Mapping tables: ordered entries of pattern and template that turn a probe, which says what is going on, into flags and a text, which say what to do about
 * it. What a table asks of others (a directory, a database, a routine) goes through {@link org.gatepost.mapping.Lookups}.
 *
 * <p>May use {@code stage} and the connector's {@code protocol}. Read {@link org.gatepost.mapping.Mappings}, then
 * {@link org.gatepost.mapping.MappingReader} for the language and {@link org.gatepost.mapping.EntryIndex} for why a table of ten thousand entries costs
 * little. RFC 4515 (quoting for filters).
 */
package org.gatepost.mapping;

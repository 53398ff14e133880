/**
 * The mapping tables that decide about access: what each is asked at its stage, and what its answer means. A table that does not exist is not asked. None of
 * them permits: a yes is the absence of an objection, and ends its own table alone.
 *
 * <p>May use {@code mapping}, {@code mail}, {@code stage} and the connector's {@code listener} and {@code protocol}. Read
 * {@link org.gatepost.mapping.access.AccessAnswer}, then {@link org.gatepost.mapping.access.AccessArgument} for the order in which arguments stand.
 */
package org.gatepost.mapping.access;

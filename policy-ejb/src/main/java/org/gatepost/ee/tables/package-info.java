/**
 * What mapping tables are asked behind everything else, when nobody waits for the answer.
 *
 * <p>May use {@code gate}, {@code mapping}, {@code trace} and {@code ee.trace}. Read {@link org.gatepost.ee.tables.TableActions}.
 */
package org.gatepost.ee.tables;

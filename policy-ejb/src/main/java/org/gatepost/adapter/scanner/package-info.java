/**
 * Scanners' adapters, one package for each protocol, and {@link org.gatepost.adapter.scanner.Engines}, which knows them all.
 *
 * <p>May use {@code scan} and the packages below it.
 */
package org.gatepost.adapter.scanner;

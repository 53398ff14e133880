package org.gatepost.scan;

/** Port: makes an engine's adapter by its protocol. A protocol nobody speaks is an {@link IllegalArgumentException}. */
@FunctionalInterface
public interface ScannerFactory {

    Scanner create(ScannerPolicy policy);
}

package org.gatepost.scan;

/**
 * Port: makes an engine's adapter by its protocol, for the policy's one server where it has one. Nothing is opened by making it. A protocol nobody speaks,
 * or options it does not know, is an {@link IllegalArgumentException} with one clear line.
 */
@FunctionalInterface
public interface ScannerFactory {

    Scanner create(ScannerPolicy policy);
}

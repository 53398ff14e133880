package org.gatepost.adapter.scanner;

import java.util.List;

import org.gatepost.adapter.scanner.clamd.ClamdScanner;
import org.gatepost.scan.Scanner;
import org.gatepost.scan.ScannerFactory;
import org.gatepost.scan.ScannerPolicy;

/** Makes the adapter of an engine by its protocol: here is where a new one is entered. Stateless. */
public final class Engines implements ScannerFactory {

    /** What can be spoken. */
    public static final List<String> PROTOCOLS = List.of("clamd");

    /** Whether an engine of that protocol has an address; the others are part of ours, or a program. */
    public static boolean isServer(String protocol) {
        return switch (protocol) {
            case "attachment", "command" -> false;
            default -> true;
        };
    }

    @Override
    public Scanner create(ScannerPolicy policy) {
        return switch (policy.protocol()) {
            case "clamd" -> {
                policy.options().only();
                yield new ClamdScanner(policy.name(), policy.host(), policy.port());
            }
            default -> throw new IllegalArgumentException("nobody speaks " + policy.protocol());
        };
    }
}

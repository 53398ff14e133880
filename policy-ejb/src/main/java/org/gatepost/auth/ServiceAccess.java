package org.gatepost.auth;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads mailAllowedServiceAccess: filters {@code +services:clients} that allow and {@code -services:clients} that forbid, separated by {@code $}; services
 * and clients are lists of names, or ALL or {@code *}. What is forbidden is; else, where something is allowed, it must be among it.
 */
final class ServiceAccess {

    private static final String SERVICE = "smtp";

    private ServiceAccess() {
    }

    /** Whether a user with these values may submit mail from this address. */
    static boolean allowsSmtp(List<String> values, String clientAddress) {
        List<String> filters = values.stream().flatMap(value -> Arrays.stream(value.split("\\$"))).map(String::strip).filter(f -> !f.isEmpty()).toList();
        if (filters.stream().anyMatch(filter -> filter.startsWith("-") && matches(filter, clientAddress))) {
            return false;
        }
        List<String> allowing = filters.stream().filter(filter -> !filter.startsWith("-")).toList();
        return allowing.isEmpty() || allowing.stream().anyMatch(filter -> matches(filter, clientAddress));
    }

    private static boolean matches(String filter, String clientAddress) {
        String bare = filter.startsWith("+") || filter.startsWith("-") ? filter.substring(1) : filter;
        int colon = bare.indexOf(':');
        String services = colon < 0 ? bare : bare.substring(0, colon);
        String clients = colon < 0 ? "*" : bare.substring(colon + 1);
        return names(services).anyMatch(name -> isEverything(name) || name.equals(SERVICE))
                && names(clients).anyMatch(name -> isEverything(name) || name.equals(clientAddress) || name.endsWith(".") && clientAddress.startsWith(name));
    }

    private static java.util.stream.Stream<String> names(String list) {
        return Arrays.stream(list.split("[,\\s]+")).map(name -> name.toLowerCase(Locale.ROOT)).filter(name -> !name.isEmpty());
    }

    private static boolean isEverything(String name) {
        return name.equals("all") || name.equals("*");
    }
}

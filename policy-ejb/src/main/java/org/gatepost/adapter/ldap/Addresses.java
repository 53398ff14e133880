package org.gatepost.adapter.ldap;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.gatepost.smtp.protocol.Mailbox;

/** Addresses as entries hold them: {@code local@domain}, the local part quoted or not. */
final class Addresses {

    /** What stands before a value of Active Directory's proxyAddresses that is an address for mail. */
    static final String TYPE = "smtp:";

    private Addresses() {
    }

    /** Whether the attribute's values have a type before the address. */
    static boolean isTyped(String attribute) {
        return attribute.equalsIgnoreCase("proxyAddresses");
    }

    /** Whether the value is all of a domain: {@code @example.com}. */
    static boolean isCatchAll(String value) {
        return value.startsWith("@");
    }

    /** Reads an attribute's value; empty for what is no address. */
    static Optional<Mailbox> parse(String value) {
        String text = value.strip();
        int at = text.lastIndexOf('@');
        if (at < 1 || at == text.length() - 1) {
            return Optional.empty();
        }
        String local = unquoted(text.substring(0, at));
        String domain = text.substring(at + 1);
        boolean sound = !local.isEmpty() && local.length() <= Mailbox.LOCAL_PART_OCTETS_MAX && domain.length() <= Mailbox.DOMAIN_OCTETS_MAX
                && local.chars().allMatch(c -> c >= ' ' && c != 127) && domain.matches("[A-Za-z0-9\\u0080-\\uffff.:\\[\\]-]+");
        return sound ? Optional.of(new Mailbox(local, domain)) : Optional.empty();
    }

    private static String unquoted(String local) {
        if (local.length() < 2 || !local.startsWith("\"") || !local.endsWith("\"")) {
            return local;
        }
        return local.substring(1, local.length() - 1).replaceAll("\\\\(.)", "$1");
    }

    /**
     * The values an entry with this address may have, best first: as given, under the domain's canonical name, then both without the detail, and last
     * that of an entry which has all of the domain ({@code @example.com}). Each with the local part quoted where SMTP quotes it, and plain.
     */
    static List<Set<String>> forms(Mailbox address, String canonicalDomain) {
        Set<String> given = new LinkedHashSet<>();
        Set<String> plain = new LinkedHashSet<>();
        for (String domain : List.of(address.domain(), canonicalDomain)) {
            add(given, address.localPart(), domain);
            add(plain, address.user(), domain);
        }
        plain.removeAll(given);
        Set<String> all = new LinkedHashSet<>();
        all.add("@" + address.domain().toLowerCase(Locale.ROOT));
        all.add("@" + canonicalDomain);
        return plain.isEmpty() ? List.of(given, all) : List.of(given, plain, all);
    }

    private static void add(Set<String> forms, String local, String domain) {
        forms.add(new Mailbox(local, domain).address().toLowerCase(Locale.ROOT));
        forms.add((local + "@" + domain).toLowerCase(Locale.ROOT));
    }
}

package org.gatepost.mailauth.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.IpRange;

/**
 * A record, read whole: a mistake anywhere makes all of it worthless (RFC 7208 section 4.6). Immutable.
 *
 * @param explanation modifier {@code exp}
 */
record SpfRecord(List<Directive> directives, Optional<MacroString> redirect, Optional<MacroString> explanation) {

    private static final String VERSION = "v=spf1";
    private static final Pattern MODIFIER = Pattern.compile("([A-Za-z][A-Za-z0-9_.-]*)=(.*)");
    private static final Pattern DIRECTIVE = Pattern.compile("([-+?~]?)([A-Za-z][A-Za-z0-9_.-]*)(.*)");
    /** A domain, where there is one, and the bits that count of IPv4 and of IPv6 addresses. */
    private static final Pattern HOSTS = Pattern.compile("(?::(.*?))?(?:/(0|[1-9][0-9]{0,2}))?(?://(0|[1-9][0-9]{0,2}))?");
    private static final Pattern NETWORK = Pattern.compile(":([^/]*)(?:/(0|[1-9][0-9]{0,2}))?");
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;

    /**
     * One mechanism and what it says where it fits.
     *
     * @param text as it stands in the record
     */
    record Directive(SpfResult result, Mechanism mechanism, String text) {
    }

    /** How many bits of an address count. */
    record Bits(int v4, int v6) {
        int of(IpAddress address) {
            return address.isV4() ? v4 : v6;
        }
    }

    /** Who is meant. An empty domain is the record's own. */
    sealed interface Mechanism {
        record All() implements Mechanism {
        }

        record Include(MacroString domain) implements Mechanism {
        }

        record Address(Optional<MacroString> domain, Bits bits) implements Mechanism {
        }

        record Exchangers(Optional<MacroString> domain, Bits bits) implements Mechanism {
        }

        record Name(Optional<MacroString> domain) implements Mechanism {
        }

        /** {@code ip4} and {@code ip6}; no range where it is one that no client is in. */
        record Network(Optional<IpRange> range) implements Mechanism {
        }

        record Exists(MacroString domain) implements Mechanism {
        }
    }

    SpfRecord {
        directives = List.copyOf(directives);
    }

    /** Section 4.5: whether a text is a record at all. */
    static boolean isVersion1(String text) {
        return text.regionMatches(true, 0, VERSION, 0, VERSION.length()) && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' ');
    }

    /** Reads one that {@link #isVersion1}; an {@link IllegalArgumentException} says what is wrong with it. */
    static SpfRecord parse(String text) {
        List<Directive> directives = new ArrayList<>();
        Optional<MacroString> redirect = Optional.empty();
        Optional<MacroString> explanation = Optional.empty();
        for (String term : text.substring(VERSION.length()).split(" +")) {
            Matcher modifier = MODIFIER.matcher(term);
            if (term.isEmpty()) {
                continue;
            }
            if (!modifier.matches()) {
                directives.add(directive(term));
                continue;
            }
            switch (modifier.group(1).toLowerCase(Locale.ROOT)) {
                case "redirect" -> redirect = once(redirect, modifier);
                case "exp" -> explanation = once(explanation, modifier);
                default -> MacroString.parse(modifier.group(2));
            }
        }
        return new SpfRecord(directives, redirect, explanation);
    }

    /** Section 6: these two stand there once. */
    private static Optional<MacroString> once(Optional<MacroString> before, Matcher modifier) {
        if (before.isPresent()) {
            throw new IllegalArgumentException(modifier.group(1) + " is there twice");
        }
        return Optional.of(MacroString.domainSpec(modifier.group(2)));
    }

    private static Directive directive(String term) {
        Matcher parts = DIRECTIVE.matcher(term);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a term: " + term);
        }
        SpfResult result = switch (parts.group(1)) {
            case "-" -> SpfResult.FAIL;
            case "~" -> SpfResult.SOFTFAIL;
            case "?" -> SpfResult.NEUTRAL;
            default -> SpfResult.PASS;
        };
        return new Directive(result, mechanism(parts.group(2).toLowerCase(Locale.ROOT), parts.group(3), term), term);
    }

    private static Mechanism mechanism(String name, String arguments, String term) {
        return switch (name) {
            case "all" -> {
                if (!arguments.isEmpty()) {
                    throw new IllegalArgumentException("all stands alone: " + term);
                }
                yield new Mechanism.All();
            }
            case "include" -> new Mechanism.Include(domain(arguments, term).orElseThrow(() -> new IllegalArgumentException("a domain is missing: " + term)));
            case "exists" -> new Mechanism.Exists(domain(arguments, term).orElseThrow(() -> new IllegalArgumentException("a domain is missing: " + term)));
            case "ptr" -> new Mechanism.Name(domain(arguments, term));
            case "a" -> {
                Matcher hosts = hosts(arguments, term);
                yield new Mechanism.Address(Optional.ofNullable(hosts.group(1)).map(MacroString::domainSpec), bits(hosts, term));
            }
            case "mx" -> {
                Matcher hosts = hosts(arguments, term);
                yield new Mechanism.Exchangers(Optional.ofNullable(hosts.group(1)).map(MacroString::domainSpec), bits(hosts, term));
            }
            case "ip4" -> network(arguments, V4_BITS, term);
            case "ip6" -> network(arguments, V6_BITS, term);
            default -> throw new IllegalArgumentException("there is no mechanism " + name + ": " + term);
        };
    }

    private static Optional<MacroString> domain(String arguments, String term) {
        if (arguments.isEmpty()) {
            return Optional.empty();
        }
        if (arguments.charAt(0) != ':') {
            throw new IllegalArgumentException("not a term: " + term);
        }
        return Optional.of(MacroString.domainSpec(arguments.substring(1)));
    }

    private static Matcher hosts(String arguments, String term) {
        Matcher hosts = HOSTS.matcher(arguments);
        if (!hosts.matches()) {
            throw new IllegalArgumentException("not a domain and numbers of bits: " + term);
        }
        return hosts;
    }

    private static Bits bits(Matcher hosts, String term) {
        return new Bits(bits(hosts.group(2), V4_BITS, term), bits(hosts.group(3), V6_BITS, term));
    }

    private static int bits(String digits, int max, String term) {
        int bits = digits == null ? max : Integer.parseInt(digits);
        if (bits > max) {
            throw new IllegalArgumentException("more bits than an address has: " + term);
        }
        return bits;
    }

    private static Mechanism network(String arguments, int bitsMax, String term) {
        Matcher parts = NETWORK.matcher(arguments);
        boolean v6 = bitsMax == V6_BITS;
        if (!parts.matches() || parts.group(1).contains(":") != v6) {
            throw new IllegalArgumentException("not a network: " + term);
        }
        int bits = bits(parts.group(2), bitsMax, term);
        IpAddress address;
        try {
            address = IpAddress.parse(parts.group(1));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a network: " + term, e);
        }
        // A client whose address is an IPv4 one, mapped or not, is never in an IPv6 network (section 5).
        return new Mechanism.Network(address.isV4() == v6 ? Optional.empty() : Optional.of(new IpRange(address, bits)));
    }

    /** Whether it says nothing but that nobody sends. */
    boolean refusesAll() {
        return redirect.isEmpty() && directives.size() == 1 && directives.getFirst().mechanism() instanceof Mechanism.All
                && directives.getFirst().result() == SpfResult.FAIL;
    }

    boolean hasAll() {
        return directives.stream().anyMatch(directive -> directive.mechanism() instanceof Mechanism.All);
    }
}

package org.gatepost.dnslist;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A list as policy describes it. Immutable.
 *
 * @param name in channel keywords, traces, marks and alarms
 * @param zone below which it is asked, without dots at its ends
 * @param allows whoever is on it is welcome: what other lists say of them does not count; one of domains outweighs no list of clients' addresses
 * @param listings what its codes mean, in any order; a code that none of them names is no listing
 * @param text for the reply; where there is none, the list's own
 * @param defers whether mail waits while it cannot be asked; else it is taken, and marked
 */
public record DnsList(String name, String zone, Subject subject, boolean allows, List<Listing> listings, Optional<String> text, boolean defers) {

    /** Meanings a list can have. */
    static final int LISTINGS_MAX = 100;
    private static final int ZONE_MAX = 180;

    /** What a list is about. */
    public enum Subject {
        /** The client's address. */
        ADDRESS,
        /** The domain of the reverse-path. */
        DOMAIN
    }

    public DnsList {
        if (!name.matches("[a-z0-9][a-z0-9_.-]{0,62}")) {
            throw new IllegalArgumentException("a list's name has at most 63 lower-case letters, digits, '.', '_' and '-': " + name);
        }
        zone = zone.toLowerCase(Locale.ROOT);
        if (zone.length() > ZONE_MAX || !zone.matches("(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\\.)+[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")) {
            throw new IllegalArgumentException("not a zone: " + zone);
        }
        listings = List.copyOf(listings);
        if (listings.isEmpty() || listings.size() > LISTINGS_MAX) {
            throw new IllegalArgumentException("a list has 1 to " + LISTINGS_MAX + " meanings of codes, not " + listings.size());
        }
        if (text.isPresent() && text.get().isBlank()) {
            throw new IllegalArgumentException("a text of blanks only");
        }
    }

    /**
     * Reads meanings, each on a line of its own or behind a semicolon.
     *
     * @throws IllegalArgumentException that quotes the one that is wrong
     */
    public static List<Listing> listings(String text) {
        List<Listing> listings = new ArrayList<>();
        for (String line : text.split("[;\n]")) {
            if (!line.isBlank()) {
                listings.add(Listing.parse(line.strip()));
            }
        }
        return listings;
    }
}

package org.gatepost.adapter.scanner.attachment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.gatepost.mail.Glob;
import org.gatepost.scan.ScannerOptions;

/**
 * What may not be carried, and how deep is looked.
 *
 * @param names of files, in lower case; {@code *} is any text and {@code ?} any character
 * @param nameMax characters of a name; a longer one is forbidden
 * @param kinds by first octets
 * @param forbidsEncrypted whether an archive that cannot be looked into is forbidden; else it could not be looked at
 * @param depthMax archives within one another
 * @param entriesMax files in all archives of a message
 * @param octetsMax of all archives of a message, unpacked
 */
record AttachmentRules(List<String> names, int nameMax, Set<Kind> kinds, boolean forbidsEncrypted, int depthMax, int entriesMax, long octetsMax) {

    private static final String NAMES = "*.exe *.scr *.pif *.com *.bat *.cmd *.vbs *.vbe *.js *.jse *.wsf *.wsh *.hta *.cpl *.msi *.ps1 *.lnk *.jar *.iso *.img";
    private static final String KINDS = "pe elf macho lnk";
    private static final int NAMES_MAX = 500;

    static AttachmentRules of(ScannerOptions options) {
        options.only("names", "name_max", "kinds", "encrypted", "depth_max", "entries_max", "octets_max");
        String[] globs = options.text("names").orElse(NAMES).toLowerCase(Locale.ROOT).split("[,\\s]+");
        if (globs.length > NAMES_MAX) {
            throw new IllegalArgumentException("names has more than " + NAMES_MAX + " patterns");
        }
        Set<Kind> kinds = Arrays.stream(options.text("kinds").orElse(KINDS).split("[,\\s]+")).filter(word -> !word.equals("none")).map(Kind::of).collect(Collectors.toSet());
        return new AttachmentRules(Arrays.stream(globs).filter(glob -> !glob.equals("none")).toList(), (int) options.number("name_max", 1_024, 64, 65_536), kinds,
                options.word("encrypted", "forbid", "unscannable").equals("forbid"), (int) options.number("depth_max", 5, 1, 20),
                (int) options.number("entries_max", 10_000, 1, 1_000_000), options.number("octets_max", 256L << 20, 1, 16L << 30));
    }

    boolean isTooLong(String name) {
        return name.length() > nameMax;
    }

    boolean forbidsName(String name) {
        // Dots and spaces at the end are nothing to the systems such names are made for.
        int end = name.length();
        while (end > 0 && (name.charAt(end - 1) == '.' || Character.isWhitespace(name.charAt(end - 1)))) {
            end--;
        }
        String bare = name.substring(0, end).toLowerCase(Locale.ROOT);
        return names.stream().anyMatch(pattern -> Glob.matchesFile(pattern, bare));
    }
}

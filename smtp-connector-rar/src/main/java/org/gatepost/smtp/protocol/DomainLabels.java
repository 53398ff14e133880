package org.gatepost.smtp.protocol;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Domains as DNS knows them: labels beyond ASCII become A-labels as IDNA2008 has them (RFC 5891), after the mapping of UTS 46, non-transitional. So ß, ς,
 * and the joiners stand for themselves, where Java's own {@code IDN} (IDNA2003) loses them and leads to another domain.
 *
 * <p>Known of Unicode is what Java knows. Looser than the RFC in one thing: the rule about directions of writing (RFC 5893), by which registries refuse names, is
 * not kept. The joiners are taken behind a virama, and the one that keeps letters apart between Arabic letters (RFC 5892 appendix A.1, A.2).
 */
final class DomainLabels {

    private static final int LABEL_OCTETS_MAX = 63;
    private static final String PREFIX = "xn--";
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    /** Neither letter nor digit, and allowed all the same where they stand right (RFC 5892 section 2.6). */
    private static final String MIDDLE_DOTS_AND_MARKS = "\u00b7\u0375\u05f3\u05f4\u30fb\u30fc\u3005\u3007";

    private DomainLabels() {
    }

    /** The domain in ASCII; empty where a label cannot be written so. */
    static Optional<String> ascii(String domain) {
        List<String> labels = new ArrayList<>();
        for (String label : mapped(domain).split("\\.", -1)) {
            Optional<String> ascii = label.chars().allMatch(c -> c < 128) ? Optional.of(label) : encoded(label);
            if (ascii.isEmpty()) {
                return Optional.empty();
            }
            labels.add(ascii.get());
        }
        return Optional.of(String.join(".", labels));
    }

    /** The domain with its A-labels in the characters they stand for; those that stand for none stay. */
    static String unicode(String domain) {
        List<String> labels = new ArrayList<>();
        for (String label : domain.split("\\.", -1)) {
            Optional<String> decoded = label.startsWith(PREFIX) ? Punycode.decode(label.substring(PREFIX.length())) : Optional.empty();
            labels.add(decoded.filter(characters -> encodedAgain(characters).equals(Optional.of(label))).orElse(label));
        }
        return String.join(".", labels);
    }

    private static Optional<String> encodedAgain(String characters) {
        boolean plain = characters.chars().allMatch(c -> c < 128);
        return plain || !mapped(characters).equals(characters) ? Optional.empty() : encoded(characters);
    }

    /** Upper case, full width and other ways of writing the same; what stands between labels in other scripts is a dot. */
    private static String mapped(String domain) {
        StringBuilder lower = new StringBuilder(domain.length());
        // Letter by letter: as a word, a capital sigma at the end would become a small final one.
        Normalizer.normalize(domain, Normalizer.Form.NFKC).codePoints().map(Character::toLowerCase).forEach(lower::appendCodePoint);
        return Normalizer.normalize(lower, Normalizer.Form.NFKC).replaceAll("[\u3002\uff0e\uff61]", ".");
    }

    private static Optional<String> encoded(String label) {
        int[] characters = label.codePoints().toArray();
        boolean hyphensWrong = label.startsWith("-") || label.endsWith("-") || label.startsWith("--", 2);
        if (hyphensWrong || isMark(characters[0])) {
            return Optional.empty();
        }
        for (int i = 0; i < characters.length; i++) {
            if (!isAllowed(characters, i)) {
                return Optional.empty();
            }
        }
        String ascii = PREFIX + Punycode.encode(characters);
        return ascii.length() <= LABEL_OCTETS_MAX ? Optional.of(ascii.toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    private static boolean isAllowed(int[] label, int at) {
        int c = label[at];
        if (c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER) {
            boolean afterVirama = at > 0 && isVirama(label[at - 1]);
            return afterVirama || c == ZERO_WIDTH_NON_JOINER && at > 0 && at + 1 < label.length && isArabic(label[at - 1]) && isArabic(label[at + 1]);
        }
        return c == '-' || Character.isLetter(c) || Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER || isMark(c) || MIDDLE_DOTS_AND_MARKS.indexOf(c) >= 0;
    }

    private static boolean isMark(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    private static boolean isVirama(int c) {
        String name = String.valueOf(Character.getName(c));
        return isMark(c) && (name.contains("VIRAMA") || name.contains("AL-LAKUNA") || name.contains("HALANT"));
    }

    private static boolean isArabic(int c) {
        return Character.isLetter(c) && UnicodeScript.of(c) == UnicodeScript.ARABIC;
    }
}

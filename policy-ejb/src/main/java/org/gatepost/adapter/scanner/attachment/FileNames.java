package org.gatepost.adapter.scanner.attachment;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.gatepost.sieve.message.MediaType;

/**
 * Every name of a file that some program may find in the header of a part: of several parameters each, well formed or not, as written, in encoded words (where
 * they should not be) and in RFC 2231's ways. For one part and one thread.
 */
final class FileNames {

    /** Parameters of a part that are looked at. */
    static final int PARAMETERS_MAX = 100;

    private final int nameMax;
    private final Set<String> names = new LinkedHashSet<>();
    private int parameters;

    /** @param nameMax characters of a name; of longer ones one more is kept */
    FileNames(int nameMax) {
        this.nameMax = nameMax;
    }

    /** The first of them is what a well made program shows. */
    Set<String> names() {
        return names;
    }

    boolean areTooMany() {
        return parameters > PARAMETERS_MAX;
    }

    /** Adds what the value of Content-Disposition or Content-Type says. */
    void in(String value) {
        MediaType wellFormed = MediaType.read(value);
        wellFormed.parameter("filename").ifPresent(this::add);
        wellFormed.parameter("name").ifPresent(this::add);
        StringBuilder forwards = new StringBuilder("x");
        StringBuilder backwards = new StringBuilder();
        for (int at = nextName(value, 0); at >= 0 && !areTooMany(); at = nextName(value, at)) {
            int section = at;
            while (at < value.length() && (value.charAt(at) == '*' || Character.digit(value.charAt(at), 10) >= 0)) {
                at++;
            }
            Optional<String> text = value(value, at);
            if (text.isPresent()) {
                parameters++;
                add(text.get());
                if (at > section) {
                    String piece = "; name" + value.substring(section, Math.min(at, section + 10)) + "=\"" + text.get().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
                    forwards.append(piece);
                    backwards.insert(0, piece);
                }
            }
        }
        if (!backwards.isEmpty()) {
            // Of two that say the same, programs hear the first or the last.
            MediaType.read(forwards.toString()).parameter("name").ifPresent(this::add);
            MediaType.read("x" + backwards).parameter("name").ifPresent(this::add);
        }
    }

    /** Where {@code name} or {@code filename} ends; -1 where there is no more. */
    private static int nextName(String value, int from) {
        for (int i = from; i + 4 <= value.length(); i++) {
            if (value.regionMatches(true, i, "name", 0, 4) && isWord(value, i >= 4 && value.regionMatches(true, i - 4, "file", 0, 4) ? i - 4 : i)) {
                return i + 4;
            }
        }
        return -1;
    }

    /** Whether a word begins there. */
    private static boolean isWord(String value, int at) {
        return at == 0 || !Character.isLetterOrDigit(value.charAt(at - 1)) && "-_.".indexOf(value.charAt(at - 1)) < 0;
    }

    private Optional<String> value(String value, int from) {
        int at = afterSpace(value, from);
        if (at == value.length() || value.charAt(at) != '=') {
            return Optional.empty();
        }
        at = afterSpace(value, at + 1);
        boolean quoted = at < value.length() && value.charAt(at) == '"';
        StringBuilder text = new StringBuilder();
        for (int i = quoted ? at + 1 : at; i < value.length() && text.length() <= nameMax && value.charAt(i) != (quoted ? '"' : ';'); i++) {
            if (quoted && value.charAt(i) == '\\' && i + 1 < value.length()) {
                i++;
            }
            text.append(value.charAt(i));
        }
        return Optional.of(text.toString());
    }

    private static int afterSpace(String value, int from) {
        int at = from;
        while (at < value.length() && value.charAt(at) <= ' ') {
            at++;
        }
        return at;
    }

    private void add(String name) {
        List.of(name, DecoderUtil.decodeEncodedWords(name, DecodeMonitor.SILENT)).forEach(each -> {
            String stripped = each.strip();
            if (!stripped.isEmpty()) {
                names.add(stripped);
            }
        });
    }
}

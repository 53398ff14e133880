package org.gatepost.adapter.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gatepost.trace.Alarms;

/**
 * The texts of reports in every language there is: our own, and those an administrator put into a directory as {@code de.txt}, {@code pt.txt}, which
 * hold instead of ours and are read again when they change. A file that cannot be read or used raises the alarm {@code dsn:texts:de} and leaves our own
 * text of that language in force. Safe for use by many threads.
 *
 * <p>The language is the first of these that we have a text of: what the message's Accept-Language, Preferred-Language or Content-Language names (RFC
 * 3282), what the sender's domain is set to, the default.
 */
public final class ReportTexts {

    /** The languages that come with us. */
    public static final List<String> OURS = List.of("en", "de", "fr", "es", "ja");

    /** Languages a header names that are looked at; a sender may name as many as he likes. */
    static final int NAMED_MAX = 20;

    private static final Pattern FIELD = Pattern.compile("(?im)^(accept-language|x-accept-language|preferred-language|content-language):((?:[^\\n]*)(?:\\n[ \\t][^\\n]*)*)");
    private static final Pattern NAMED = Pattern.compile("\\s*([A-Za-z]{2,8})(?:-[A-Za-z0-9-]{1,32})?\\s*(?:;\\s*q\\s*=\\s*([01](?:\\.[0-9]{0,3})?)\\s*)?");
    private static final List<String> FIELDS = List.of("accept-language", "x-accept-language", "preferred-language", "content-language");

    private final Optional<Path> directory;
    private final String otherwise;
    private final Map<String, String> byDomain;
    private final Alarms alarms;
    private final Map<String, ReportText> ours = new LinkedHashMap<>();
    private final Map<String, Replaced> replaced = new ConcurrentHashMap<>();

    /** A file as it was at some time; empty where it could not be used. */
    private record Replaced(FileTime changed, long octets, Optional<ReportText> text) {
    }

    /**
     * @param directory of the administrator's texts; where it is not there, ours hold
     * @param otherwise the language where nothing says another
     * @param byDomain languages by domain, or by the end of one where it begins with a dot
     */
    public ReportTexts(Optional<Path> directory, String otherwise, Map<String, String> byDomain, Alarms alarms) {
        this.directory = directory;
        this.otherwise = otherwise;
        this.byDomain = Map.copyOf(byDomain);
        this.alarms = alarms;
        OURS.forEach(language -> ours.put(language, own(language)));
    }

    private static ReportText own(String language) {
        try (InputStream in = ReportTexts.class.getResourceAsStream("dsn/" + language + ".txt")) {
            return ReportText.parse(language, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The text for the sender of a message.
     *
     * @param header the message's header section, one char an octet
     * @param domain the sender's
     */
    ReportText choose(String header, String domain) {
        List<String> wanted = new ArrayList<>(named(header));
        ofDomain(domain).ifPresent(wanted::add);
        wanted.add(otherwise);
        return wanted.stream().flatMap(language -> text(language).stream()).findFirst().orElseGet(() -> ours.get("en"));
    }

    /** What the header asks for: its first field of the kind that says most, by quality and then order; what has no quality is not wanted. */
    private static List<String> named(String header) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher found = FIELD.matcher(header);
        while (found.find()) {
            fields.putIfAbsent(found.group(1).toLowerCase(Locale.ROOT), found.group(2));
        }
        List<String> named = new ArrayList<>();
        for (String field : FIELDS) {
            named.addAll(ranked(fields.getOrDefault(field, "")));
        }
        return named;
    }

    private static List<String> ranked(String value) {
        record Wish(String language, double quality) {
        }
        List<Wish> wishes = new ArrayList<>();
        for (String each : value.replaceAll("\\([^()]*\\)", "").split(",", NAMED_MAX + 1)) {
            Matcher named = NAMED.matcher(each);
            if (wishes.size() < NAMED_MAX && named.matches()) {
                wishes.add(new Wish(named.group(1).toLowerCase(Locale.ROOT), named.group(2) == null ? 1 : Double.parseDouble(named.group(2))));
            }
        }
        return wishes.stream().filter(wish -> wish.quality() > 0).sorted(Comparator.comparingDouble(Wish::quality).reversed()).map(Wish::language).toList();
    }

    private Optional<String> ofDomain(String domain) {
        if (byDomain.containsKey(domain)) {
            return Optional.of(byDomain.get(domain));
        }
        for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
            if (byDomain.containsKey(domain.substring(dot))) {
                return Optional.of(byDomain.get(domain.substring(dot)));
            }
        }
        return Optional.empty();
    }

    private Optional<ReportText> text(String language) {
        return directory.flatMap(at -> replacedBy(language, at.resolve(language + ".txt"))).or(() -> Optional.ofNullable(ours.get(language)));
    }

    private Optional<ReportText> replacedBy(String language, Path file) {
        if (!Files.exists(file)) {
            if (replaced.remove(language) != null) {
                alarms.clear(alarm(language));
            }
            return Optional.empty();
        }
        return replaced.compute(language, (key, known) -> {
            try {
                FileTime changed = Files.getLastModifiedTime(file);
                long octets = Files.size(file);
                boolean same = known != null && known.changed().equals(changed) && known.octets() == octets;
                return same ? known : new Replaced(changed, octets, Optional.of(read(language, file, octets)));
            } catch (IOException | IllegalArgumentException e) {
                return broken(language, file, known, e);
            }
        }).text();
    }

    private ReportText read(String language, Path file, long octets) throws IOException {
        if (octets > ReportText.OCTETS_MAX) {
            throw new IllegalArgumentException("it has more than " + ReportText.OCTETS_MAX + " octets");
        }
        ReportText text = ReportText.parse(language, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        alarms.clear(alarm(language));
        return text;
    }

    private Replaced broken(String language, Path file, Replaced known, Exception e) {
        alarms.raise(alarm(language), "reports: " + file + " cannot be used, our own text is: " + e.getMessage());
        try {
            return new Replaced(Files.getLastModifiedTime(file), Files.size(file), Optional.empty());
        } catch (IOException unreadable) {
            return new Replaced(FileTime.fromMillis(0), -1, Optional.empty());
        }
    }

    private static String alarm(String language) {
        return "dsn:texts:" + language;
    }
}

package org.gatepost.channel;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.gatepost.mail.ChannelName;
import org.gatepost.mail.Glob;
import org.gatepost.mail.Quarantine;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.IpRange;

/**
 * What a channel says of mail that goes through a filter that is a next hop and comes back: of a source channel, whether its mail does; of the filter's own
 * channel, what its word is worth; of the channel it comes back by, whose filter's that is. Immutable.
 *
 * @param detour keyword {@code aliasdetourhost CHANNEL}, of a source channel: accepted copies go to that channel's next hop first
 * @param returnsOf keyword {@code hopreturn CHANNEL}, of a source channel: by it comes back what that channel's next hop was given, and nothing else
 * @param clients keyword {@code hopclients ADDRESS...}: from where it comes back
 * @param fields keyword {@code hopfields NAME...}, of the filter's channel: header fields that are believed when it put them there, and removed from what clients send
 * @param holds keyword {@code hophold [KIND=]FIELD:PATTERN...}: copies with such a field go into quarantine of that kind when they come back
 * @param discards keyword {@code hopdiscard FIELD:PATTERN...}: or thrown away
 * @param awayMax keyword {@code hopwait DURATION}: how long a copy may stay away
 * @param returnsRefusals keywords {@code hoprefusalreturn}, {@code hoprefusalhold}: whether what the filter refuses for good goes back to its sender
 * @param takesContent keywords {@code hopcontent}, {@code nohopcontent}: whether what goes on is the content it returned, instead of ours
 */
public record HopKeywords(Optional<ChannelName> detour, Optional<ChannelName> returnsOf, List<IpRange> clients, List<String> fields, List<Holding> holds,
        List<FieldPattern> discards, Duration awayMax, boolean returnsRefusals, boolean takesContent) {

    /** The rule that holds a copy while the filter has it. */
    public static final String AWAY = "HopWait";
    /** How its reason begins; behind it stands when, in UTC, as RFC 3339 writes it. */
    public static final String HANDED_OVER = "handed over at ";
    /** The rule that holds a copy the filter did not bring back in time. */
    public static final String SILENT = "HopSilent";
    /** The rule that holds a copy the filter refused. */
    public static final String REFUSED = "HopRefusal";

    /** Names and patterns a keyword takes. */
    static final int ARGUMENTS_MAX = 50;
    private static final Duration WAIT_MIN = Duration.ofSeconds(5);
    private static final Duration WAIT_MAX = Duration.ofDays(30);

    /** Of a channel that says nothing. */
    public static final HopKeywords DEFAULT = new HopKeywords(Optional.empty(), Optional.empty(), List.of(IpRange.parse("127.0.0.0/8"), IpRange.parse("::1/128")),
            List.of("x-spam-flag", "x-spam-score", "x-spam-level", "x-spam-status", "x-virus-scanned", "x-amavis-alert"), List.of(), List.of(), Duration.ofHours(4), false, false);

    static final Map<String, KeywordRow<HopKeywords>> ROWS = Map.ofEntries(
            KeywordRow.value("aliasdetourhost", (keywords, name) -> keywords.detouring(Optional.of(new ChannelName(name)))),
            KeywordRow.word("noaliasdetourhost", keywords -> keywords.detouring(Optional.empty())),
            KeywordRow.value("hopreturn", (keywords, name) -> new HopKeywords(keywords.detour, Optional.of(new ChannelName(name)), keywords.clients, keywords.fields, keywords.holds,
                    keywords.discards, keywords.awayMax, keywords.returnsRefusals, keywords.takesContent)),
            KeywordRow.list("hopclients", ARGUMENTS_MAX, (keywords, texts) -> new HopKeywords(keywords.detour, keywords.returnsOf, texts.stream().map(IpRange::parse).toList(), keywords.fields,
                    keywords.holds, keywords.discards, keywords.awayMax, keywords.returnsRefusals, keywords.takesContent)),
            KeywordRow.list("hopfields", ARGUMENTS_MAX, (keywords, names) -> new HopKeywords(keywords.detour, keywords.returnsOf, keywords.clients, names.stream().map(HopKeywords::name).toList(),
                    keywords.holds, keywords.discards, keywords.awayMax, keywords.returnsRefusals, keywords.takesContent)),
            KeywordRow.list("hophold", ARGUMENTS_MAX, (keywords, patterns) -> keywords.judging(patterns.stream().map(Holding::parse).toList(), keywords.discards)),
            KeywordRow.list("hopdiscard", ARGUMENTS_MAX, (keywords, patterns) -> keywords.judging(keywords.holds, patterns.stream().map(FieldPattern::parse).toList())),
            KeywordRow.value("hopwait", (keywords, text) -> new HopKeywords(keywords.detour, keywords.returnsOf, keywords.clients, keywords.fields, keywords.holds, keywords.discards,
                    waiting(text), keywords.returnsRefusals, keywords.takesContent)),
            KeywordRow.word("hoprefusalhold", keywords -> keywords.returning(false)),
            KeywordRow.word("hoprefusalreturn", keywords -> keywords.returning(true)),
            KeywordRow.word("nohopcontent", keywords -> keywords.taking(false)),
            KeywordRow.word("hopcontent", keywords -> keywords.taking(true)));

    /** A field whose value looks so, in whatever case; {@code *} is any text. */
    public record FieldPattern(String field, String pattern) {

        static FieldPattern parse(String text) {
            int colon = text.indexOf(':');
            if (colon < 1 || colon == text.length() - 1) {
                throw new IllegalArgumentException("not FIELD:PATTERN: " + text);
            }
            return new FieldPattern(name(text.substring(0, colon)), text.substring(colon + 1).toLowerCase(Locale.ROOT));
        }

        /** @param name in lower case */
        public boolean matches(String name, String value) {
            return field.equals(name) && Glob.matches(pattern, value.toLowerCase(Locale.ROOT));
        }

        @Override
        public String toString() {
            return field + ":" + pattern;
        }
    }

    /** Copies with such a field go into quarantine of that kind; {@link Quarantine#SUSPECT} where none is named. */
    public record Holding(Quarantine kind, FieldPattern pattern) {

        static Holding parse(String text) {
            return Arrays.stream(Quarantine.values()).filter(kind -> text.startsWith(word(kind)))
                    .map(kind -> new Holding(kind, FieldPattern.parse(text.substring(word(kind).length())))).findFirst()
                    .orElseGet(() -> new Holding(Quarantine.SUSPECT, FieldPattern.parse(text)));
        }

        private static String word(Quarantine kind) {
            return kind.name().toLowerCase(Locale.ROOT) + '=';
        }
    }

    public HopKeywords {
        clients = List.copyOf(clients);
        fields = List.copyOf(fields);
        holds = List.copyOf(holds);
        discards = List.copyOf(discards);
        for (FieldPattern each : Stream.concat(holds.stream().map(Holding::pattern), discards.stream()).toList()) {
            if (!fields.contains(each.field())) {
                throw new IllegalArgumentException(each + " is about a field that hopfields does not name before it");
            }
        }
    }

    /** Whether what comes back may come from there. */
    public boolean comesFrom(IpAddress address) {
        return clients.stream().anyMatch(range -> range.contains(address));
    }

    private static String name(String text) {
        if (!text.matches("[!-9;-~]{1,100}")) {
            throw new IllegalArgumentException("no name of a header field: " + text);
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static Duration waiting(String text) {
        try {
            Duration wait = Duration.parse(text);
            if (wait.compareTo(WAIT_MIN) >= 0 && wait.compareTo(WAIT_MAX) <= 0) {
                return wait;
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("no duration such as PT4H: " + text, e);
        }
        throw new IllegalArgumentException("a copy may stay away from " + WAIT_MIN + " to " + WAIT_MAX + ": " + text);
    }

    private HopKeywords detouring(Optional<ChannelName> through) {
        return new HopKeywords(through, returnsOf, clients, fields, holds, discards, awayMax, returnsRefusals, takesContent);
    }

    private HopKeywords judging(List<Holding> holding, List<FieldPattern> discarding) {
        return new HopKeywords(detour, returnsOf, clients, fields, holding, discarding, awayMax, returnsRefusals, takesContent);
    }

    private HopKeywords returning(boolean refusals) {
        return new HopKeywords(detour, returnsOf, clients, fields, holds, discards, awayMax, refusals, takesContent);
    }

    private HopKeywords taking(boolean content) {
        return new HopKeywords(detour, returnsOf, clients, fields, holds, discards, awayMax, returnsRefusals, content);
    }
}

package org.gatepost.channel;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;

import org.gatepost.mail.Priority;

/**
 * What a channel says about the life of its mail in the queue. Immutable.
 *
 * @param pool keyword {@code pool NAME JOBS}: the connections all channels of that pool may have at once on a node
 * @param backoff keywords {@code urgentbackoff}, {@code normalbackoff}, {@code nonurgentbackoff}; where one is absent, the channel's backoff
 * @param notices keywords {@code urgentnotices}, {@code normalnotices}, {@code nonurgentnotices}; where one is absent, the channel's notices
 * @param holdLimit keyword {@code holdlimit}, of a source channel: a message to more recipients is held
 * @param failures keywords {@code sendpost}, {@code copysendpost}, {@code errsendpost} (default), {@code nosendpost}
 * @param warnings keywords {@code warnpost}, {@code copywarnpost}, {@code errwarnpost}, {@code nowarnpost} (default)
 * @param headersOnly keywords {@code postheadonly} (default), {@code postheadbody}: what of the message the postmaster's copy returns
 * @param refusedCopies keyword {@code refusedcopies}, of a source channel: what becomes of copies refused where others of the message were taken
 * @param oneProfile keywords {@code oneprofile}, {@code manyprofiles} (default), of a source channel: a transaction's recipients all have the same scripts, engines and
 *        limits, so that what one refuses all refuse
 */
public record QueueKeywords(Optional<Pool> pool, Map<Priority, List<Duration>> backoff, Map<Priority, List<Duration>> notices, OptionalInt holdLimit,
        PostmasterCopy failures, PostmasterCopy warnings, boolean headersOnly, RefusedCopies refusedCopies, boolean oneProfile) {

    /** Of a channel that says nothing. */
    public static final QueueKeywords DEFAULT = new QueueKeywords(Optional.empty(), Map.of(), Map.of(), OptionalInt.empty(), PostmasterCopy.ERRORS,
            PostmasterCopy.NEVER, true, RefusedCopies.HOLD, false);
    /** Times in one keyword. */
    public static final int TIMES_MAX = 20;
    /** Ages in one keyword of notices, as in sun-mta. */
    public static final int NOTICES_MAX = 5;
    /** Connections of a pool. */
    public static final int POOL_JOBS_MAX = 10_000;

    private static final Duration TIME_MAX = Duration.ofDays(365);

    static final Map<String, KeywordRow<QueueKeywords>> ROWS = Map.ofEntries(
            Map.entry("pool", new KeywordRow<>(2, 2, QueueKeywords::withPool)),
            KeywordRow.list("urgentbackoff", TIMES_MAX, withBackoff(Priority.URGENT)),
            KeywordRow.list("normalbackoff", TIMES_MAX, withBackoff(Priority.NORMAL)),
            KeywordRow.list("nonurgentbackoff", TIMES_MAX, withBackoff(Priority.NONURGENT)),
            KeywordRow.list("urgentnotices", NOTICES_MAX, withNotices(Priority.URGENT)),
            KeywordRow.list("normalnotices", NOTICES_MAX, withNotices(Priority.NORMAL)),
            KeywordRow.list("nonurgentnotices", NOTICES_MAX, withNotices(Priority.NONURGENT)),
            KeywordRow.value("holdlimit", (keywords, text) -> keywords.withHoldLimit(OptionalInt.of(KeywordRow.number(text, 1, 1_000_000)))),
            KeywordRow.word("sendpost", keywords -> keywords.withFailures(PostmasterCopy.ALWAYS)),
            KeywordRow.word("copysendpost", keywords -> keywords.withFailures(PostmasterCopy.COPY)),
            KeywordRow.word("errsendpost", keywords -> keywords.withFailures(PostmasterCopy.ERRORS)),
            KeywordRow.word("nosendpost", keywords -> keywords.withFailures(PostmasterCopy.NEVER)),
            KeywordRow.word("warnpost", keywords -> keywords.withWarnings(PostmasterCopy.ALWAYS)),
            KeywordRow.word("copywarnpost", keywords -> keywords.withWarnings(PostmasterCopy.COPY)),
            KeywordRow.word("errwarnpost", keywords -> keywords.withWarnings(PostmasterCopy.ERRORS)),
            KeywordRow.word("nowarnpost", keywords -> keywords.withWarnings(PostmasterCopy.NEVER)),
            KeywordRow.word("postheadonly", keywords -> keywords.withHeadersOnly(true)),
            KeywordRow.word("postheadbody", keywords -> keywords.withHeadersOnly(false)),
            KeywordRow.word("oneprofile", keywords -> keywords.withOneProfile(true)),
            KeywordRow.word("manyprofiles", keywords -> keywords.withOneProfile(false)),
            KeywordRow.value("refusedcopies", (keywords, text) -> keywords.withRefusedCopies(RefusedCopies.of(text))));

    /** When the postmaster gets a copy of a report. */
    public enum PostmasterCopy {
        /** Of every one, and where there is nobody else to tell. */
        ALWAYS,
        /** Of every one that is sent; nothing where the sender is the null reverse-path. */
        COPY,
        /** Only where the sender cannot be told: a double bounce. */
        ERRORS,
        NEVER
    }

    /** What becomes of a copy whose recipient a stage of the message refused while others' copies were taken, and the client cannot be told of it. */
    public enum RefusedCopies {
        /** It is held until a person has looked at it. */
        HOLD,
        /** Its sender gets a report, by the same rules as of any failure. */
        REPORT,
        /** It is discarded, and the trace names the keyword and the stage. */
        DISCARD;

        private static RefusedCopies of(String text) {
            return switch (text) {
                case "hold" -> HOLD;
                case "report" -> REPORT;
                case "discard" -> DISCARD;
                default -> throw new IllegalArgumentException("not hold, report or discard: " + text);
            };
        }
    }

    /** Channels of one pool share its connections. */
    public record Pool(String name, int jobsMax) {
    }

    public QueueKeywords {
        backoff = Map.copyOf(backoff);
        notices = Map.copyOf(notices);
    }

    private static BiFunction<QueueKeywords, List<String>, QueueKeywords> withBackoff(Priority priority) {
        return (keywords, times) -> new QueueKeywords(keywords.pool, with(keywords.backoff, priority, durations(times)), keywords.notices, keywords.holdLimit,
                keywords.failures, keywords.warnings, keywords.headersOnly, keywords.refusedCopies, keywords.oneProfile);
    }

    private static BiFunction<QueueKeywords, List<String>, QueueKeywords> withNotices(Priority priority) {
        return (keywords, ages) -> {
            List<Duration> read = durations(ages);
            if (!read.stream().sorted().distinct().toList().equals(read)) {
                throw new IllegalArgumentException("the ages do not rise: " + String.join(" ", ages));
            }
            return new QueueKeywords(keywords.pool, keywords.backoff, with(keywords.notices, priority, read), keywords.holdLimit, keywords.failures,
                    keywords.warnings, keywords.headersOnly, keywords.refusedCopies, keywords.oneProfile);
        };
    }

    private static Map<Priority, List<Duration>> with(Map<Priority, List<Duration>> known, Priority priority, List<Duration> times) {
        Map<Priority, List<Duration>> all = new EnumMap<>(Priority.class);
        all.putAll(known);
        all.put(priority, times);
        return all;
    }

    private QueueKeywords withPool(List<String> arguments) {
        return new QueueKeywords(Optional.of(new Pool(arguments.get(0), KeywordRow.number(arguments.get(1), 1, POOL_JOBS_MAX))), backoff, notices, holdLimit, failures, warnings,
                headersOnly, refusedCopies, oneProfile);
    }

    private QueueKeywords withHoldLimit(OptionalInt limit) {
        return new QueueKeywords(pool, backoff, notices, limit, failures, warnings, headersOnly, refusedCopies, oneProfile);
    }

    private QueueKeywords withFailures(PostmasterCopy copy) {
        return new QueueKeywords(pool, backoff, notices, holdLimit, copy, warnings, headersOnly, refusedCopies, oneProfile);
    }

    private QueueKeywords withWarnings(PostmasterCopy copy) {
        return new QueueKeywords(pool, backoff, notices, holdLimit, failures, copy, headersOnly, refusedCopies, oneProfile);
    }

    private QueueKeywords withHeadersOnly(boolean only) {
        return new QueueKeywords(pool, backoff, notices, holdLimit, failures, warnings, only, refusedCopies, oneProfile);
    }

    private QueueKeywords withRefusedCopies(RefusedCopies what) {
        return new QueueKeywords(pool, backoff, notices, holdLimit, failures, warnings, headersOnly, what, oneProfile);
    }

    private QueueKeywords withOneProfile(boolean one) {
        return new QueueKeywords(pool, backoff, notices, holdLimit, failures, warnings, headersOnly, refusedCopies, one);
    }

    private static List<Duration> durations(List<String> texts) {
        return texts.stream().map(QueueKeywords::duration).toList();
    }

    private static Duration duration(String text) {
        try {
            Duration duration = Duration.parse(text);
            if (duration.isPositive() && duration.compareTo(TIME_MAX) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        throw new IllegalArgumentException("not a duration such as PT5S or P2D, above zero and at most a year: " + text);
    }
}

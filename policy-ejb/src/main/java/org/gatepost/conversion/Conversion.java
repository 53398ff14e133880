package org.gatepost.conversion;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.gatepost.mail.MimeWalk;
import org.gatepost.smtp.spool.MessageContent;

/**
 * Converts a message on its way from one channel to another: each part that holds octets is held against the entries, and what the first that covers it wants is
 * done. What is more than may be done is held. Safe for use by many threads.
 */
public final class Conversion {

    /** Programs that are run for a message; it is held where it wants more. */
    public static final int PROGRAMS_MAX = 20;
    /** Octets that are put into a message; it is held where there are more. */
    public static final int OCTETS_MAX = 1 << 20;
    /** The same into all copies together, since each may have edits of its own. */
    public static final long COPIES_OCTETS_MAX = 16 << 20;
    /** All programs of a message together; what is longer is not decided. */
    public static final Duration ROUND_MAX = Duration.ofSeconds(60);

    private final PartPrograms programs;
    private final InstantSource clock;

    public Conversion(PartPrograms programs, InstantSource clock) {
        this.programs = programs;
        this.clock = clock;
    }

    /**
     * Converts it. Does not close the content.
     *
     * @param source the channel it enters by
     * @param destination the channel it leaves by
     * @param tags conversion tags it has
     * @param budget of all ways of the message
     */
    public Converted convert(MessageContent content, ConversionEntries entries, String source, String destination, List<String> tags, Budget budget) throws IOException {
        if (entries.entries().isEmpty()) {
            return Converted.Passed.AS_IT_CAME;
        }
        try {
            return new Round(content, entries, new PartTraits.Way(source, destination, tags), budget).all();
        } catch (MimeWalk.Refused | ArithmeticException beyond) {
            return new Converted.Held("its parts cannot be looked at: " + beyond.getMessage());
        }
    }

    /** What one message has for its programs, whatever ways it goes: {@link #ROUND_MAX} from now on, and {@link #PROGRAMS_MAX} of them. For one thread. */
    public Budget budget() {
        return new Budget(clock.instant().plus(ROUND_MAX));
    }

    /** The time and the programs one message has left. */
    public static final class Budget {
        private final Instant end;
        private int programsRun;

        private Budget(Instant end) {
            this.end = end;
        }
    }

    /** One message, one way. */
    private final class Round {
        private final MessageContent content;
        private final ConversionEntries entries;
        private final PartTraits.Way way;
        private final List<String> did = new ArrayList<>();
        private final LocatedPart.Outline outline;
        private final PartEdits edits;
        private final Budget budget;

        Round(MessageContent content, ConversionEntries entries, PartTraits.Way way, Budget budget) throws IOException, MimeWalk.Refused {
            this.content = content;
            this.entries = entries;
            this.way = way;
            this.budget = budget;
            this.outline = LocatedPart.of(content);
            this.edits = new PartEdits(outline);
        }

        Converted all() {
            for (LocatedPart part : outline.parts()) {
                PartTraits traits = PartTraits.of(part.section(), way);
                Optional<ConversionEntry> entry = entries.first(traits);
                Optional<Converted> against = entry.flatMap(found -> done(found, part, traits));
                if (against.isPresent()) {
                    return against.get();
                }
                if (edits.octets() > OCTETS_MAX) {
                    return new Converted.Held("more than " + OCTETS_MAX + " octets to put into it");
                }
            }
            return new Converted.Passed(edits.all(), did);
        }

        /** Where it says that the message does not go on, what becomes of it. */
        private Optional<Converted> done(ConversionEntry entry, LocatedPart part, PartTraits traits) {
            String what = entry.rule() + ": part " + part.section().number() + ' ' + traits.type() + '/' + traits.subtype();
            return switch (entry.action()) {
                case ConversionAction.Delete delete -> {
                    edits.delete(part);
                    yield note(what + " deleted");
                }
                case ConversionAction.Replace(String text) -> {
                    edits.text(part, text);
                    yield note(what + " replaced");
                }
                case ConversionAction.Refuse(String text) -> Optional.of(new Converted.Refused(text, what));
                case ConversionAction.Hold(String why) -> Optional.of(new Converted.Held(what + ": " + why));
                case ConversionAction.Run run -> run(run, part, traits, what);
            };
        }

        private Optional<Converted> note(String line) {
            did.add(line);
            return Optional.empty();
        }

        private Optional<Converted> run(ConversionAction.Run run, LocatedPart part, PartTraits traits, String what) {
            if (!part.isReadable()) {
                return Optional.of(new Converted.Held(what + ": its transfer encoding is not known"));
            }
            if (++budget.programsRun > PROGRAMS_MAX) {
                return Optional.of(new Converted.Held("more than " + PROGRAMS_MAX + " programs to run for it"));
            }
            Duration left = Duration.between(clock.instant(), budget.end);
            if (!left.isPositive()) {
                return Optional.of(new Converted.Undecided(what + ": all programs took more than " + ROUND_MAX.toSeconds() + " s"));
            }
            return switch (programs.run(new PartPrograms.Question(run.command(), traits.environment(), () -> part.open(content),
                    left.compareTo(run.timeout()) < 0 ? left : run.timeout(), run.octetsMax()))) {
                case PartPrograms.Answer.Made(byte[] octets) -> {
                    edits.body(part, octets, run.type());
                    yield note(what + " converted, " + octets.length + " octets");
                }
                case PartPrograms.Answer.Unchanged unchanged -> Optional.empty();
                case PartPrograms.Answer.Delete delete -> {
                    edits.delete(part);
                    yield note(what + " deleted by the program");
                }
                case PartPrograms.Answer.Refuse refuse -> Optional.of(new Converted.Refused("message refused", what + ": the program refuses"));
                case PartPrograms.Answer.Hold hold -> Optional.of(new Converted.Held(what + ": the program holds"));
                case PartPrograms.Answer.Unavailable(String why) -> Optional.of(new Converted.Undecided(what + ": " + why));
            };
        }
    }
}

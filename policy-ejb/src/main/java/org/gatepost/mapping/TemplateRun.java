package org.gatepost.mapping;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.gatepost.mapping.TemplatePart.Way;

/** One template, piece by piece from left to right: the first that fails ends it, and what stands to its right is not seen. For one thread, once. */
final class TemplateRun {

    private final Mappings mappings;
    private final Mappings.Asking asking;
    private final PatternMatch match;
    private final Output output;
    private Flags flags = Flags.NONE;
    private Way way = Way.END;

    TemplateRun(Mappings mappings, Mappings.Asking asking, PatternMatch match) {
        this(mappings, asking, match, new Output());
    }

    private TemplateRun(Mappings mappings, Mappings.Asking asking, PatternMatch match, Output output) {
        this.output = output;
        this.mappings = mappings;
        this.asking = asking;
        this.match = match;
    }

    Expansion expand(List<TemplatePart> template) {
        for (TemplatePart part : template) {
            Optional<Expansion> end = take(part);
            if (end.isPresent()) {
                return end.get();
            }
            if (output.length() > Mappings.TEXT_MAX) {
                return new Expansion.Undecided("an output of more than " + Mappings.TEXT_MAX + " characters");
            }
        }
        return new Expansion.Done(output.toString(), flags, way);
    }

    /** Why it does not go on, if it does not. */
    private Optional<Expansion> take(TemplatePart part) {
        switch (part) {
            case TemplatePart.Text(String text) -> output.literal(text);
            case TemplatePart.Saved(int number) -> output.substituted(match.saved(number));
            case TemplatePart.Style(Output.Style style) -> output.style(style);
            case TemplatePart.SetFlag(char name) -> flags = flags.with(name);
            case TemplatePart.GoOn(Way next) -> way = next;
            case TemplatePart.Chance(int percent) -> {
                return failedUnless(mappings.random().nextInt(100) < percent, "not this time in a hundred");
            }
            case TemplatePart.OnlyIf(char flag, boolean wanted) -> {
                return failedUnless(asking.flags().has(flag) == wanted, "input flag " + flag + (wanted ? " is not set" : " is set"));
            }
            case TemplatePart.Nested(String table, List<TemplatePart> argument) -> {
                return nested(table, text(argument));
            }
            case TemplatePart.Call(String library, String routine, List<TemplatePart> argument) -> {
                return ask(argument, Mappings.TEXT_MAX, asked -> mappings.lookups().call(library, routine, asked));
            }
            case TemplatePart.Url(List<TemplatePart> url) -> {
                return ask(text(url, Output.ofUrl()), Mappings.URL_MAX, mappings.lookups().urls());
            }
            case TemplatePart.General(List<TemplatePart> key) -> {
                return ask(key, Mappings.TEXT_MAX, mappings.lookups().general());
            }
            case TemplatePart.DomainAttribute(List<TemplatePart> argument) -> {
                return ask(argument, Mappings.TEXT_MAX, mappings.lookups().domainAttributes());
            }
            case TemplatePart.Sequence sequence -> {
                return next(sequence);
            }
        }
        return Optional.empty();
    }

    private static Optional<Expansion> failedUnless(boolean holds, String why) {
        return holds ? Optional.empty() : Optional.of(new Expansion.Failed(why));
    }

    /** What is asked begins without a style, whatever style the answer is put in with. */
    private String text(List<TemplatePart> argument) {
        return text(argument, new Output());
    }

    private String text(List<TemplatePart> argument, Output written) {
        TemplateRun inner = new TemplateRun(mappings, asking, match, written);
        argument.forEach(inner::take);
        return inner.output.toString();
    }

    private Optional<Expansion> nested(String table, String argument) {
        return switch (mappings.nested(table, argument, asking.deeper())) {
            case MappingAnswer.Mapped(String text, Flags set) -> {
                if (!set.has('Y')) {
                    yield Optional.of(new Expansion.Failed(table + " does not set Y"));
                }
                output.substituted(text);
                yield Optional.empty();
            }
            case MappingAnswer.NoMatch() -> Optional.of(new Expansion.Failed(table + " has no match"));
            case MappingAnswer.Unavailable(String why) -> Optional.of(new Expansion.Undecided(why));
        };
    }

    private Optional<Expansion> ask(List<TemplatePart> argument, int max, Routine routine) {
        return ask(text(argument), max, routine);
    }

    private Optional<Expansion> ask(String text, int max, Routine routine) {
        return text.length() > max ? Optional.of(new Expansion.Undecided("a question of more than " + max + " characters")) : put(routine.call(text));
    }

    private Optional<Expansion> put(LookupAnswer answer) {
        return switch (answer) {
            case LookupAnswer.Success(String text, Flags set) -> {
                output.substituted(text);
                flags = flags.and(set);
                yield Optional.empty();
            }
            case LookupAnswer.Failure(String why) -> Optional.of(new Expansion.Failed(why));
            case LookupAnswer.Unavailable(String why) -> Optional.of(new Expansion.Undecided(why));
        };
    }

    private Optional<Expansion> next(TemplatePart.Sequence sequence) {
        LookupAnswer answer = mappings.lookups().sequences().call(sequence.name());
        if (answer instanceof LookupAnswer.Success(String text, Flags none) && text.matches("[0-9]{1,18}")) {
            long number = Long.parseLong(text);
            String digits = Long.toString(sequence.modulus() == 0 ? number : number % sequence.modulus(), sequence.radix()).toUpperCase(Locale.ROOT);
            return put(LookupAnswer.found("0".repeat(Math.max(0, sequence.width() - digits.length())) + digits));
        }
        return put(answer);
    }
}

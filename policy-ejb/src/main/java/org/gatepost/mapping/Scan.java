package org.gatepost.mapping;

import java.util.Arrays;

import org.gatepost.mapping.EntryTried.Verdict;
import org.gatepost.mapping.TemplatePart.Way;

/** One probe's way through one table. For one thread, once. */
final class Scan {

    private final Mappings mappings;
    private final MappingTable table;
    private final Mappings.Asking asking;
    private Probe probe;
    private Flags set = Flags.NONE;
    private boolean matched;
    private boolean onceMore;

    Scan(Mappings mappings, MappingTable table, String probe, Mappings.Asking asking) {
        this.mappings = mappings;
        this.table = table;
        this.asking = asking;
        this.probe = new Probe(probe);
    }

    /** What the entries from one on come to. */
    private sealed interface Step {
        record Ends(MappingAnswer answer) implements Step {
        }

        record GoesOn(int from) implements Step {
        }

        record Exhausted() implements Step {
        }
    }

    MappingAnswer run() {
        int next = 0;
        for (int went = 0; went <= Mappings.STEPS_MAX; went++) {
            switch (from(next)) {
                case Step.Ends(MappingAnswer answer) -> {
                    return answer;
                }
                case Step.GoesOn(int from) -> next = from;
                case Step.Exhausted() -> {
                    if (!onceMore) {
                        return matched ? new MappingAnswer.Mapped(probe.text(), set) : new MappingAnswer.NoMatch();
                    }
                    onceMore = false;
                    next = 0;
                }
            }
        }
        return new MappingAnswer.Unavailable(table.name() + " goes in a circle");
    }

    private Step from(int next) {
        int[] candidates = asking.trace().isEmpty() ? table.index().candidates(probe) : table.index().all();
        int place = Arrays.binarySearch(candidates, next);
        for (int i = place < 0 ? -place - 1 : place; i < candidates.length; i++) {
            MappingEntry entry = table.entries().get(candidates[i]);
            switch (hold(entry)) {
                case Expansion.Done done -> {
                    return take(done, candidates[i]);
                }
                case Expansion.Failed failed -> { }
                case Expansion.Undecided(String why) -> {
                    return new Step.Ends(new MappingAnswer.Unavailable(table.name() + ", line " + entry.line() + ": " + why));
                }
            }
        }
        return new Step.Exhausted();
    }

    private Step take(Expansion.Done done, int number) {
        matched = true;
        set = set.and(done.flags());
        if (done.way() == Way.END) {
            return new Step.Ends(new MappingAnswer.Mapped(done.output(), set));
        }
        probe = new Probe(done.output());
        onceMore = done.way() == Way.NEXT_AND_ROUND;
        return new Step.GoesOn(done.way() == Way.FIRST ? 0 : number + 1);
    }

    private Expansion hold(MappingEntry entry) {
        PatternMatch match = new PatternMatch(entry.pattern(), probe);
        try {
            if (!match.matches()) {
                tell(entry, new Verdict.PatternDiffers());
                return new Expansion.Failed("the pattern differs");
            }
        } catch (PatternMatch.TooCostly e) {
            tell(entry, new Verdict.Undecided(e.getMessage()));
            return new Expansion.Undecided(e.getMessage());
        }
        Expansion expansion = new TemplateRun(mappings, asking, match).expand(entry.template());
        tell(entry, switch (expansion) {
            case Expansion.Done(String output, Flags flags, Way way) -> new Verdict.Matched(output, flags, switch (way) {
                case NEXT, NEXT_AND_ROUND -> "next";
                case FIRST -> "first";
                case END -> "end";
            });
            case Expansion.Failed(String why) -> new Verdict.TemplateFailed(why);
            case Expansion.Undecided(String why) -> new Verdict.Undecided(why);
        });
        return expansion;
    }

    private void tell(MappingEntry entry, Verdict verdict) {
        asking.trace().ifPresent(trace -> trace.accept(new EntryTried(table.name(), asking.depth(), entry.line(), entry.source(), probe.text(), verdict)));
    }
}

package org.gatepost.sieve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.gatepost.sieve.language.SieveCommand;
import org.gatepost.sieve.message.MimePart;

/** Which commands of a run come next: choices, loops over parts, included scripts (RFC 5228 section 3, RFC 5703 section 3, RFC 6609). Not thread-safe. */
final class ControlFlow {

    /** How a list of commands ended. */
    private enum End { DONE, RETURN, STOP, BREAK }

    private final SieveRun run;
    private final SieveSurroundings surroundings;
    private final TestRunner tests;
    private final CommandRunner effects;
    private final Set<String> included = new HashSet<>();
    private final Deque<MimePart> parts = new ArrayDeque<>();
    private Optional<String> breakTo = Optional.empty();
    private int includes;

    ControlFlow(SieveRun run, SieveSurroundings surroundings, TestRunner tests, CommandRunner effects) {
        this.run = run;
        this.surroundings = surroundings;
        this.tests = tests;
        this.effects = effects;
    }

    /** Carries them out; a script that stops has stopped all that was to come. */
    void execute(List<SieveCommand> commands) {
        commands(commands);
    }

    /** The part a loop is at. */
    Optional<MimePart> part() {
        return Optional.ofNullable(parts.peek());
    }

    private End commands(List<SieveCommand> commands) {
        for (SieveCommand command : commands) {
            run.steps().take(1, command.at());
            End end = command(command);
            if (end != End.DONE) {
                return end;
            }
        }
        return End.DONE;
    }

    private End command(SieveCommand command) {
        return switch (command) {
            case SieveCommand.Control control -> control(control);
            case SieveCommand.Effect effect -> {
                effects.carryOut(effect);
                yield End.DONE;
            }
        };
    }

    private End control(SieveCommand.Control control) {
        return switch (control) {
            case SieveCommand.If choice -> choose(choice);
            case SieveCommand.Stop stop -> End.STOP;
            case SieveCommand.Return back -> End.RETURN;
            case SieveCommand.Include include -> include(include);
            case SieveCommand.ForEveryPart loop -> loop(loop);
            case SieveCommand.Break stop -> {
                breakTo = stop.name();
                yield End.BREAK;
            }
        };
    }

    private End choose(SieveCommand.If choice) {
        for (SieveCommand.Branch branch : choice.branches()) {
            if (tests.holds(branch.test())) {
                return commands(branch.commands());
            }
        }
        return commands(choice.otherwise());
    }

    private End include(SieveCommand.Include include) {
        if (include.script().isEmpty() || !included.add(include.name()) && include.once()) {
            return End.DONE;
        }
        if (++includes > run.limits().includes()) {
            throw new SieveRunError(include.at(), "more than " + run.limits().includes() + " scripts are included");
        }
        List<String> matched = run.matcher().allMatched();
        run.variables().enter();
        try {
            End end = commands(include.script().get().commands());
            return end == End.STOP ? End.STOP : End.DONE;
        } finally {
            run.variables().leave();
            run.matcher().restore(matched);
        }
    }

    private End loop(SieveCommand.ForEveryPart loop) {
        if (parts.size() >= run.limits().loops()) {
            throw new SieveRunError(loop.at(), "foreverypart loops are nested deeper than " + run.limits().loops());
        }
        List<MimePart> all = new ArrayList<>();
        if (parts.isEmpty()) {
            all.addAll(surroundings.message().structure().all());
        } else {
            parts.peek().children().forEach(child -> all.addAll(child.all()));
        }
        for (MimePart part : all) {
            run.steps().take(1, loop.at());
            parts.push(part);
            End end;
            try {
                end = commands(loop.commands());
            } finally {
                parts.pop();
            }
            if (end == End.BREAK && (breakTo.isEmpty() || breakTo.equals(loop.name()))) {
                breakTo = Optional.empty();
                return End.DONE;
            }
            if (end != End.DONE) {
                return end;
            }
        }
        return End.DONE;
    }
}

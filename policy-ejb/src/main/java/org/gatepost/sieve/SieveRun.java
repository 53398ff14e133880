package org.gatepost.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.gatepost.sieve.language.MatchRule;
import org.gatepost.sieve.language.Position;
import org.gatepost.sieve.language.SieveCommand;
import org.gatepost.sieve.language.SieveLimits;
import org.gatepost.sieve.language.SieveText;
import org.gatepost.sieve.language.Utf8;
import org.gatepost.sieve.message.HeaderRewrite;
import org.gatepost.sieve.message.MimePart;

/**
 * One run of a script: what it knows, and what it has said so far. Which command comes next is {@link ControlFlow}'s, what one does {@link CommandRunner}'s, what a
 * test answers {@link TestRunner}'s. Not thread-safe.
 */
public final class SieveRun {

    private SieveLimits limits;
    private final Steps steps;
    private final Matcher matcher;
    private final Variables variables = new Variables();
    private final EditedHeader header;
    private final CommandRunner commands;
    private final ControlFlow flow;

    SieveRun(SieveLimits limits, SieveSurroundings surroundings, AddedWords addedWords, double adjustment, ScriptBudget.Share share) {
        this.limits = limits;
        steps = new Steps(limits.steps(), share);
        matcher = new Matcher(limits, steps, surroundings);
        header = new EditedHeader(this, surroundings);
        commands = new CommandRunner(this, surroundings, addedWords, header, adjustment);
        flow = new ControlFlow(this, surroundings, new TestRunner(this, surroundings, matcher, addedWords), commands);
    }

    /** Carries out commands; a script that stops has stopped all that was to come. */
    public void execute(List<SieveCommand> script) {
        flow.execute(script);
    }

    /** The match rule applied to values of somebody's own. */
    public boolean matches(MatchRule rule, List<String> values, List<String> keys, Position at) {
        return matcher.any(rule, values, keys, at);
    }

    /** Forgets what was said, and the flags and edits with it. */
    public void forgetActions() {
        commands.forgetActions();
    }

    /** Takes notice of another message: its flags, and a header without edits. */
    public void meetMessage() {
        commands.meetMessage();
    }

    /** Goes by other limits from now on. */
    public void limit(SieveLimits other) {
        limits = other;
    }

    /** Takes back what was said about keeping the message, so that another script decides. Returns whether the message was still to be kept. */
    public boolean handOn() {
        return commands.handOn();
    }

    /** What has been said so far, the implicit keep included where it stands. */
    public List<SieveAction> actions() {
        return commands.actions();
    }

    /** Whether the script decided where the message goes. */
    boolean explicit() {
        return commands.explicit();
    }

    double adjustment() {
        return commands.adjustment();
    }

    SieveLimits limits() {
        return limits;
    }

    Steps steps() {
        return steps;
    }

    Matcher matcher() {
        return matcher;
    }

    Variables variables() {
        return variables;
    }

    List<String> flags() {
        return commands.flags();
    }

    /** The message's header as the script left it. */
    HeaderRewrite header() {
        return header.rewrite();
    }

    /** The part a loop is at. */
    Optional<MimePart> part() {
        return flow.part();
    }

    /** What the text says now. */
    public String expand(SieveText text) {
        Optional<String> constant = text.constant();
        if (constant.isPresent()) {
            return constant.get();
        }
        StringBuilder all = new StringBuilder();
        for (SieveText.Piece piece : text.pieces()) {
            switch (piece) {
                case SieveText.Piece.Fixed(String fixed) -> all.append(fixed);
                case SieveText.Piece.Variable variable -> all.append(variables.get(variable));
                case SieveText.Piece.Matched(int number) -> all.append(matcher.matched(number));
            }
            if (all.length() > limits.stringOctets()) {
                return Utf8.cut(all.toString(), limits.stringOctets());
            }
        }
        return all.toString();
    }

    public List<String> expand(List<SieveText> texts) {
        List<String> all = new ArrayList<>(texts.size());
        texts.forEach(text -> all.add(expand(text)));
        return all;
    }

    String value(SieveText.Piece.Variable variable) {
        return variables.get(variable);
    }
}

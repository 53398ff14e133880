package org.gatepost.sieve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.gatepost.sieve.language.MatchRule;
import org.gatepost.sieve.language.Position;
import org.gatepost.sieve.language.SieveCommand;
import org.gatepost.sieve.language.SieveLimits;
import org.gatepost.sieve.language.SieveText;
import org.gatepost.sieve.language.Utf8;
import org.gatepost.sieve.message.BodyText;
import org.gatepost.sieve.message.HeaderField;
import org.gatepost.sieve.message.HeaderRewrite;
import org.gatepost.sieve.message.MailAddress;
import org.gatepost.sieve.message.MailAddresses;
import org.gatepost.sieve.message.MailtoUri;
import org.gatepost.sieve.message.MimePart;
import org.gatepost.sieve.message.SieveMessage;

/** One run of a script: what it knows and what it has said so far. Not thread-safe. */
public final class SieveRun {

    /** How a list of commands ended. */
    private enum End { DONE, RETURN, STOP, BREAK }

    private SieveLimits limits;
    private final SieveSurroundings surroundings;
    private final AddedWords addedWords;
    private final Steps steps;
    private final Matcher matcher;
    private final TestRunner tests;
    private final Variables variables = new Variables();
    private final Set<String> included = new HashSet<>();
    private final Deque<MimePart> parts = new ArrayDeque<>();
    private final List<String> flags = new ArrayList<>();
    private final BodyChanges bodies = new BodyChanges();
    private Tally tally;
    private SieveMessage message;
    private HeaderRewrite header;
    private Optional<String> breakTo = Optional.empty();
    private double adjustment;
    private int includes;

    SieveRun(SieveLimits limits, SieveSurroundings surroundings, AddedWords addedWords, double adjustment, ScriptBudget.Share share) {
        this.limits = limits;
        this.surroundings = surroundings;
        this.addedWords = addedWords;
        this.adjustment = adjustment;
        steps = new Steps(limits.steps(), share);
        matcher = new Matcher(limits, steps, surroundings);
        tests = new TestRunner(this, surroundings, matcher, addedWords);
        tally = new Tally(limits);
        flags.addAll(surroundings.initialFlags());
    }

    /** Carries out commands; a script that stops has stopped all that was to come. */
    public void execute(List<SieveCommand> commands) {
        commands(commands);
    }

    /** The match rule applied to values of somebody's own. */
    public boolean matches(MatchRule rule, List<String> values, List<String> keys, Position at) {
        return matcher.any(rule, values, keys, at);
    }

    /** Forgets what was said, and the flags and edits with it. */
    public void forgetActions() {
        tally = new Tally(limits);
        meetMessage();
    }

    /** Takes notice of another message: its flags, and a header without edits. */
    public void meetMessage() {
        flags.clear();
        flags.addAll(surroundings.initialFlags());
        bodies.forget();
        message = null;
    }

    /** Goes by other limits from now on. */
    public void limit(SieveLimits other) {
        limits = other;
    }

    /** Takes back what was said about keeping the message, so that another script decides. Returns whether the message was still to be kept. */
    public boolean handOn() {
        return tally.handOn();
    }

    /** What has been said so far, the implicit keep included where it stands. */
    public List<SieveAction> actions() {
        List<SieveAction> all = new ArrayList<>(tally.actions());
        if (tally.implicitKeep()) {
            all.add(new SieveAction.Keep(flags, bodies.with(header().edits()), true));
        }
        return all;
    }

    /** Whether the script decided where the message goes. */
    boolean explicit() {
        return !tally.implicitKeep();
    }

    double adjustment() {
        return adjustment;
    }

    Steps steps() {
        return steps;
    }

    List<String> flags() {
        return flags;
    }

    /** The message's header as the script left it. */
    HeaderRewrite header() {
        SieveMessage now = surroundings.message();
        if (now != message) {
            message = now;
            header = new HeaderRewrite(now);
        }
        return header;
    }

    /** The part a loop is at. */
    Optional<MimePart> part() {
        return Optional.ofNullable(parts.peek());
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

    private End commands(List<SieveCommand> commands) {
        for (SieveCommand command : commands) {
            steps.take(1, command.at());
            End end = command(command);
            if (end != End.DONE) {
                return end;
            }
        }
        return End.DONE;
    }

    private End command(SieveCommand command) {
        switch (command) {
            case SieveCommand.If choice -> {
                return choose(choice);
            }
            case SieveCommand.Stop stop -> {
                return End.STOP;
            }
            case SieveCommand.Return back -> {
                return End.RETURN;
            }
            case SieveCommand.Include include -> {
                return include(include);
            }
            case SieveCommand.ForEveryPart loop -> {
                return loop(loop);
            }
            case SieveCommand.Break stop -> {
                breakTo = stop.name();
                return End.BREAK;
            }
            case SieveCommand.Keep keep -> tally.add(new SieveAction.Keep(flags(keep.flags()), bodies.with(header().edits()), false), keep.at());
            case SieveCommand.Discard discard -> tally.add(new SieveAction.Discard(), discard.at());
            case SieveCommand.FileInto fileInto -> fileInto(fileInto);
            case SieveCommand.Redirect redirect -> redirect(redirect);
            case SieveCommand.Reject reject -> tally.add(new SieveAction.Reject(SieveAction.Reject.Kind.valueOf(reject.kind().name()),
                    expand(reject.reason())), reject.at());
            case SieveCommand.Vacation vacation -> vacation(vacation);
            case SieveCommand.Notify notify -> notification(notify);
            case SieveCommand.Set set -> variables.set(set.variable(), ModifiedText.of(expand(set.value()), set.modifiers(), limits.variableOctets()), limits, set.at());
            case SieveCommand.AddHeader add -> addHeader(expand(add.name()), expand(add.value()), add.last(), add.at());
            case SieveCommand.AddField add -> addField(add);
            case SieveCommand.DeleteHeader delete -> deleteHeader(delete);
            case SieveCommand.Flag flag -> flag(flag);
            case SieveCommand.Global global -> global.variables().forEach(name -> variables.share(name, global.at()));
            case SieveCommand.ExtractText extract -> extractText(extract);
            case SieveCommand.Replace replace -> replace(replace);
            case SieveCommand.Enclose enclose -> enclose(enclose);
            case SieveCommand.Error error -> throw new SieveRunError(error.at(), expand(error.message()));
            case SieveCommand.AddTag tag -> addTag(tag);
            case SieveCommand.SpamAdjust adjust -> spamAdjust(adjust);
            case SieveCommand.Jettison jettison -> tally.add(new SieveAction.Jettison(), jettison.at());
            case SieveCommand.Hold hold -> tally.add(new SieveAction.Hold(hold.why().map(this::expand).orElse("")), hold.at());
            case SieveCommand.Capture capture -> tally.add(new SieveAction.Capture(capture.address().map(text -> address(expand(text), capture.at()))),
                    capture.at());
            case SieveCommand.Added added -> addedWords.command(added, this);
        }
        return End.DONE;
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
        if (++includes > limits.includes()) {
            throw new SieveRunError(include.at(), "more than " + limits.includes() + " scripts are included");
        }
        List<String> matched = matcher.allMatched();
        variables.enter();
        try {
            End end = commands(include.script().get().commands());
            return end == End.STOP ? End.STOP : End.DONE;
        } finally {
            variables.leave();
            matcher.restore(matched);
        }
    }

    private End loop(SieveCommand.ForEveryPart loop) {
        if (parts.size() >= limits.loops()) {
            throw new SieveRunError(loop.at(), "foreverypart loops are nested deeper than " + limits.loops());
        }
        List<MimePart> all = new ArrayList<>();
        if (parts.isEmpty()) {
            all.addAll(surroundings.message().structure().all());
        } else {
            parts.peek().children().forEach(child -> all.addAll(child.all()));
        }
        for (MimePart part : all) {
            steps.take(1, loop.at());
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

    private List<String> flags(Optional<List<SieveText>> own) {
        return own.map(texts -> Flags.of(expand(texts))).orElse(List.copyOf(flags));
    }

    private void fileInto(SieveCommand.FileInto command) {
        String mailbox = expand(command.mailbox());
        if (mailbox.isBlank() || mailbox.indexOf('\uFFFD') >= 0 || mailbox.chars().anyMatch(Character::isISOControl)) {
            throw new SieveRunError(command.at(), "the mailbox name '" + mailbox.replaceAll("\\p{Cntrl}", "?") + "' is invalid");
        }
        tally.add(new SieveAction.FileInto(mailbox, command.copy(), command.create(), command.specialUse().map(this::expand), flags(command.flags()),
                bodies.with(header().edits())), command.at());
    }

    private static String address(String text, Position at) {
        return MailAddresses.single(text).map(MailAddress::toString)
                .orElseThrow(() -> new SieveRunError(at, "the address '" + (text.length() > 80 ? text.substring(0, 80) + "..." : text) + "' is invalid"));
    }

    private void redirect(SieveCommand.Redirect command) {
        Map<String, String> parameters = new TreeMap<>();
        SieveCommand.DeliveryWishes wishes = command.wishes();
        wishes.notifyWhen().ifPresent(text -> parameters.put("notify", expand(text).toUpperCase(Locale.ROOT)));
        wishes.ret().ifPresent(text -> parameters.put("ret", expand(text).toUpperCase(Locale.ROOT)));
        wishes.byTimeRelative().ifPresent(seconds -> parameters.put("bytimerelative", Long.toString(seconds)));
        wishes.byTimeAbsolute().ifPresent(text -> parameters.put("bytimeabsolute", expand(text)));
        wishes.byMode().ifPresent(text -> parameters.put("bymode", expand(text).toLowerCase(Locale.ROOT)));
        if (wishes.byTrace()) {
            parameters.put("bytrace", "true");
        }
        String target = expand(command.address());
        tally.add(new SieveAction.Redirect(command.list() ? target : address(target, command.at()), command.copy(), command.list(), parameters,
                header().edits()), command.at());
    }

    private void vacation(SieveCommand.Vacation command) {
        Optional<String> subject = command.subject().map(this::expand);
        Optional<String> from = command.from().map(text -> fromAddress(expand(text), command.at()));
        String reason = expand(command.reason());
        // RFC 5230 4.2: without a handle, a reply is told from others by all that it says.
        String handle = command.handle().map(this::expand).orElse(reason + '\n' + subject.orElse("") + '\n' + from.orElse("") + '\n' + command.mime());
        tally.add(new SieveAction.Vacation(command.seconds(), subject, from, expand(command.addresses()), command.mime(), handle, reason), command.at());
    }

    private static String fromAddress(String text, Position at) {
        address(text, at);
        return text;
    }

    private void notification(SieveCommand.Notify command) {
        String method = expand(command.method());
        MailtoUri.problem(method).ifPresent(problem -> {
            throw new SieveRunError(command.at(), problem);
        });
        String importance = command.importance().map(this::expand).orElse("2");
        int level = importance.matches("[123]") ? importance.charAt(0) - '0' : 2;
        tally.add(new SieveAction.Notify(method, command.from().map(text -> fromAddress(expand(text), command.at())), level, expand(command.options()),
                command.message().map(this::expand)), command.at());
    }

    private void addHeader(String name, String value, boolean last, Position at) {
        if (!HeaderField.isName(name)) {
            throw new SieveRunError(at, "the field name '" + name + "' is invalid");
        }
        if (!HeaderField.isValue(value)) {
            throw new SieveRunError(at, "the value for the new header field '" + name + "' is invalid");
        }
        if (name.length() + Utf8.octets(value) > limits.addedFieldOctets()) {
            throw new SieveRunError(at, "the new header field is longer than " + limits.addedFieldOctets() + " octets");
        }
        if (surroundings.mayAdd(name)) {
            header().add(name, value, last);
        }
    }

    private void addField(SieveCommand.AddField command) {
        String field = expand(command.field());
        int colon = field.indexOf(':');
        if (colon < 1) {
            throw new SieveRunError(command.at(), "the header field '" + field + "' has no name");
        }
        addHeader(field.substring(0, colon).strip(), field.substring(colon + 1).strip(), false, command.at());
    }

    private void deleteHeader(SieveCommand.DeleteHeader command) {
        String name = expand(command.name());
        if (!HeaderField.isName(name)) {
            throw new SieveRunError(command.at(), "the field name '" + name + "' is invalid");
        }
        if (!surroundings.mayDelete(name)) {
            return;
        }
        List<HeaderField> named = TestRunner.indexed(header().fields().stream().filter(field -> field.named(name)).toList(), command.index());
        List<String> keys = command.values().map(this::expand).orElse(List.of());
        if (command.rule().type() == MatchRule.Type.COUNT && command.values().isPresent()) {
            if (matcher.count(command.rule(), named.size(), keys)) {
                named.forEach(header()::remove);
            }
            return;
        }
        for (HeaderField field : named) {
            if (command.values().isEmpty() || matcher.one(command.rule(), field.value(), keys, command.at())) {
                header().remove(field);
            }
        }
    }

    private void flag(SieveCommand.Flag command) {
        List<String> given = Flags.of(expand(command.flags()));
        if (command.variable().isEmpty()) {
            edit(flags, command.edit(), given);
            return;
        }
        SieveText.Piece.Variable variable = TestRunner.variable(expand(command.variable().get()));
        List<String> held = new ArrayList<>(Flags.of(List.of(variables.get(variable))));
        edit(held, command.edit(), given);
        variables.set(variable, Flags.text(held), limits, command.at());
    }

    private static void edit(List<String> held, SieveCommand.FlagEdit edit, List<String> given) {
        switch (edit) {
            case SET -> {
                held.clear();
                Flags.addAll(held, given);
            }
            case ADD -> Flags.addAll(held, given);
            case REMOVE -> Flags.removeAll(held, given);
        }
    }

    private void extractText(SieveCommand.ExtractText command) {
        String text = part().map(BodyText::ofPart).orElse("");
        if (command.first().isPresent() && text.length() > command.first().get()) {
            text = text.substring(0, text.offsetByCodePoints(0, (int) Math.min(command.first().get(), text.codePointCount(0, text.length()))));
        }
        steps.take(text.length() / Steps.CHARACTERS, command.at());
        variables.set(command.variable(), ModifiedText.of(text, command.modifiers(), limits.variableOctets()), limits, command.at());
    }

    private void replace(SieveCommand.Replace command) {
        List<Integer> way = part().map(part -> MimePart.way(surroundings.message().structure(), part)).orElse(List.of());
        SieveAction.Replace action = new SieveAction.Replace(way, command.mime(), command.subject().map(this::expand), command.from().map(this::expand),
                expand(command.replacement()));
        if (!way.isEmpty()) {
            bodies.search(surroundings.message().size(), steps, command.at());
            if (surroundings.message().place(way).isEmpty()) {
                throw new SieveRunError(command.at(), "part " + way + " cannot be replaced: it stands in no octets of its own");
            }
        }
        bodies.replace(action, command.at());
        tally.add(action, command.at());
    }

    private void enclose(SieveCommand.Enclose command) {
        SieveAction.Enclose action = new SieveAction.Enclose(command.subject().map(this::expand), expand(command.headers()), expand(command.text()));
        bodies.enclose(action, command.at());
        tally.add(action, command.at());
    }

    private void addTag(SieveCommand.AddTag command) {
        String tag = expand(command.tag());
        if (tag.indexOf('|') >= 0 || tag.chars().anyMatch(Character::isISOControl)) {
            throw new SieveRunError(command.at(), "a tag contains no '|' and no control characters");
        }
        tally.add(new SieveAction.AddTag(tag), command.at());
    }

    private void spamAdjust(SieveCommand.SpamAdjust command) {
        SieveAction.SpamAdjust action = SpamScore.adjustment(expand(command.adjustment()))
                .orElseThrow(() -> new SieveRunError(command.at(), "spamadjust ends in a number, such as +2.5"));
        adjustment += action.adjustment();
        tally.add(action, command.at());
    }
}

package org.gatepost.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.gatepost.sieve.language.Position;
import org.gatepost.sieve.language.SieveCommand;
import org.gatepost.sieve.language.SieveText;
import org.gatepost.sieve.message.BodyText;
import org.gatepost.sieve.message.MailAddress;
import org.gatepost.sieve.message.MailAddresses;
import org.gatepost.sieve.message.MailtoUri;
import org.gatepost.sieve.message.MimePart;

/** Carries out the commands of a run that do something, and gathers what they say is to become of the message. Not thread-safe. */
final class CommandRunner {

    private final SieveRun run;
    private final SieveSurroundings surroundings;
    private final AddedWords addedWords;
    private final EditedHeader header;
    private final List<String> flags = new ArrayList<>();
    private final BodyChanges bodies = new BodyChanges();
    private Tally tally;
    private double adjustment;

    CommandRunner(SieveRun run, SieveSurroundings surroundings, AddedWords addedWords, EditedHeader header, double adjustment) {
        this.run = run;
        this.surroundings = surroundings;
        this.addedWords = addedWords;
        this.header = header;
        this.adjustment = adjustment;
        forgetActions();
    }

    /** Forgets what was said, and the flags and edits with it. */
    void forgetActions() {
        tally = new Tally(run.limits());
        meetMessage();
    }

    /** Takes notice of another message: its flags, and neither edits nor other bodies. */
    void meetMessage() {
        flags.clear();
        flags.addAll(surroundings.initialFlags());
        bodies.forget();
        header.forget();
    }

    /** As {@link SieveRun#handOn}. */
    boolean handOn() {
        return tally.handOn();
    }

    /** What has been said so far, the implicit keep included where it stands. */
    List<SieveAction> actions() {
        List<SieveAction> all = new ArrayList<>(tally.actions());
        if (tally.implicitKeep()) {
            all.add(new SieveAction.Keep(flags, bodies.with(header.rewrite().edits()), true));
        }
        return all;
    }

    /** Whether it was decided where the message goes. */
    boolean explicit() {
        return !tally.implicitKeep();
    }

    double adjustment() {
        return adjustment;
    }

    List<String> flags() {
        return flags;
    }

    void carryOut(SieveCommand.Effect command) {
        switch (command) {
            case SieveCommand.Keep keep -> tally.add(new SieveAction.Keep(flags(keep.flags()), bodies.with(header.rewrite().edits()), false), keep.at());
            case SieveCommand.Discard discard -> tally.add(new SieveAction.Discard(), discard.at());
            case SieveCommand.FileInto fileInto -> fileInto(fileInto);
            case SieveCommand.Redirect redirect -> redirect(redirect);
            case SieveCommand.Reject reject -> tally.add(new SieveAction.Reject(SieveAction.Reject.Kind.valueOf(reject.kind().name()),
                    run.expand(reject.reason())), reject.at());
            case SieveCommand.Vacation vacation -> vacation(vacation);
            case SieveCommand.Notify notify -> notification(notify);
            case SieveCommand.Set set -> run.variables().set(set.variable(), ModifiedText.of(run.expand(set.value()), set.modifiers(), run.limits().variableOctets()), run.limits(), set.at());
            case SieveCommand.AddHeader add -> header.add(run.expand(add.name()), run.expand(add.value()), add.last(), add.at());
            case SieveCommand.AddField add -> header.add(run.expand(add.field()), add.at());
            case SieveCommand.DeleteHeader delete -> header.delete(delete);
            case SieveCommand.Flag flag -> flag(flag);
            case SieveCommand.Global global -> global.variables().forEach(name -> run.variables().share(name, global.at()));
            case SieveCommand.ExtractText extract -> extractText(extract);
            case SieveCommand.Replace replace -> replace(replace);
            case SieveCommand.Enclose enclose -> enclose(enclose);
            case SieveCommand.Error error -> throw new SieveRunError(error.at(), run.expand(error.message()));
            case SieveCommand.AddTag tag -> addTag(tag);
            case SieveCommand.SpamAdjust adjust -> spamAdjust(adjust);
            case SieveCommand.Jettison jettison -> tally.add(new SieveAction.Jettison(), jettison.at());
            case SieveCommand.Hold hold -> tally.add(new SieveAction.Hold(hold.why().map(run::expand).orElse("")), hold.at());
            case SieveCommand.Capture capture -> tally.add(new SieveAction.Capture(capture.address().map(text -> address(run.expand(text), capture.at()))), capture.at());
            case SieveCommand.Added added -> addedWords.command(added, run);
        }
    }

    private List<String> flags(Optional<List<SieveText>> own) {
        return own.map(texts -> Flags.of(run.expand(texts))).orElse(List.copyOf(flags));
    }

    private void fileInto(SieveCommand.FileInto command) {
        String mailbox = run.expand(command.mailbox());
        if (mailbox.isBlank() || mailbox.indexOf('\uFFFD') >= 0 || mailbox.chars().anyMatch(Character::isISOControl)) {
            throw new SieveRunError(command.at(), "the mailbox name '" + mailbox.replaceAll("\\p{Cntrl}", "?") + "' is invalid");
        }
        tally.add(new SieveAction.FileInto(mailbox, command.copy(), command.create(), command.specialUse().map(run::expand), flags(command.flags()),
                bodies.with(header.rewrite().edits())), command.at());
    }

    private static String address(String text, Position at) {
        return MailAddresses.single(text).map(MailAddress::toString)
                .orElseThrow(() -> new SieveRunError(at, "the address '" + (text.length() > 80 ? text.substring(0, 80) + "..." : text) + "' is invalid"));
    }

    private void redirect(SieveCommand.Redirect command) {
        Map<String, String> parameters = new TreeMap<>();
        SieveCommand.DeliveryWishes wishes = command.wishes();
        wishes.notifyWhen().ifPresent(text -> parameters.put("notify", run.expand(text).toUpperCase(Locale.ROOT)));
        wishes.ret().ifPresent(text -> parameters.put("ret", run.expand(text).toUpperCase(Locale.ROOT)));
        wishes.byTimeRelative().ifPresent(seconds -> parameters.put("bytimerelative", Long.toString(seconds)));
        wishes.byTimeAbsolute().ifPresent(text -> parameters.put("bytimeabsolute", run.expand(text)));
        wishes.byMode().ifPresent(text -> parameters.put("bymode", run.expand(text).toLowerCase(Locale.ROOT)));
        if (wishes.byTrace()) {
            parameters.put("bytrace", "true");
        }
        String target = run.expand(command.address());
        tally.add(new SieveAction.Redirect(command.list() ? target : address(target, command.at()), command.copy(), command.list(), parameters,
                header.rewrite().edits()), command.at());
    }

    private void vacation(SieveCommand.Vacation command) {
        Optional<String> subject = command.subject().map(run::expand);
        Optional<String> from = command.from().map(text -> fromAddress(run.expand(text), command.at()));
        String reason = run.expand(command.reason());
        // RFC 5230 4.2: without a handle, a reply is told from others by all that it says.
        String handle = command.handle().map(run::expand).orElse(reason + '\n' + subject.orElse("") + '\n' + from.orElse("") + '\n' + command.mime());
        tally.add(new SieveAction.Vacation(command.seconds(), subject, from, run.expand(command.addresses()), command.mime(), handle, reason), command.at());
    }

    private static String fromAddress(String text, Position at) {
        address(text, at);
        return text;
    }

    private void notification(SieveCommand.Notify command) {
        String method = run.expand(command.method());
        MailtoUri.problem(method).ifPresent(problem -> {
            throw new SieveRunError(command.at(), problem);
        });
        String importance = command.importance().map(run::expand).orElse("2");
        int level = importance.matches("[123]") ? importance.charAt(0) - '0' : 2;
        tally.add(new SieveAction.Notify(method, command.from().map(text -> fromAddress(run.expand(text), command.at())), level, run.expand(command.options()),
                command.message().map(run::expand)), command.at());
    }

    private void flag(SieveCommand.Flag command) {
        List<String> given = Flags.of(run.expand(command.flags()));
        if (command.variable().isEmpty()) {
            edit(flags, command.edit(), given);
            return;
        }
        SieveText.Piece.Variable variable = TestRunner.variable(run.expand(command.variable().get()));
        List<String> held = new ArrayList<>(Flags.of(List.of(run.variables().get(variable))));
        edit(held, command.edit(), given);
        run.variables().set(variable, Flags.text(held), run.limits(), command.at());
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
        String text = run.part().map(BodyText::ofPart).orElse("");
        if (command.first().isPresent() && text.length() > command.first().get()) {
            text = text.substring(0, text.offsetByCodePoints(0, (int) Math.min(command.first().get(), text.codePointCount(0, text.length()))));
        }
        run.steps().take(text.length() / Steps.CHARACTERS, command.at());
        run.variables().set(command.variable(), ModifiedText.of(text, command.modifiers(), run.limits().variableOctets()), run.limits(), command.at());
    }

    private void replace(SieveCommand.Replace command) {
        List<Integer> way = run.part().map(part -> MimePart.way(surroundings.message().structure(), part)).orElse(List.of());
        SieveAction.Replace action = new SieveAction.Replace(way, command.mime(), command.subject().map(run::expand), command.from().map(run::expand),
                run.expand(command.replacement()));
        if (!way.isEmpty()) {
            bodies.search(surroundings.message().size(), run.steps(), command.at());
            if (surroundings.message().place(way).isEmpty()) {
                throw new SieveRunError(command.at(), "part " + way + " cannot be replaced: it stands in no octets of its own");
            }
        }
        bodies.replace(action, command.at());
        tally.add(action, command.at());
    }

    private void enclose(SieveCommand.Enclose command) {
        SieveAction.Enclose action = new SieveAction.Enclose(command.subject().map(run::expand), run.expand(command.headers()), run.expand(command.text()));
        bodies.enclose(action, command.at());
        tally.add(action, command.at());
    }

    private void addTag(SieveCommand.AddTag command) {
        String tag = run.expand(command.tag());
        if (tag.indexOf('|') >= 0 || tag.chars().anyMatch(Character::isISOControl)) {
            throw new SieveRunError(command.at(), "a tag contains no '|' and no control characters");
        }
        tally.add(new SieveAction.AddTag(tag), command.at());
    }

    private void spamAdjust(SieveCommand.SpamAdjust command) {
        SieveAction.SpamAdjust action = SpamScore.adjustment(run.expand(command.adjustment()))
                .orElseThrow(() -> new SieveRunError(command.at(), "spamadjust ends in a number, such as +2.5"));
        adjustment += action.adjustment();
        tally.add(action, command.at());
    }
}

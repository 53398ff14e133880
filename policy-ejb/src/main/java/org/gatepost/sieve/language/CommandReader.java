package org.gatepost.sieve.language;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.gatepost.sieve.language.Arguments.Behind;
import org.gatepost.sieve.message.HeaderField;
import org.gatepost.sieve.message.MailAddresses;
import org.gatepost.sieve.message.MailtoUri;

/** Makes commands of phrases, and says what is wrong with them: one error a command. */
final class CommandReader {

    private static final Map<String, Set<Capability>> COMMANDS = new TreeMap<>();
    private static final Map<String, Behind> MODIFIERS = new TreeMap<>();
    private static final Map<SieveCommand.Modifier, Integer> PRECEDENCE = Map.of(SieveCommand.Modifier.LOWER, 40, SieveCommand.Modifier.UPPER, 40,
            SieveCommand.Modifier.LOWERFIRST, 30, SieveCommand.Modifier.UPPERFIRST, 30, SieveCommand.Modifier.QUOTEWILDCARD, 20,
            SieveCommand.Modifier.QUOTEREGEX, 20, SieveCommand.Modifier.ENCODEURL, 15, SieveCommand.Modifier.LENGTH, 10);

    static {
        for (String core : List.of("require", "if", "elsif", "else", "stop", "keep", "discard", "redirect", "addtag", "spamadjust")) {
            COMMANDS.put(core, Set.of());
        }
        COMMANDS.put("fileinto", Set.of(Capability.FILEINTO));
        COMMANDS.put("reject", Set.of(Capability.REJECT));
        COMMANDS.put("ereject", Set.of(Capability.EREJECT));
        COMMANDS.put("refuse", Set.of(Capability.REFUSE));
        COMMANDS.put("vacation", Set.of(Capability.VACATION));
        COMMANDS.put("notify", Set.of(Capability.ENOTIFY));
        COMMANDS.put("set", Set.of(Capability.VARIABLES));
        COMMANDS.put("addheader", Set.of());
        COMMANDS.put("deleteheader", Set.of(Capability.EDITHEADER));
        for (String flag : List.of("setflag", "addflag", "removeflag")) {
            COMMANDS.put(flag, Set.of(Capability.IMAP4FLAGS));
        }
        COMMANDS.put("include", Set.of(Capability.INCLUDE));
        COMMANDS.put("return", Set.of(Capability.INCLUDE));
        COMMANDS.put("global", Set.of(Capability.INCLUDE));
        COMMANDS.put("foreverypart", Set.of(Capability.FOREVERYPART));
        COMMANDS.put("break", Set.of(Capability.FOREVERYPART));
        COMMANDS.put("extracttext", Set.of(Capability.EXTRACTTEXT));
        COMMANDS.put("replace", Set.of(Capability.REPLACE));
        COMMANDS.put("enclose", Set.of(Capability.ENCLOSE));
        COMMANDS.put("error", Set.of(Capability.IHAVE));
        COMMANDS.put("jettison", Set.of(Capability.JETTISON));
        COMMANDS.put("hold", Set.of(Capability.HOLD));
        COMMANDS.put("capture", Set.of(Capability.CAPTURE));
        for (SieveCommand.Modifier modifier : SieveCommand.Modifier.values()) {
            MODIFIERS.put(modifier.name().toLowerCase(Locale.ROOT), Behind.NOTHING);
        }
    }

    private final Reading reading;
    private final TestReader tests;
    private final Deque<Optional<String>> loops = new ArrayDeque<>();
    private boolean requiresAreOver;

    CommandReader(Reading reading) {
        this.reading = reading;
        this.tests = new TestReader(reading);
    }

    static boolean knows(String name, Reading reading) {
        if (name.equals("addheader")) {
            return reading.uses(Capability.EDITHEADER) || reading.uses(Capability.ADDHEADER);
        }
        Set<Capability> needed = COMMANDS.get(name);
        return needed != null && reading.required().containsAll(needed);
    }

    List<SieveCommand> script(List<Phrase> phrases) {
        return commands(phrases, true);
    }

    private List<SieveCommand> commands(List<Phrase> phrases, boolean top) {
        List<SieveCommand> commands = new ArrayList<>();
        Chain chain = null;
        for (Phrase phrase : phrases) {
            boolean continues = phrase.name().equals("elsif") || phrase.name().equals("else");
            if (!continues && chain != null) {
                chain.close(commands);
                chain = null;
            }
            try {
                if (phrase.name().equals("require")) {
                    require(phrase, top);
                    continue;
                }
                requiresAreOver = true;
                if (phrase.name().equals("if") || continues) {
                    boolean orphan = continues && chain == null;
                    boolean afterElse = continues && chain != null && chain.closed;
                    chain = chain == null ? new Chain(phrase.at()) : chain;
                    if (orphan) {
                        reading.complaints().add(phrase.at(), "the " + phrase.name() + " command must follow an if or elsif command");
                    } else if (afterElse) {
                        reading.complaints().add(phrase.at(), "the " + phrase.name() + " command must not follow an else command");
                    }
                    branch(phrase, chain);
                } else {
                    commands.add(command(phrase));
                }
            } catch (Complaint wrong) {
                reading.complaints().add(wrong.at(), wrong.getMessage());
            } catch (Arguments.Said said) {
                continue;
            }
        }
        if (chain != null) {
            chain.close(commands);
        }
        return commands;
    }

    /** An if and what follows it. */
    private static final class Chain {
        private final Position at;
        private final List<SieveCommand.Branch> branches = new ArrayList<>();
        private List<SieveCommand> otherwise = List.of();
        private boolean closed;
        private boolean decided;

        Chain(Position at) {
            this.at = at;
        }

        void close(List<SieveCommand> into) {
            if (!branches.isEmpty() || !otherwise.isEmpty()) {
                into.add(new SieveCommand.If(at, List.copyOf(branches), otherwise));
            }
        }
    }

    private void branch(Phrase phrase, Chain chain) {
        Optional<SieveTest> test = Optional.empty();
        boolean never = chain.decided;
        try {
            Arguments in = new Arguments(phrase, "command", reading).tags(Map.of());
            if (phrase.name().equals("else")) {
                chain.closed = true;
                in.end(0, true);
            } else {
                in.end(1, true);
                if (!never) {
                    test = Optional.of(tests.read(phrase.tests().get(0)));
                    Optional<Boolean> settled = tests.settledByIHave(test.get());
                    never = settled.filter(value -> !value).isPresent();
                    chain.decided = settled.filter(value -> value).isPresent();
                }
            }
        } catch (Complaint wrong) {
            reading.complaints().add(wrong.at(), wrong.getMessage());
        } catch (Arguments.Said said) {
            test = Optional.empty();
        }
        // A block that the test for an extension keeps from running may use what is not there (RFC 5463 section 4).
        List<SieveCommand> block = never ? List.of() : commands(phrase.block(), false);
        if (phrase.name().equals("else")) {
            chain.otherwise = block;
        } else {
            test.ifPresent(found -> chain.branches.add(new SieveCommand.Branch(found, block)));
        }
    }

    private void require(Phrase phrase, boolean top) {
        if (!top || requiresAreOver) {
            throw new Complaint(phrase.at(), "require commands must stand at the beginning of the script, before all others");
        }
        Arguments in = new Arguments(phrase, "command", reading).tags(Map.of()).wants(1);
        List<String> names = in.constants("capabilities");
        in.end(0, false);
        for (String name : names) {
            Optional<Capability> capability = Capability.named(name).filter(reading::offers);
            if (capability.isPresent()) {
                reading.require(capability.get());
            } else if (!knows(name, reading) && !TestReader.knows(name, reading)) {
                reading.complaints().add(phrase.at(), "unknown Sieve capability '" + name + "'");
            }
        }
    }

    private SieveCommand command(Phrase phrase) {
        if (!reading.knowsCommand(phrase.name())) {
            if (reading.knowsTest(phrase.name())) {
                throw new Complaint(phrase.at(), "attempted to use test '" + phrase.name() + "' as command");
            }
            reading.complaints().once(phrase.at(), "command " + phrase.name(), "unknown command '" + phrase.name() + "'");
            throw new Arguments.Said();
        }
        AddedWord added = reading.added(phrase.name());
        if (added != null) {
            List<SieveCommand> block = commands(phrase.block(), false);
            return new SieveCommand.Added(phrase.at(), new AddedWordReader(reading).read(phrase, added, "command", block));
        }
        Arguments in = new Arguments(phrase, "command", reading);
        Position at = phrase.at();
        return switch (phrase.name()) {
            case "stop" -> bare(in, new SieveCommand.Stop(at));
            case "discard" -> bare(in, new SieveCommand.Discard(at));
            case "jettison" -> bare(in, new SieveCommand.Jettison(at));
            case "return" -> bare(in, new SieveCommand.Return(at));
            case "keep" -> {
                in.tags(Map.of("flags", Behind.STRINGS));
                yield ended(in, new SieveCommand.Keep(at, flags(in)));
            }
            case "fileinto" -> fileInto(at, in);
            case "redirect" -> redirect(at, in);
            case "reject" -> reject(at, in, SieveCommand.RejectKind.REJECT);
            case "ereject" -> reject(at, in, SieveCommand.RejectKind.EREJECT);
            case "refuse" -> reject(at, in, SieveCommand.RejectKind.REFUSE);
            case "vacation" -> vacation(at, in);
            case "notify" -> notification(at, in);
            case "set" -> {
                in.tags(MODIFIERS).wants(2);
                SieveText.Piece.Variable variable = variable(in.string("variable name"), in.lastPlace(), reading);
                yield ended(in, new SieveCommand.Set(at, variable, modifiers(in), in.string("value")));
            }
            case "addheader" -> addHeader(at, in);
            case "deleteheader" -> deleteHeader(at, in);
            case "setflag" -> flag(at, in, SieveCommand.FlagEdit.SET);
            case "addflag" -> flag(at, in, SieveCommand.FlagEdit.ADD);
            case "removeflag" -> flag(at, in, SieveCommand.FlagEdit.REMOVE);
            case "include" -> include(at, in);
            case "global" -> global(at, in);
            case "foreverypart" -> forEveryPart(phrase, in);
            case "break" -> breakLoop(at, in);
            case "extracttext" -> extractText(at, in);
            case "replace" -> {
                in.tags(Map.of("mime", Behind.NOTHING, "subject", Behind.STRING, "from", Behind.STRING)).wants(1);
                checkAddress(in, "from");
                yield ended(in, new SieveCommand.Replace(at, in.has("mime"), in.text("subject"), in.text("from"), in.string("replacement")));
            }
            case "enclose" -> {
                in.tags(Map.of("subject", Behind.STRING, "headers", Behind.STRINGS)).wants(1);
                yield ended(in, new SieveCommand.Enclose(at, in.text("subject"), in.texts("headers").orElse(List.of()), in.string("text")));
            }
            case "error" -> {
                in.tags(Map.of()).wants(1);
                yield ended(in, new SieveCommand.Error(at, in.string("message")));
            }
            case "addtag" -> {
                in.tags(Map.of()).wants(1);
                yield ended(in, new SieveCommand.AddTag(at, in.string("tag")));
            }
            case "spamadjust" -> {
                in.tags(Map.of()).wants(1);
                yield ended(in, new SieveCommand.SpamAdjust(at, in.string("adjustment")));
            }
            case "hold" -> {
                in.tags(Map.of());
                yield ended(in, new SieveCommand.Hold(at, in.positionalCount() > 0 ? Optional.of(in.string("why")) : Optional.empty()));
            }
            case "capture" -> {
                in.tags(Map.of());
                Optional<SieveText> address = in.positionalCount() > 0 ? Optional.of(in.string("address")) : Optional.empty();
                address.ifPresent(text -> checkAddress(text, in.lastPlace()));
                yield ended(in, new SieveCommand.Capture(at, address));
            }
            default -> throw new IllegalStateException("the command " + phrase.name() + " is in the table and cannot be read");
        };
    }

    private static <T> T bare(Arguments in, T command) {
        return ended(in.tags(Map.of()), command);
    }

    private static <T> T ended(Arguments in, T command) {
        in.end(0, false);
        return command;
    }

    private Optional<List<SieveText>> flags(Arguments in) {
        if (in.has("flags")) {
            reading.needs(Capability.IMAP4FLAGS, in.placeOf("flags"), "the ':flags' tag");
        }
        return in.texts("flags");
    }

    private SieveCommand fileInto(Position at, Arguments in) {
        in.tags(Map.of("copy", Behind.NOTHING, "create", Behind.NOTHING, "flags", Behind.STRINGS, "specialuse", Behind.STRING)).wants(1);
        copy(in);
        if (in.has("create")) {
            reading.needs(Capability.MAILBOX, in.placeOf("create"), "the ':create' tag");
        }
        if (in.has("specialuse")) {
            reading.needs(Capability.SPECIAL_USE, in.placeOf("specialuse"), "the ':specialuse' tag");
        }
        Optional<List<SieveText>> flags = flags(in);
        return ended(in, new SieveCommand.FileInto(at, in.string("mailbox"), in.has("copy"), in.has("create"), flags, in.text("specialuse")));
    }

    private void copy(Arguments in) {
        if (in.has("copy")) {
            reading.needs(Capability.COPY, in.placeOf("copy"), "the ':copy' tag");
        }
    }

    private SieveCommand redirect(Position at, Arguments in) {
        in.tags(Map.of("copy", Behind.NOTHING, "list", Behind.NOTHING, "notify", Behind.STRING, "ret", Behind.STRING, "bytimerelative", Behind.NUMBER,
                "bytimeabsolute", Behind.STRING, "bymode", Behind.STRING, "bytrace", Behind.NOTHING)).wants(1);
        copy(in);
        if (in.has("list")) {
            reading.needs(Capability.EXTLISTS, in.placeOf("list"), "the ':list' tag");
        }
        for (String dsn : List.of("notify", "ret")) {
            if (in.has(dsn)) {
                reading.needs(Capability.REDIRECT_DSN, in.placeOf(dsn), "the ':" + dsn + "' tag");
            }
        }
        for (String by : List.of("bytimerelative", "bytimeabsolute", "bymode", "bytrace")) {
            if (in.has(by)) {
                reading.needs(Capability.REDIRECT_DELIVERBY, in.placeOf(by), "the ':" + by + "' tag");
            }
        }
        if ((in.has("bymode") || in.has("bytrace")) && in.oneOf(List.of("bytimerelative", "bytimeabsolute")).isEmpty()) {
            throw new Complaint(at, "the ':bymode' and ':bytrace' tags of the redirect command need a ':bytimerelative' or ':bytimeabsolute' tag");
        }
        in.oneOf(List.of("bytimerelative", "bytimeabsolute"));
        checkWord(in, "ret", List.of("full", "hdrs"));
        checkWord(in, "bymode", List.of("notify", "return"));
        SieveCommand.DeliveryWishes wishes = new SieveCommand.DeliveryWishes(in.text("notify"), in.text("ret"), in.number("bytimerelative"),
                in.text("bytimeabsolute"), in.text("bymode"), in.has("bytrace"));
        SieveText address = in.string("address");
        if (!in.has("list")) {
            checkAddress(address, in.lastPlace());
        }
        return ended(in, new SieveCommand.Redirect(at, address, in.has("copy"), in.has("list"), wishes));
    }

    private static void checkWord(Arguments in, String tag, List<String> words) {
        in.text(tag).flatMap(SieveText::constant).filter(word -> !words.contains(word.toLowerCase(Locale.ROOT))).ifPresent(word -> {
            throw new Complaint(in.placeOf(tag), "'" + word + "' cannot stand behind ':" + tag + "': one of " + String.join(", ", words) + " is expected");
        });
    }

    private static void checkAddress(Arguments in, String tag) {
        in.text(tag).ifPresent(text -> checkAddress(text, in.placeOf(tag)));
    }

    private static void checkAddress(SieveText address, Position at) {
        address.constant().filter(constant -> MailAddresses.single(constant).isEmpty()).ifPresent(constant -> {
            throw new Complaint(at, "the address '" + constant + "' is invalid");
        });
    }

    private SieveCommand reject(Position at, Arguments in, SieveCommand.RejectKind kind) {
        in.tags(Map.of()).wants(1);
        return ended(in, new SieveCommand.Reject(at, kind, in.string("reason")));
    }

    private SieveCommand vacation(Position at, Arguments in) {
        in.tags(Map.of("days", Behind.NUMBER, "seconds", Behind.NUMBER, "subject", Behind.STRING, "from", Behind.STRING, "addresses", Behind.STRINGS, "mime",
                Behind.NOTHING, "handle", Behind.STRING)).wants(1);
        if (in.has("seconds")) {
            reading.needs(Capability.VACATION_SECONDS, in.placeOf("seconds"), "the ':seconds' tag");
        }
        in.oneOf(List.of("days", "seconds"));
        checkAddress(in, "from");
        Optional<Long> seconds = in.number("seconds").or(() -> in.number("days").map(days -> Math.max(1, days) * 86_400));
        return ended(in, new SieveCommand.Vacation(at, seconds, in.text("subject"), in.text("from"), in.texts("addresses").orElse(List.of()), in.has("mime"),
                in.text("handle"), in.string("reason")));
    }

    private SieveCommand notification(Position at, Arguments in) {
        in.tags(Map.of("from", Behind.STRING, "importance", Behind.STRING, "options", Behind.STRINGS, "message", Behind.STRING)).wants(1);
        checkWord(in, "importance", List.of("1", "2", "3"));
        for (SieveText option : in.texts("options").orElse(List.of())) {
            option.constant().filter(constant -> !constant.matches("(?s)[A-Za-z0-9][A-Za-z0-9._-]*=.*")).ifPresent(constant -> {
                throw new Complaint(in.placeOf("options"), "the notification option '" + constant + "' is not of the form NAME=VALUE");
            });
        }
        SieveText method = in.string("method");
        method.constant().ifPresent(uri -> MailtoUri.problem(uri).ifPresent(problem -> {
            throw new Complaint(in.lastPlace(), problem);
        }));
        checkAddress(in, "from");
        return ended(in, new SieveCommand.Notify(at, in.text("from"), in.text("importance"), in.texts("options").orElse(List.of()), in.text("message"), method));
    }

    private static List<SieveCommand.Modifier> modifiers(Arguments in) {
        Set<SieveCommand.Modifier> found = EnumSet.noneOf(SieveCommand.Modifier.class);
        for (SieveCommand.Modifier modifier : SieveCommand.Modifier.values()) {
            String tag = modifier.name().toLowerCase(Locale.ROOT);
            if (in.has(tag)) {
                for (SieveCommand.Modifier other : found) {
                    if (PRECEDENCE.get(other).equals(PRECEDENCE.get(modifier))) {
                        throw new Complaint(in.placeOf(tag), "the modifiers ':" + other.name().toLowerCase(Locale.ROOT) + "' and ':" + tag
                                + "' have the same precedence: only one of them can be used");
                    }
                }
                found.add(modifier);
            }
        }
        return found.stream().sorted((one, other) -> PRECEDENCE.get(other) - PRECEDENCE.get(one)).toList();
    }

    /** The variable that a constant string names. */
    static SieveText.Piece.Variable variable(SieveText name, Position at, Reading reading) {
        String text = name.constant().orElseThrow(() -> new Complaint(at, "a variable cannot be named by a variable"));
        SieveText.Piece piece = TextReader.isIdentifier(text) || text.contains(".") ? reading.texts().reference(text, at) : null;
        if (piece instanceof SieveText.Piece.Variable variable) {
            return variable;
        }
        throw new Complaint(at, "invalid variable name '" + text + "'");
    }

    private SieveCommand addHeader(Position at, Arguments in) {
        in.tags(reading.uses(Capability.EDITHEADER) ? Map.of("last", Behind.NOTHING) : Map.of());
        if (reading.uses(Capability.ADDHEADER) && in.positionalCount() == 1 && !in.has("last")) {
            in.wants(1);
            return ended(in, new SieveCommand.AddField(at, in.string("field")));
        }
        in.wants(2);
        SieveText name = in.string("field name");
        checkFieldName(name, in.lastPlace());
        SieveText value = in.string("value");
        value.constant().ifPresent(constant -> {
            if (!HeaderField.isValue(constant)) {
                throw new Complaint(in.lastPlace(), "the value '" + shown(constant) + "' for the new header field is invalid");
            }
            if (name.constant().orElse("").length() + Utf8.octets(constant) > reading.limits().addedFieldOctets()) {
                throw new Complaint(in.lastPlace(), "the new header field is longer than " + reading.limits().addedFieldOctets() + " octets");
            }
        });
        return ended(in, new SieveCommand.AddHeader(at, in.has("last"), name, value));
    }

    private static String shown(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }

    private static void checkFieldName(SieveText name, Position at) {
        name.constant().filter(constant -> !HeaderField.isName(constant)).ifPresent(constant -> {
            throw new Complaint(at, "the field name '" + shown(constant) + "' is invalid");
        });
    }

    private SieveCommand deleteHeader(Position at, Arguments in) {
        in.tags(Arguments.withMatch(Map.of("index", Behind.NUMBER, "last", Behind.NOTHING))).wants(1);
        MatchRule rule = in.rule();
        if (in.has("last") && !in.has("index")) {
            throw new Complaint(in.placeOf("last"), "the ':last' tag of the deleteheader command needs an ':index' tag");
        }
        Optional<FieldIndex> index = in.has("index") ? Optional.of(in.plainIndex()) : Optional.empty();
        SieveText name = in.string("field name");
        checkFieldName(name, in.lastPlace());
        Optional<List<SieveText>> values = in.positionalCount() > 1 ? Optional.of(in.keys(rule, "value patterns")) : Optional.empty();
        return ended(in, new SieveCommand.DeleteHeader(at, rule, index, name, values));
    }

    private SieveCommand flag(Position at, Arguments in, SieveCommand.FlagEdit edit) {
        in.tags(Map.of()).wants(1);
        Optional<SieveText> variable = Optional.empty();
        if (in.positionalCount() > 1) {
            reading.needs(Capability.VARIABLES, at, "a variable in a flag command");
            variable = Optional.of(in.string("variable name"));
            variable(variable.get(), in.lastPlace(), reading);
        }
        return ended(in, new SieveCommand.Flag(at, edit, variable, in.strings("list of flags")));
    }

    private SieveCommand include(Position at, Arguments in) {
        in.tags(Map.of("personal", Behind.NOTHING, "global", Behind.NOTHING, "once", Behind.NOTHING, "optional", Behind.NOTHING)).wants(1);
        boolean global = in.oneOf(List.of("personal", "global")).filter(word -> word.equals("global")).isPresent();
        String name = in.constant("script name");
        in.end(0, false);
        if (name.isEmpty() || name.length() > 255 || name.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == '/' || c == '\u2028' || c == '\u2029')) {
            throw new Complaint(at, "'" + shown(name) + "' cannot be the name of a script");
        }
        String key = (global ? "global/" : "personal/") + name;
        return new SieveCommand.Include(at, in.has("once"), key, included(at, key, global, name, in.has("optional")));
    }

    private Optional<SieveScript> included(Position at, String key, boolean global, String name, boolean optional) {
        Inclusion inclusion = reading.inclusion();
        if (inclusion.isOpen(key)) {
            throw new Complaint(at, "circular include of the script '" + name + "'");
        }
        if (inclusion.depth() >= reading.limits().includeDepth()) {
            throw new Complaint(at, "scripts are included deeper than " + reading.limits().includeDepth());
        }
        SieveScript known = inclusion.read().get(key);
        if (known != null) {
            return Optional.of(known);
        }
        if (inclusion.read().size() >= reading.limits().includes()) {
            throw new Complaint(at, "more than " + reading.limits().includes() + " scripts are included");
        }
        Optional<byte[]> source = inclusion.library().find(global, name);
        if (source.isEmpty()) {
            if (optional) {
                return Optional.empty();
            }
            throw new Complaint(at, "there is no script '" + name + "' to include");
        }
        inclusion.enter(key);
        try {
            Optional<SieveScript> script = reading.readIncluded(name, source.get());
            if (script.isEmpty()) {
                throw new Complaint(at, "the included script '" + name + "' has errors");
            }
            inclusion.read().put(key, script.get());
            return script;
        } finally {
            inclusion.leave();
        }
    }

    private SieveCommand global(Position at, Arguments in) {
        reading.needs(Capability.VARIABLES, at, "the global command");
        in.tags(Map.of()).wants(1);
        List<String> names = new ArrayList<>();
        for (String name : in.constants("variable names")) {
            if (!TextReader.isIdentifier(name)) {
                throw new Complaint(in.lastPlace(), "invalid variable name '" + name + "'");
            }
            names.add(name.toLowerCase(Locale.ROOT));
        }
        return ended(in, new SieveCommand.Global(at, names));
    }

    private SieveCommand forEveryPart(Phrase phrase, Arguments in) {
        in.tags(Map.of("name", Behind.STRING));
        in.end(0, true);
        if (loops.size() >= reading.limits().loops()) {
            throw new Complaint(phrase.at(), "foreverypart loops are nested deeper than " + reading.limits().loops());
        }
        Optional<String> name = loopName(in);
        loops.push(name);
        try {
            return new SieveCommand.ForEveryPart(phrase.at(), name, commands(phrase.block(), false));
        } finally {
            loops.pop();
        }
    }

    private static Optional<String> loopName(Arguments in) {
        return in.text("name").map(text -> text.constant().orElseThrow(() -> new Complaint(in.placeOf("name"), "a loop cannot be named by a variable")));
    }

    private SieveCommand breakLoop(Position at, Arguments in) {
        in.tags(Map.of("name", Behind.STRING));
        Optional<String> name = loopName(in);
        in.end(0, false);
        if (loops.isEmpty()) {
            throw new Complaint(at, "the break command must stand within a foreverypart loop");
        }
        if (name.isPresent() && !loops.contains(name)) {
            throw new Complaint(at, "no foreverypart loop around this break command is named '" + name.get() + "'");
        }
        return new SieveCommand.Break(at, name);
    }

    private SieveCommand extractText(Position at, Arguments in) {
        reading.needs(Capability.VARIABLES, at, "the extracttext command");
        in.tags(TestReader.union(MODIFIERS, Map.of("first", Behind.NUMBER))).wants(1);
        if (loops.isEmpty()) {
            throw new Complaint(at, "the extracttext command must stand within a foreverypart loop");
        }
        SieveText.Piece.Variable variable = variable(in.string("variable name"), in.lastPlace(), reading);
        return ended(in, new SieveCommand.ExtractText(at, variable, modifiers(in), in.number("first")));
    }
}

package org.gatepost.sieve.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.gatepost.sieve.language.Arguments.Behind;

/** Makes tests of phrases, and says what is wrong with them. */
final class TestReader {

    /** Tests of the language itself, and those of an extension. */
    private static final Map<String, Set<Capability>> TESTS = new TreeMap<>();
    private static final Set<String> ENVELOPE_PARTS = Set.of("from", "to", "auth", "orig_to");
    private static final Set<String> ENVELOPE_DSN_PARTS = Set.of("notify", "orcpt", "ret", "envid");
    private static final Set<String> ENVELOPE_DELIVERBY_PARTS = Set.of("bytimerelative", "bytimeabsolute", "bymode", "bytrace");
    private static final Map<String, Behind> MIME_TAGS = Map.of("mime", Behind.NOTHING, "anychild", Behind.NOTHING, "type", Behind.NOTHING, "subtype",
            Behind.NOTHING, "contenttype", Behind.NOTHING, "param", Behind.STRINGS);
    private static final Map<String, Behind> INDEX_TAGS = Map.of("index", Behind.NUMBER, "last", Behind.NOTHING);
    private static final List<String> PARTS = List.of("all", "localpart", "domain", "user", "detail");

    static {
        for (String core : List.of("address", "allof", "anyof", "exists", "false", "header", "not", "size", "true")) {
            TESTS.put(core, Set.of());
        }
        TESTS.put("envelope", Set.of(Capability.ENVELOPE));
        TESTS.put("body", Set.of(Capability.BODY));
        TESTS.put("date", Set.of(Capability.DATE));
        TESTS.put("currentdate", Set.of(Capability.DATE));
        TESTS.put("hasflag", Set.of(Capability.IMAP4FLAGS));
        TESTS.put("string", Set.of(Capability.VARIABLES));
        TESTS.put("spamtest", Set.of(Capability.SPAMTEST));
        TESTS.put("virustest", Set.of(Capability.VIRUSTEST));
        TESTS.put("environment", Set.of(Capability.ENVIRONMENT));
        TESTS.put("ihave", Set.of(Capability.IHAVE));
        TESTS.put("mailboxexists", Set.of(Capability.MAILBOX));
        TESTS.put("specialuse_exists", Set.of(Capability.SPECIAL_USE));
        TESTS.put("metadata", Set.of(Capability.MBOXMETADATA));
        TESTS.put("metadataexists", Set.of(Capability.MBOXMETADATA));
        TESTS.put("servermetadata", Set.of(Capability.SERVERMETADATA));
        TESTS.put("servermetadataexists", Set.of(Capability.SERVERMETADATA));
        TESTS.put("valid_notify_method", Set.of(Capability.ENOTIFY));
        TESTS.put("notify_method_capability", Set.of(Capability.ENOTIFY));
        TESTS.put("valid_ext_list", Set.of(Capability.EXTLISTS));
        TESTS.put("duplicate", Set.of(Capability.DUPLICATE));
    }

    private final Reading reading;

    TestReader(Reading reading) {
        this.reading = reading;
    }

    static boolean knows(String name, Reading reading) {
        Set<Capability> needed = TESTS.get(name);
        return needed != null && reading.required().containsAll(needed);
    }

    SieveTest read(Phrase phrase) {
        if (phrase.hasBlock()) {
            throw new Complaint(phrase.at(), "the " + phrase.name() + " test takes no block of commands");
        }
        if (!reading.knowsTest(phrase.name())) {
            if (reading.knowsCommand(phrase.name())) {
                throw new Complaint(phrase.at(), "attempted to use command '" + phrase.name() + "' as test");
            }
            reading.complaints().once(phrase.at(), "test " + phrase.name(), "unknown test '" + phrase.name() + "'");
            throw new Arguments.Said();
        }
        AddedWord added = reading.added(phrase.name());
        if (added != null) {
            return new SieveTest.Added(phrase.at(), new AddedWordReader(reading).read(phrase, added, "test", List.of()));
        }
        Arguments in = new Arguments(phrase, "test", reading);
        Position at = phrase.at();
        return switch (phrase.name()) {
            case "true", "false" -> {
                in.tags(Map.of()).end(0, false);
                yield new SieveTest.Fixed(at, phrase.name().equals("true"));
            }
            case "not" -> {
                in.tags(Map.of()).end(1, false);
                yield new SieveTest.Not(at, read(phrase.tests().get(0)));
            }
            case "allof" -> new SieveTest.AllOf(at, list(phrase, in, false));
            case "anyof" -> new SieveTest.AnyOf(at, list(phrase, in, true));
            case "size" -> size(phrase, in);
            case "exists" -> {
                in.tags(MIME_TAGS).wants(1);
                Optional<MimeScope> mime = in.mime(false);
                List<SieveText> names = in.strings("header names");
                in.end(0, false);
                yield new SieveTest.Exists(at, mime, names);
            }
            case "header" -> header(at, in);
            case "address" -> address(at, in);
            case "envelope" -> envelope(at, in);
            case "body" -> body(at, in);
            case "date" -> date(at, in);
            case "currentdate" -> currentDate(at, in);
            case "hasflag" -> hasFlag(at, in);
            case "string" -> {
                MatchRule rule = matching(in, 2);
                yield ended(in, new SieveTest.StringTest(at, rule, in.strings("source"), in.keys(rule, "key list")));
            }
            case "spamtest" -> {
                in.tags(Arguments.withMatch(Map.of("percent", Behind.NOTHING))).wants(1);
                if (in.has("percent")) {
                    reading.needs(Capability.SPAMTESTPLUS, in.placeOf("percent"), "the ':percent' tag");
                }
                yield ended(in, new SieveTest.SpamTest(at, in.rule(), in.has("percent"), in.string("value")));
            }
            case "virustest" -> ended(in, new SieveTest.VirusTest(at, matching(in, 1), in.string("value")));
            case "environment" -> {
                MatchRule rule = matching(in, 2);
                yield ended(in, new SieveTest.Environment(at, rule, in.string("name"), in.keys(rule, "key list")));
            }
            case "ihave" -> iHave(at, in);
            case "mailboxexists" -> {
                in.tags(Map.of()).wants(1);
                yield ended(in, new SieveTest.MailboxExists(at, in.strings("mailbox names")));
            }
            case "specialuse_exists" -> {
                in.tags(Map.of()).wants(1);
                Optional<SieveText> mailbox = in.positionalCount() > 1 ? Optional.of(in.string("mailbox")) : Optional.empty();
                yield ended(in, new SieveTest.SpecialUseExists(at, mailbox, in.strings("special-use attributes")));
            }
            case "metadata" -> {
                MatchRule rule = matching(in, 3);
                yield ended(in, new SieveTest.Metadata(at, rule, Optional.of(in.string("mailbox")), in.string("annotation name"), in.keys(rule, "key list")));
            }
            case "servermetadata" -> {
                MatchRule rule = matching(in, 2);
                yield ended(in, new SieveTest.Metadata(at, rule, Optional.empty(), in.string("annotation name"), in.keys(rule, "key list")));
            }
            case "metadataexists" -> {
                in.tags(Map.of()).wants(2);
                yield ended(in, new SieveTest.MetadataExists(at, Optional.of(in.string("mailbox")), in.strings("annotation names")));
            }
            case "servermetadataexists" -> {
                in.tags(Map.of()).wants(1);
                yield ended(in, new SieveTest.MetadataExists(at, Optional.empty(), in.strings("annotation names")));
            }
            case "valid_notify_method" -> {
                in.tags(Map.of()).wants(1);
                yield ended(in, new SieveTest.ValidNotifyMethod(at, in.strings("notification URIs")));
            }
            case "notify_method_capability" -> {
                MatchRule rule = matching(in, 3);
                yield ended(in, new SieveTest.NotifyMethodCapability(at, rule, in.string("notification URI"), in.string("notification capability"),
                        in.keys(rule, "key list")));
            }
            case "valid_ext_list" -> {
                in.tags(Map.of()).wants(1);
                yield ended(in, new SieveTest.ValidExternalList(at, in.strings("external list names")));
            }
            case "duplicate" -> duplicate(at, in);
            default -> throw new IllegalStateException("the test " + phrase.name() + " is in the table and cannot be read");
        };
    }

    private static <T> T ended(Arguments in, T test) {
        in.end(0, false);
        return test;
    }

    private static MatchRule matching(Arguments in, int positional) {
        in.tags(Arguments.withMatch(Map.of())).wants(positional);
        return in.rule();
    }

    /** What stands behind a test that settles the whole is never asked, so it may use what is not there (RFC 5463 section 4). */
    private List<SieveTest> list(Phrase phrase, Arguments in, boolean settledBy) {
        in.tags(Map.of()).end(-1, false);
        List<SieveTest> tests = new ArrayList<>();
        boolean settled = false;
        for (Phrase sub : phrase.tests()) {
            if (!settled) {
                SieveTest test = read(sub);
                tests.add(test);
                settled = known(test).filter(value -> value == settledBy).isPresent() && mentionsIHave(test);
            }
        }
        return tests;
    }

    private static boolean mentionsIHave(SieveTest test) {
        return switch (test) {
            case SieveTest.IHave ihave -> true;
            case SieveTest.Not not -> mentionsIHave(not.test());
            case SieveTest.AllOf all -> all.tests().stream().anyMatch(TestReader::mentionsIHave);
            case SieveTest.AnyOf any -> any.tests().stream().anyMatch(TestReader::mentionsIHave);
            case SieveTest other -> false;
        };
    }

    /** Whether what the test asks about extensions settles it before it runs. */
    Optional<Boolean> settledByIHave(SieveTest test) {
        return mentionsIHave(test) ? known(test) : Optional.empty();
    }

    private Optional<Boolean> known(SieveTest test) {
        return switch (test) {
            case SieveTest.Fixed fixed -> Optional.of(fixed.value());
            case SieveTest.IHave ihave -> Optional.of(ihave.names().stream().allMatch(name -> Capability.named(name).filter(reading::offers).isPresent()));
            case SieveTest.Not not -> known(not.test()).map(value -> !value);
            case SieveTest.AllOf all -> all.tests().stream().anyMatch(part -> known(part).filter(value -> !value).isPresent()) ? Optional.of(false)
                    : all.tests().stream().allMatch(part -> known(part).isPresent()) ? Optional.of(true) : Optional.empty();
            case SieveTest.AnyOf any -> any.tests().stream().anyMatch(part -> known(part).filter(value -> value).isPresent()) ? Optional.of(true)
                    : any.tests().stream().allMatch(part -> known(part).isPresent()) ? Optional.of(false) : Optional.empty();
            case SieveTest other -> Optional.empty();
        };
    }

    private SieveTest size(Phrase phrase, Arguments in) {
        in.tags(Map.of("over", Behind.NOTHING, "under", Behind.NOTHING));
        Optional<String> way = in.oneOf(List.of("over", "under"));
        if (way.isEmpty()) {
            throw new Complaint(phrase.at(), "the size test requires the ':over' or ':under' tag");
        }
        in.wants(1);
        return ended(in, new SieveTest.Size(phrase.at(), way.get().equals("over"), in.positionalNumber("limit")));
    }

    private SieveTest header(Position at, Arguments in) {
        in.tags(Arguments.withMatch(union(MIME_TAGS, INDEX_TAGS))).wants(2);
        MatchRule rule = in.rule();
        Optional<FieldIndex> index = in.index();
        Optional<MimeScope> mime = in.mime(true);
        return ended(in, new SieveTest.Header(at, rule, index, mime, in.strings("header names"), in.keys(rule, "key list")));
    }

    private SieveTest address(Position at, Arguments in) {
        in.tags(Arguments.withMatch(union(union(MIME_TAGS, INDEX_TAGS), partTags()))).wants(2);
        MatchRule rule = in.rule();
        SieveTest.AddressPart part = part(in);
        Optional<FieldIndex> index = in.index();
        Optional<MimeScope> mime = in.mime(false);
        List<SieveText> names = in.strings("header list");
        Position place = in.lastPlace();
        List<SieveText> keys = in.keys(rule, "key list");
        for (SieveText name : names) {
            name.constant().filter(constant -> !AddressFields.allows(constant)).ifPresent(constant -> {
                throw new Complaint(place, "header '" + constant + "' is not allowed for the address test");
            });
        }
        return ended(in, new SieveTest.Address(at, rule, part, index, mime, names, keys));
    }

    private static Map<String, Behind> partTags() {
        Map<String, Behind> tags = new TreeMap<>();
        PARTS.forEach(part -> tags.put(part, Behind.NOTHING));
        return tags;
    }

    private SieveTest.AddressPart part(Arguments in) {
        Optional<String> tag = in.oneOf(PARTS);
        if (tag.filter(word -> word.equals("user") || word.equals("detail")).isPresent()) {
            reading.needs(Capability.SUBADDRESS, in.placeOf(tag.get()), "the ':" + tag.get() + "' tag");
        }
        return tag.map(word -> SieveTest.AddressPart.valueOf(word.toUpperCase(java.util.Locale.ROOT))).orElse(SieveTest.AddressPart.ALL);
    }

    private SieveTest envelope(Position at, Arguments in) {
        in.tags(Arguments.withMatch(partTags())).wants(2);
        MatchRule rule = in.rule();
        SieveTest.AddressPart part = part(in);
        List<SieveText> names = in.strings("envelope parts");
        Position place = in.lastPlace();
        for (SieveText name : names) {
            name.constant().map(constant -> constant.toLowerCase(java.util.Locale.ROOT)).filter(constant -> !isEnvelopePart(constant)).ifPresent(constant -> {
                throw new Complaint(place, "unknown envelope part '" + constant + "' for the envelope test");
            });
        }
        return ended(in, new SieveTest.Envelope(at, rule, part, names, in.keys(rule, "key list")));
    }

    private boolean isEnvelopePart(String name) {
        return ENVELOPE_PARTS.contains(name) || reading.uses(Capability.ENVELOPE_DSN) && ENVELOPE_DSN_PARTS.contains(name)
                || reading.uses(Capability.ENVELOPE_DELIVERBY) && ENVELOPE_DELIVERBY_PARTS.contains(name);
    }

    private SieveTest body(Position at, Arguments in) {
        in.tags(Arguments.withMatch(Map.of("raw", Behind.NOTHING, "content", Behind.STRINGS, "text", Behind.NOTHING))).wants(1);
        MatchRule rule = in.rule();
        Optional<String> way = in.oneOf(List.of("raw", "content", "text"));
        SieveTest.BodyPart part = way.map(word -> SieveTest.BodyPart.valueOf(word.toUpperCase(java.util.Locale.ROOT))).orElse(SieveTest.BodyPart.TEXT);
        return ended(in, new SieveTest.Body(at, rule, part, in.texts("content").orElse(List.of()), in.keys(rule, "key list")));
    }

    private SieveTest date(Position at, Arguments in) {
        in.tags(Arguments.withMatch(union(INDEX_TAGS, Map.of("zone", Behind.STRING, "originalzone", Behind.NOTHING)))).wants(3);
        MatchRule rule = in.rule();
        Optional<FieldIndex> index = in.index();
        in.oneOf(List.of("zone", "originalzone"));
        Optional<SieveText> zone = zone(in);
        return ended(in, new SieveTest.Date(at, rule, index, in.has("originalzone"), zone, in.string("header name"), datePart(in),
                in.keys(rule, "key list")));
    }

    private SieveTest currentDate(Position at, Arguments in) {
        in.tags(Arguments.withMatch(Map.of("zone", Behind.STRING))).wants(2);
        MatchRule rule = in.rule();
        return ended(in, new SieveTest.CurrentDate(at, rule, zone(in), datePart(in), in.keys(rule, "key list")));
    }

    private static Optional<SieveText> zone(Arguments in) {
        Optional<SieveText> zone = in.text("zone");
        zone.flatMap(SieveText::constant).filter(constant -> !constant.matches("[+-][0-9]{4}")).ifPresent(constant -> {
            throw new Complaint(in.placeOf("zone"), "'" + constant + "' is no time zone offset: one such as \"+0200\" is expected");
        });
        return zone;
    }

    private static SieveText datePart(Arguments in) {
        SieveText part = in.string("date part");
        part.constant().filter(constant -> !DatePart.named(constant).isPresent()).ifPresent(constant -> {
            throw new Complaint(in.lastPlace(), "unknown date part '" + constant + "'");
        });
        return part;
    }

    private SieveTest hasFlag(Position at, Arguments in) {
        in.tags(Arguments.withMatch(Map.of())).wants(1);
        MatchRule rule = in.rule();
        List<SieveText> variables = List.of();
        if (in.positionalCount() > 1) {
            reading.needs(Capability.VARIABLES, at, "a variable in the hasflag test");
            variables = in.strings("variable list");
            for (SieveText variable : variables) {
                CommandReader.variable(variable, in.lastPlace(), reading);
            }
        }
        return ended(in, new SieveTest.HasFlag(at, rule, variables, in.keys(rule, "list of flags")));
    }

    /** What it finds is as good as required for the rest of the script (RFC 5463 section 4). */
    private SieveTest iHave(Position at, Arguments in) {
        in.tags(Map.of()).wants(1);
        List<String> names = in.constants("capabilities");
        in.end(0, false);
        List<Capability> found = names.stream().map(Capability::named).flatMap(Optional::stream).filter(reading::offers).toList();
        if (found.size() == names.size()) {
            found.forEach(reading::require);
        }
        return new SieveTest.IHave(at, names);
    }

    private SieveTest duplicate(Position at, Arguments in) {
        in.tags(Map.of("handle", Behind.STRING, "header", Behind.STRING, "uniqueid", Behind.STRING, "seconds", Behind.NUMBER, "last", Behind.NOTHING));
        in.oneOf(List.of("header", "uniqueid"));
        return ended(in, new SieveTest.Duplicate(at, in.text("handle").orElse(SieveText.EMPTY), in.text("header"), in.text("uniqueid"), in.number("seconds"),
                in.has("last")));
    }

    static Map<String, Behind> union(Map<String, Behind> some, Map<String, Behind> more) {
        Map<String, Behind> all = new TreeMap<>(some);
        all.putAll(more);
        return all;
    }
}

package org.gatepost.sieve;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.gatepost.sieve.language.DatePart;
import org.gatepost.sieve.language.FieldIndex;
import org.gatepost.sieve.language.MatchRule;
import org.gatepost.sieve.language.MimeScope;
import org.gatepost.sieve.language.SieveTest;
import org.gatepost.sieve.language.SieveText;
import org.gatepost.sieve.message.BodyText;
import org.gatepost.sieve.message.HeaderField;
import org.gatepost.sieve.message.MailAddress;
import org.gatepost.sieve.message.MailAddresses;
import org.gatepost.sieve.message.MailDates;
import org.gatepost.sieve.message.MailtoUri;
import org.gatepost.sieve.message.MediaType;
import org.gatepost.sieve.message.MimePart;

/** Answers the tests of a run. */
final class TestRunner {

    private static final Set<String> ADDRESSES = Set.of("from", "to", "orig_to");

    private final SieveRun run;
    private final SieveSurroundings surroundings;
    private final Matcher matcher;
    private final AddedWords addedWords;

    TestRunner(SieveRun run, SieveSurroundings surroundings, Matcher matcher, AddedWords addedWords) {
        this.run = run;
        this.surroundings = surroundings;
        this.matcher = matcher;
        this.addedWords = addedWords;
    }

    boolean holds(SieveTest test) {
        run.steps().take(1, test.at());
        return switch (test) {
            case SieveTest.Fixed fixed -> fixed.value();
            case SieveTest.Not not -> !holds(not.test());
            case SieveTest.AllOf all -> all.tests().stream().allMatch(this::holds);
            case SieveTest.AnyOf any -> any.tests().stream().anyMatch(this::holds);
            case SieveTest.Header header -> matcher.any(header.rule(), headerValues(header), run.expand(header.keys()), header.at());
            case SieveTest.Address address -> address(address);
            case SieveTest.Envelope envelope -> envelope(envelope);
            case SieveTest.Exists exists -> run.expand(exists.names()).stream().allMatch(name -> !fields(name, exists.mime()).isEmpty());
            case SieveTest.Size size -> size.over() ? surroundings.message().size() > size.octets() : surroundings.message().size() < size.octets();
            case SieveTest.Body body -> body(body);
            case SieveTest.Date date -> date(date);
            case SieveTest.CurrentDate date -> currentDate(date);
            case SieveTest.HasFlag flag -> hasFlag(flag);
            case SieveTest.StringTest string -> string(string);
            case SieveTest.SpamTest spam -> spam(spam);
            case SieveTest.VirusTest virus -> tested(virus.rule(), Integer.toString(surroundings.virusLevel()), surroundings.virusLevel() > 0,
                    run.expand(virus.value()), virus);
            case SieveTest.Environment environment -> environment(environment);
            case SieveTest.IHave ihave -> ihave.names().stream().allMatch(org.gatepost.sieve.language.SieveParser::offers);
            case SieveTest.MailboxExists exists -> run.expand(exists.names()).stream().allMatch(surroundings.mailboxes()::exists);
            case SieveTest.SpecialUseExists exists -> {
                Optional<String> mailbox = exists.mailbox().map(run::expand);
                yield run.expand(exists.uses()).stream().allMatch(use -> surroundings.mailboxes().specialUse(mailbox, use));
            }
            case SieveTest.Metadata metadata -> matcher.any(metadata.rule(),
                    annotation(metadata.mailbox(), run.expand(metadata.name())).stream().toList(), run.expand(metadata.keys()), metadata.at());
            case SieveTest.MetadataExists exists -> run.expand(exists.names()).stream().allMatch(name -> annotation(exists.mailbox(), name).isPresent());
            case SieveTest.ValidNotifyMethod valid -> run.expand(valid.methods()).stream().allMatch(method -> MailtoUri.problem(method).isEmpty());
            case SieveTest.NotifyMethodCapability capability -> MailtoUri.problem(run.expand(capability.method())).isEmpty()
                    // RFC 5436 2.4: whether somebody reads mail now is not known.
                    && run.expand(capability.capability()).equalsIgnoreCase("online")
                    && matcher.any(capability.rule(), List.of("maybe"), run.expand(capability.keys()), capability.at());
            case SieveTest.ValidExternalList valid -> run.expand(valid.names()).stream().allMatch(surroundings.lists()::exists);
            case SieveTest.Duplicate duplicate -> duplicate(duplicate);
            case SieveTest.Added added -> addedWords.test(added, run);
        };
    }

    static <T> List<T> indexed(List<T> all, Optional<FieldIndex> index) {
        if (index.isEmpty()) {
            return all;
        }
        int place = index.get().last() ? all.size() - index.get().number() : index.get().number() - 1;
        return place >= 0 && place < all.size() ? List.of(all.get(place)) : List.of();
    }

    static SieveText.Piece.Variable variable(String name) {
        int dot = name.lastIndexOf('.');
        return new SieveText.Piece.Variable(dot >= 0, name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /** The fields of that name that a test looks at. */
    private List<HeaderField> fields(String name, Optional<MimeScope> mime) {
        List<HeaderField> found = new ArrayList<>();
        if (mime.isEmpty()) {
            add(run.header().fields(), name, found);
            return found;
        }
        Optional<MimePart> part = run.part();
        boolean message = part.isEmpty() || part.get() == surroundings.message().structure();
        if (message) {
            add(run.header().fields(), name, found);
        } else {
            add(part.get().fields(), name, found);
        }
        if (mime.get().anyChild()) {
            MimePart root = part.orElseGet(() -> surroundings.message().structure());
            root.all().stream().skip(1).forEach(child -> add(child.fields(), name, found));
        }
        return found;
    }

    private static void add(List<HeaderField> from, String name, List<HeaderField> into) {
        for (HeaderField field : from) {
            if (field.named(name)) {
                into.add(field);
            }
        }
    }

    private List<String> headerValues(SieveTest.Header test) {
        List<String> values = new ArrayList<>();
        for (String name : run.expand(test.names())) {
            for (HeaderField field : indexed(fields(name, test.mime()), test.index())) {
                if (test.mime().isEmpty() || test.mime().get().what() == MimeScope.What.WHOLE) {
                    values.add(field.value());
                } else {
                    addParts(field, test.mime().get(), values);
                }
            }
        }
        return values;
    }

    private void addParts(HeaderField field, MimeScope scope, List<String> values) {
        MediaType type = MediaType.read(field.unfolded());
        switch (scope.what()) {
            case TYPE -> values.add(type.type());
            case SUBTYPE -> values.add(type.subtype());
            case CONTENT_TYPE -> values.add(type.subtype().isEmpty() ? type.type() : type.type() + '/' + type.subtype());
            case PARAMETER -> run.expand(scope.parameters()).forEach(name -> type.parameter(name).ifPresent(values::add));
            case WHOLE -> values.add(field.value());
        }
    }

    private boolean address(SieveTest.Address test) {
        List<String> values = new ArrayList<>();
        for (String name : run.expand(test.names())) {
            for (HeaderField field : indexed(fields(name, test.mime()), test.index())) {
                for (MailAddress address : MailAddresses.list(field.unfolded())) {
                    part(address, test.part()).ifPresent(values::add);
                }
            }
        }
        return matcher.any(test.rule(), values, run.expand(test.keys()), test.at());
    }

    private Optional<String> part(MailAddress address, SieveTest.AddressPart part) {
        String separator = surroundings.detailSeparator();
        int at = separator.isEmpty() ? -1 : address.localPart().indexOf(separator);
        return switch (part) {
            case ALL -> Optional.of(address.toString());
            case LOCALPART -> Optional.of(address.localPart());
            case DOMAIN -> Optional.of(address.domain());
            case USER -> Optional.of(at < 0 ? address.localPart() : address.localPart().substring(0, at));
            case DETAIL -> at < 0 ? Optional.empty() : Optional.of(address.localPart().substring(at + separator.length()));
        };
    }

    private boolean envelope(SieveTest.Envelope test) {
        List<String> values = new ArrayList<>();
        SieveEnvelope envelope = surroundings.envelope();
        for (String given : run.expand(test.names())) {
            String name = given.toLowerCase(Locale.ROOT);
            Optional<String> value = switch (name) {
                case "from" -> Optional.of(envelope.from());
                case "to" -> Optional.of(envelope.to());
                case "orig_to" -> envelope.originalTo();
                case "auth" -> envelope.auth();
                default -> Optional.ofNullable(envelope.parameters().get(name));
            };
            if (value.isPresent() && ADDRESSES.contains(name)) {
                path(value.get(), name.equals("from"), test.part()).ifPresent(values::add);
            } else {
                value.ifPresent(values::add);
            }
        }
        return matcher.any(test.rule(), values, run.expand(test.keys()), test.at());
    }

    /** The null reverse-path is empty in all its parts (RFC 5228 5.4); what is no path is compared as it is, and has no parts. */
    private Optional<String> path(String path, boolean reverse, SieveTest.AddressPart part) {
        if (MailAddresses.isNullPath(path)) {
            return reverse ? Optional.of("") : Optional.empty();
        }
        Optional<MailAddress> address = MailAddresses.path(path);
        if (address.isEmpty()) {
            return part == SieveTest.AddressPart.ALL ? Optional.of(path) : Optional.empty();
        }
        return address.get().domain().isEmpty() && part == SieveTest.AddressPart.DOMAIN ? Optional.empty() : part(address.get(), part);
    }

    private boolean body(SieveTest.Body test) {
        List<String> values = switch (test.part()) {
            case RAW -> surroundings.message().rawBody().stream().toList();
            case CONTENT -> surroundings.message().rawBody().isEmpty() ? List.of()
                    : run.expand(test.contentTypes()).stream().flatMap(type -> BodyText.ofType(surroundings.message().structure(), type).stream()).toList();
            case TEXT -> surroundings.message().rawBody().isEmpty() ? List.of() : BodyText.readable(surroundings.message().structure());
        };
        // RFC 5173 section 6: a body's wildcards set no match variables.
        List<String> matched = matcher.allMatched();
        try {
            return matcher.any(test.rule(), values, run.expand(test.keys()), test.at());
        } finally {
            matcher.restore(matched);
        }
    }

    private boolean date(SieveTest.Date test) {
        String name = run.expand(test.header());
        Optional<DatePart> part = DatePart.named(run.expand(test.part()));
        List<String> values = new ArrayList<>();
        for (HeaderField field : indexed(fields(name, Optional.empty()), test.index())) {
            MailDates.of(field.unfolded()).ifPresent(date -> part.ifPresent(wanted -> values.add(DateParts.text(
                    test.originalZone() ? date : date.withOffsetSameInstant(zone(test.zone(), date)), wanted))));
        }
        return matcher.any(test.rule(), values, run.expand(test.keys()), test.at());
    }

    private ZoneOffset zone(Optional<SieveText> zone, OffsetDateTime date) {
        return zone.map(run::expand).flatMap(MailDates::offset).orElseGet(() -> surroundings.now().getZone().getRules().getOffset(date.toInstant()));
    }

    private boolean currentDate(SieveTest.CurrentDate test) {
        OffsetDateTime now = surroundings.now().toOffsetDateTime();
        List<String> values = DatePart.named(run.expand(test.part()))
                .map(part -> DateParts.text(now.withOffsetSameInstant(zone(test.zone(), now)), part)).stream().toList();
        return matcher.any(test.rule(), values, run.expand(test.keys()), test.at());
    }

    private boolean hasFlag(SieveTest.HasFlag test) {
        List<String> flags = test.variables().isEmpty() ? run.flags()
                : Flags.of(run.expand(test.variables()).stream().map(name -> run.value(variable(name))).toList());
        List<String> keys = run.expand(test.keys());
        return matcher.any(test.rule(), flags, test.rule().type() == MatchRule.Type.COUNT ? keys : splitKeys(keys), test.at());
    }

    private static List<String> splitKeys(List<String> keys) {
        return keys.stream().flatMap(key -> key.isBlank() ? java.util.stream.Stream.of(key) : java.util.Arrays.stream(key.strip().split("[ \\t\\r\\n]+"))).toList();
    }

    /** Empty strings are not counted (RFC 5229 section 5). */
    private boolean string(SieveTest.StringTest test) {
        List<String> sources = run.expand(test.sources());
        if (test.rule().type() == MatchRule.Type.COUNT) {
            sources = sources.stream().filter(source -> !source.isEmpty()).toList();
        }
        return matcher.any(test.rule(), sources, run.expand(test.keys()), test.at());
    }

    private boolean spam(SieveTest.SpamTest test) {
        String value = surroundings.spamValue(test.percent(), run.adjustment());
        return tested(test.rule(), value, !value.equals("0"), run.expand(test.value()), test);
    }

    /** A count is of the looks that somebody took (RFC 5235 section 2). */
    private boolean tested(MatchRule rule, String value, boolean looked, String key, SieveTest test) {
        return rule.type() == MatchRule.Type.COUNT ? matcher.count(rule, looked ? 1 : 0, List.of(key)) : matcher.one(rule, value, List.of(key), test.at());
    }

    private boolean environment(SieveTest.Environment test) {
        Optional<String> value = surroundings.environment(run.expand(test.name()));
        if (value.isEmpty()) {
            return false;
        }
        List<String> keys = run.expand(test.keys());
        return test.rule().type() == MatchRule.Type.COUNT ? matcher.count(test.rule(), value.get().isEmpty() ? 0 : 1, keys)
                : matcher.one(test.rule(), value.get(), keys, test.at());
    }

    /** Names outside the two trees are no annotations (RFC 5464 section 3.2). */
    private Optional<String> annotation(Optional<SieveText> mailbox, String name) {
        boolean named = name.toLowerCase(Locale.ROOT).matches("/(private|shared)/[^*%\\x00-\\x1f\\x7f]*[^/*%\\x00-\\x1f\\x7f]") && !name.contains("//");
        return named ? surroundings.mailboxes().metadata(mailbox.map(run::expand), name) : Optional.empty();
    }

    private boolean duplicate(SieveTest.Duplicate test) {
        Optional<String> id = test.uniqueId().map(run::expand).or(() -> {
            String field = test.header().map(run::expand).orElse("Message-ID");
            return fields(field, Optional.empty()).stream().findFirst().map(HeaderField::value);
        });
        // RFC 7352 section 3: without a value that tells messages apart, none is a duplicate.
        return id.isPresent() && !id.get().isEmpty()
                && surroundings.duplicates().seenBefore(run.expand(test.handle()), id.get(), test.seconds(), test.last());
    }
}

package org.gatepost.sieve.language;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the readers of one script share. Not thread-safe. */
final class Reading {

    private static final Set<String> TAGS = Set.of("is", "contains", "matches", "regex", "count", "value", "list", "comparator", "all", "localpart", "domain",
            "user", "detail", "over", "under", "mime", "index", "last", "copy", "create", "flags", "days", "addresses", "subject", "raw", "content", "text");

    private final SieveLimits limits;
    private final Complaints complaints;
    private final Set<Capability> offered;
    private final Set<Capability> required = EnumSet.noneOf(Capability.class);
    private final TextReader texts = new TextReader(required);
    private final Map<String, AddedWord> addedWords;
    private final Inclusion inclusion;

    Reading(SieveLimits limits, Complaints complaints, Set<Capability> offered, List<AddedWord> addedWords, Inclusion inclusion) {
        this.limits = limits;
        this.complaints = complaints;
        this.offered = offered;
        this.addedWords = addedWords.stream().collect(java.util.stream.Collectors.toMap(AddedWord::name, word -> word));
        this.inclusion = inclusion;
    }

    SieveLimits limits() {
        return limits;
    }

    Complaints complaints() {
        return complaints;
    }

    Set<Capability> required() {
        return required;
    }

    TextReader texts() {
        return texts;
    }

    Inclusion inclusion() {
        return inclusion;
    }

    /** Reads a script that this one includes; what is wrong with it is said among this one's errors. */
    Optional<SieveScript> readIncluded(String name, byte[] source) {
        return SieveParser.read(name, source, limits, complaints, offered, List.copyOf(addedWords.values()), inclusion);
    }

    boolean offers(Capability capability) {
        return offered.contains(capability);
    }

    /** Takes a capability into use, together with those it brings. */
    void require(Capability capability) {
        required.add(capability);
        if (capability == Capability.VACATION_SECONDS) {
            required.add(Capability.VACATION);
        } else if (capability == Capability.SPAMTESTPLUS) {
            required.add(Capability.SPAMTEST);
        }
    }

    boolean uses(Capability capability) {
        return required.contains(capability);
    }

    void needs(Capability capability, Position at, String what) {
        if (!uses(capability)) {
            throw new Complaint(at, what + " is not known without require \"" + capability.word() + "\"");
        }
    }

    AddedWord added(String name) {
        return uses(Capability.TESTSUITE) ? addedWords.get(name) : null;
    }

    boolean knowsTag(String name) {
        return TAGS.contains(name);
    }

    boolean knowsTest(String name) {
        AddedWord word = added(name);
        return TestReader.knows(name, this) || word != null && word.kind() != AddedWord.Kind.COMMAND;
    }

    boolean knowsCommand(String name) {
        AddedWord word = added(name);
        return CommandReader.knows(name, this) || word != null && word.kind() != AddedWord.Kind.TEST;
    }
}

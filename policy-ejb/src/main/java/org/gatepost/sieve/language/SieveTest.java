package org.gatepost.sieve.language;

import java.util.List;
import java.util.Optional;

/** A question a script can ask; each is true or false. Lists are never empty where the language does not allow it. */
public sealed interface SieveTest {

    /** Where it stands. */
    Position at();

    enum AddressPart { ALL, LOCALPART, DOMAIN, USER, DETAIL }

    enum BodyPart { RAW, CONTENT, TEXT }

    /** @param value what is always the answer */
    record Fixed(Position at, boolean value) implements SieveTest {
    }

    record Not(Position at, SieveTest test) implements SieveTest {
    }

    record AllOf(Position at, List<SieveTest> tests) implements SieveTest {
    }

    record AnyOf(Position at, List<SieveTest> tests) implements SieveTest {
    }

    record Header(Position at, MatchRule rule, Optional<FieldIndex> index, Optional<MimeScope> mime, List<SieveText> names, List<SieveText> keys)
            implements SieveTest {
    }

    record Address(Position at, MatchRule rule, AddressPart part, Optional<FieldIndex> index, Optional<MimeScope> mime, List<SieveText> names,
            List<SieveText> keys) implements SieveTest {
    }

    record Envelope(Position at, MatchRule rule, AddressPart part, List<SieveText> names, List<SieveText> keys) implements SieveTest {
    }

    record Exists(Position at, Optional<MimeScope> mime, List<SieveText> names) implements SieveTest {
    }

    record Size(Position at, boolean over, long octets) implements SieveTest {
    }

    /** @param contentTypes of {@code :content} */
    record Body(Position at, MatchRule rule, BodyPart part, List<SieveText> contentTypes, List<SieveText> keys) implements SieveTest {
    }

    /** @param zone absent: that of the field where {@code originalZone}, else the server's */
    record Date(Position at, MatchRule rule, Optional<FieldIndex> index, boolean originalZone, Optional<SieveText> zone, SieveText header, SieveText part,
            List<SieveText> keys) implements SieveTest {
    }

    record CurrentDate(Position at, MatchRule rule, Optional<SieveText> zone, SieveText part, List<SieveText> keys) implements SieveTest {
    }

    /** @param variables none: the internal variable */
    record HasFlag(Position at, MatchRule rule, List<SieveText> variables, List<SieveText> keys) implements SieveTest {
    }

    record StringTest(Position at, MatchRule rule, List<SieveText> sources, List<SieveText> keys) implements SieveTest {
    }

    record SpamTest(Position at, MatchRule rule, boolean percent, SieveText value) implements SieveTest {
    }

    record VirusTest(Position at, MatchRule rule, SieveText value) implements SieveTest {
    }

    record Environment(Position at, MatchRule rule, SieveText name, List<SieveText> keys) implements SieveTest {
    }

    record IHave(Position at, List<String> names) implements SieveTest {
    }

    record MailboxExists(Position at, List<SieveText> names) implements SieveTest {
    }

    /** @param mailbox none: any */
    record SpecialUseExists(Position at, Optional<SieveText> mailbox, List<SieveText> uses) implements SieveTest {
    }

    /** @param mailbox absent: of the server */
    record Metadata(Position at, MatchRule rule, Optional<SieveText> mailbox, SieveText name, List<SieveText> keys) implements SieveTest {
    }

    /** @param mailbox absent: of the server */
    record MetadataExists(Position at, Optional<SieveText> mailbox, List<SieveText> names) implements SieveTest {
    }

    record ValidNotifyMethod(Position at, List<SieveText> methods) implements SieveTest {
    }

    record NotifyMethodCapability(Position at, MatchRule rule, SieveText method, SieveText capability, List<SieveText> keys) implements SieveTest {
    }

    record ValidExternalList(Position at, List<SieveText> names) implements SieveTest {
    }

    /**
     * Whether the message was seen before.
     *
     * @param header the field whose value tells messages apart
     * @param uniqueId the value itself
     * @param seconds absent: the server's default
     */
    record Duplicate(Position at, SieveText handle, Optional<SieveText> header, Optional<SieveText> uniqueId, Optional<Long> seconds, boolean last)
            implements SieveTest {
    }

    /** A word that is not the engine's own, for whoever offers it. */
    record Added(Position at, AddedPhrase phrase) implements SieveTest {
    }
}

package org.gatepost.gate;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.gatepost.channel.ChannelKeywords;
import org.gatepost.channel.FolderTemplate;
import org.gatepost.channel.QueueKeywords.RefusedCopies;
import org.gatepost.mail.AuthenticationResultsFields;
import org.gatepost.mail.Envelope;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.Origin;
import org.gatepost.mail.Priority;
import org.gatepost.mail.Quarantine;
import org.gatepost.mail.QueueId;
import org.gatepost.mail.Recipient;
import org.gatepost.mail.TraceHeader;
import org.gatepost.mailauth.ClientName;
import org.gatepost.mailauth.NameFacts;
import org.gatepost.mailauth.spf.ReceivedSpf;
import org.gatepost.mailauth.spf.SpfFacts;
import org.gatepost.scan.Awaited;
import org.gatepost.partial.PartsChange;
import org.gatepost.partial.Standing;
import org.gatepost.queue.Decided;
import org.gatepost.queue.EntryWishes;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.queue.QueuedRecipient;
import org.gatepost.queue.RecipientState;
import org.gatepost.queue.Route;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.MessageRequest;
import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.FutureRelease;
import org.gatepost.smtp.protocol.Handling;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.stage.SessionFacts;
import org.gatepost.trace.TraceEvent;
import org.gatepost.trace.TraceEvent.Kind;

/**
 * Makes the queue's form of a message that passed every stage: its id, its trace field, an entry for each route, and the events that go into the
 * same transaction. Safe for use by many threads if its random source is.
 */
final class NewMessages {

    private final String hostname;
    private final Clock clock;
    private final RandomGenerator random;
    private final RewrittenHeader headers;

    NewMessages(String hostname, Clock clock, RandomGenerator random, RewrittenHeader headers) {
        this.headers = headers;
        this.hostname = hostname;
        this.clock = clock;
        this.random = random;
    }

    NewMessage of(JudgedMessage judged, SessionFacts facts) {
        MessageRequest request = judged.request();
        RefusedCopies refusedCopies = refusedCopies(facts.require(GateFacts.SOURCE_CHANNEL).keywords());
        List<AcceptedRecipient> discarded = refusedCopies == RefusedCopies.DISCARD ? refused(facts) : List.of();
        List<AcceptedRecipient> recipients = HoldLimit.of(facts.require(GateFacts.SOURCE_CHANNEL))
                .held(facts.require(GateFacts.RECIPIENTS).stream().filter(each -> !discarded.contains(each)).toList());
        QueueId id = QueueId.make(clock.instant(), random);
        Origin origin = originOf(request.mail(), facts);
        List<ForwardPath> presented = recipients.stream().map(AcceptedRecipient::presented).toList();
        FilterDetour detour = FilterDetour.of(facts);
        HeaderEdits removed = detour.withoutVerdicts(ListPassword.removed(AuthenticationResultsFields.removeForged(judged.header(), hostname), judged, facts.require(GateFacts.RECIPIENTS)), judged);
        HeaderEdits edits = SubmissionEdits.added(removed, judged, facts, id, hostname)
                .prepend(received(origin.client().orElseThrow(), id, presented, request, facts));
        edits = withReceivedSpf(TableWishes.of(facts).fields().isEmpty() ? edits : edits.prepend(String.join("", TableWishes.of(facts).fields())), facts).and(headers.edits(judged.header(), recipients, facts));
        QueuedMessage message = new QueuedMessage(id, new Envelope(facts.get(GateFacts.REVERSE_PATH).orElseGet(request.mail()::reversePath), parametersOf(judged, facts)), judged.octets(), edits,
                origin, facts.require(GateFacts.POLICY).version(), marks(judged, facts));
        List<QueueEntry> entries = entriesOf(recipients, message, facts.require(GateFacts.POLICY), facts.get(GateFacts.SCANNED).orElse(Findings.Round.NONE), detour);
        Scripted scripted = facts.get(GateFacts.SCRIPTED).orElse(Scripted.NOTHING);
        Optional<PartsChange> parts = facts.get(GateFacts.PARTS);
        // Of a part nobody is told anything yet.
        List<Decided> decided = parts.filter(PartsChange.Joins.class::isInstance).isPresent() ? List.of() : DecidedRecipients.of(recipients, refusedCopies == RefusedCopies.REPORT, request.mail().reversePath());
        List<TraceEvent> events = events(request, facts, message, entries);
        discarded.forEach(each -> events.add(discarded(each, request, message)));
        Stream.concat(facts.get(GateFacts.DISCARDS).orElse(List.of()).stream(), scripted.discards().stream()).forEach(each -> events.add(TraceEvent.of(Kind.DISCARD, clock.instant(), each.rule())
                .withSession(request.mail().connection().sessionId(), request.mail().transactionNumber()).withQueueId(message.id())
                .withSender(request.mail().reversePath().address()).withRecipient(each.address().address())));
        return new NewMessage(message, request.content(), entries, events, decided, new ScriptMessages(clock, random).of(scripted, message), scripted.memories(), parts);
    }

    private String received(Origin.Client client, QueueId id, List<ForwardPath> presented, MessageRequest request, SessionFacts facts) {
        boolean hides = facts.get(GateFacts.USER).isPresent() && facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().submission().hidesClient();
        boolean utf8 = request.mail().parameters().handling().smtpUtf8();
        return hides ? TraceHeader.receivedFromUser(client, utf8, hostname, id, presented, request.receivedAt())
                : TraceHeader.received(client, nameOf(facts), utf8, hostname, id, presented, request.receivedAt());
    }

    private static String nameOf(SessionFacts facts) {
        return facts.get(NameFacts.CLIENT).map(found -> found instanceof ClientName.Confirmed(String name) ? name : "").orElse("");
    }

    /** Above our Received field (RFC 7208 section 9.1). */
    private HeaderEdits withReceivedSpf(HeaderEdits edits, SessionFacts facts) {
        String fields = Stream.of(facts.get(SpfFacts.MAIL_FROM), facts.get(SpfFacts.HELLO)).flatMap(Optional::stream).map(verdict -> ReceivedSpf.field(verdict, hostname))
                .collect(Collectors.joining());
        return fields.isEmpty() ? edits : edits.prepend(fields);
    }

    /** Content with 8 bits that nobody declared is what it is: for a next hop that takes none it is converted as if it had been (RFC 6152 section 3). */
    private MailParameters parametersOf(JudgedMessage judged, SessionFacts facts) {
        MailParameters given = handled(judged, facts);
        boolean undeclared = given.body() == BodyType.SEVEN_BIT && (judged.request().content().traits().eightBit() || hasEightBitBodyOfAnEngine(judged, facts));
        return undeclared ? new MailParameters(given.size(), BodyType.EIGHT_BIT_MIME, given.ret(), given.envid()).with(given.handling()) : given;
    }

    private static boolean hasEightBitBodyOfAnEngine(JudgedMessage judged, SessionFacts facts) {
        for (AcceptedRecipient recipient : facts.require(GateFacts.RECIPIENTS)) {
            for (AcceptedRecipient.Copy copy : recipient.copies()) {
                if (copy.alteration().edits().areEightBitFrom(judged.header().octets())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** As given, but: a moment for HOLDFOR, a priority within bounds, SMTPUTF8 only where something is in UTF-8, so that any next hop will do (RFC 6531 section 3.5). */
    private MailParameters handled(JudgedMessage judged, SessionFacts facts) {
        MailParameters given = judged.request().mail().parameters();
        if (given.handling().equals(Handling.NONE)) {
            return given;
        }
        Handling asked = given.handling();
        Instant now = clock.instant();
        Optional<FutureRelease> release = asked.release().map(each -> each.from(now)).filter(now::isBefore).map(FutureRelease.HoldUntil::new);
        int priority = Math.min(asked.priority(), facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().extensions().priorityMax());
        return given.with(new Handling(asked.smtpUtf8() && isInternational(judged, facts), asked.perRecipientReplies(), asked.solicitations(), asked.requireTls(),
                release, asked.deliverBy(), priority));
    }

    private static boolean isInternational(JudgedMessage judged, SessionFacts facts) {
        return judged.request().mail().reversePath().mailbox().filter(Mailbox::isInternational).isPresent()
                || facts.require(GateFacts.RECIPIENTS).stream().anyMatch(NewMessages::isInternational)
                || judged.header().fields().stream().anyMatch(field -> field.value().chars().anyMatch(c -> c > 127));
    }

    private static boolean isInternational(AcceptedRecipient recipient) {
        return recipient.presented().mailbox().isInternational() || recipient.copies().stream().anyMatch(copy ->
                copy.address().isInternational() || copy.errorsTo().filter(Mailbox::isInternational).isPresent());
    }

    /** Nothing is returned by a channel that bounces softly: what would be reported is held. */
    private static RefusedCopies refusedCopies(ChannelKeywords source) {
        RefusedCopies said = source.transport().queue().refusedCopies();
        return said == RefusedCopies.REPORT && source.service().trial().softBounce() ? RefusedCopies.HOLD : said;
    }

    private static Set<String> marks(JudgedMessage judged, SessionFacts facts) {
        Set<String> marks = new LinkedHashSet<>(facts.get(GateFacts.MARKS).orElse(Set.of()));
        Priority.ofHeader(judged.header()).mark().ifPresent(marks::add);
        return marks;
    }

    private static Origin originOf(MailRequest mail, SessionFacts facts) {
        Origin.Client client = new Origin.Client(mail.connection().clientAddress(), mail.connection().clientPort(), mail.hello(),
                mail.connection().tls(), SessionTrace.identity(facts));
        return new Origin(mail.connection().sessionId(), mail.transactionNumber(), Optional.of(client),
                facts.require(GateFacts.SOURCE_CHANNEL).name());
    }

    private static List<AcceptedRecipient> refused(SessionFacts facts) {
        return facts.require(GateFacts.RECIPIENTS).stream().filter(each -> each.refusal().isPresent()).toList();
    }

    private TraceEvent discarded(AcceptedRecipient recipient, MessageRequest request, QueuedMessage message) {
        AcceptedRecipient.Refusal refusal = recipient.refusal().orElseThrow();
        return TraceEvent.of(Kind.DISCARD, clock.instant(), "refusedcopies discard: " + refusal.by() + ": " + refusal.reason())
                .withSession(request.mail().connection().sessionId(), request.mail().transactionNumber()).withQueueId(message.id())
                .withSender(request.mail().reversePath().address()).withRecipient(recipient.presented().address()).withReply(refusal.reply());
    }

    /**
     * What travels together.
     *
     * @param aging the rule it is held by until it is too old, or what an engine is waited for about; whoever is held by another waits in an entry of another
     */
    private record Way(Route route, Optional<ReversePath> reversePath, HeaderEdits edits, EntryWishes wishes, Optional<String> aging) {
    }

    /** What is one copy, however often it is asked for. */
    private record Place(Mailbox address, String folder) {
    }

    /** Copies of the same route travel together; the same address twice is one copy (RFC 5321 section 4.1.1.3 lets us, and nobody wants two). */
    private List<QueueEntry> entriesOf(List<AcceptedRecipient> recipients, QueuedMessage message, PolicySnapshot policy, Findings.Round scanned, FilterDetour detour) {
        ReversePath sender = message.envelope().reversePath();
        Map<Way, Map<Object, QueuedRecipient>> byWay = new LinkedHashMap<>();
        int number = 0;
        for (AcceptedRecipient accepted : recipients) {
            for (AcceptedRecipient.Copy decided : accepted.copies()) {
                AcceptedRecipient.Copy copy = scanned.quarantined(decided, policy.scripts());
                // What has the null reverse-path keeps it, also behind a list: its owner is told of no report's failure.
                Optional<ReversePath> own = copy.alteration().reversePath().or(() -> copy.errorsTo().filter(owner -> !sender.isNull()).map(ReversePath::of));
                Way way = new Way(copy.route(), own, copy.alteration().edits(), copy.alteration().wishes().entry(),
                        copy.held().map(AcceptedRecipient.Hold::by).filter(rule -> rule.equals(PolicySnapshot.FILTER_DISCARD.value()) || Quarantine.holds(rule))
                                // What an engine will say of it may be another thing than of the next.
                                .or(() -> copy.held().filter(hold -> hold.by().equals(Awaited.RULE)).map(hold -> copy.address().address())));
                Map<Object, QueuedRecipient> sameWay = byWay.computeIfAbsent(way, each -> new LinkedHashMap<>());
                RecipientState state = copy.held().<RecipientState>map(hold -> new RecipientState.Held(hold.by(), hold.why()))
                        .orElseGet(RecipientState.Waiting::new);
                Recipient recipient = new Recipient(addressOf(copy, policy), accepted.presented(), DecidedRecipients.wishesFor(copy, accepted));
                Place place = new Place(copy.address(), copy.alteration().folder());
                QueuedRecipient known = sameWay.get(place);
                // Who is reached twice, and held once, is not held.
                if (known == null || !known.isWaiting() && copy.held().isEmpty()) {
                    sameWay.put(place, new QueuedRecipient(known == null ? number++ : known.number(), recipient, state));
                }
            }
        }
        List<QueueEntry> entries = new ArrayList<>();
        byWay.forEach((way, copies) -> detour.ways(way.route(), List.copyOf(copies.values())).forEach((route, together) -> entries.add(QueueEntry.fresh(
                QueueId.make(clock.instant(), random).value(), route, together, way.reversePath(),
                Optional.of(way.edits()).filter(edits -> !edits.patches().isEmpty()).map(message.edits()::and)).wanting(way.wishes()))));
        return entries;
    }

    /** Where the next hop takes a folder as part of the address, only a script writes one: a sender's detail would be taken for it. */
    private static Mailbox addressOf(AcceptedRecipient.Copy copy, PolicySnapshot policy) {
        Optional<FolderTemplate> folders = copy.mailbox().flatMap(box -> policy.channel(copy.route().channel()).keywords().transport().folders());
        return folders.map(template -> template.address(copy.mailbox().get().user().mail(), copy.alteration().folder()).orElseGet(() -> copy.mailbox().get().user().mail()))
                .orElse(copy.address());
    }

    private List<TraceEvent> events(MessageRequest request, SessionFacts facts, QueuedMessage message, List<QueueEntry> entries) {
        List<TraceEvent> events = new ArrayList<>();
        List<QueuedRecipient> all = entries.stream().flatMap(entry -> entry.recipients().stream()).toList();
        events.add(SessionTrace.facts(TraceEvent.of(Kind.ACCEPT, clock.instant(), ""), request.mail(), facts).withQueueId(message.id())
                .with("recipients", all.stream().map(r -> r.recipient().address().address()).toList())
                .with("destinationChannels", entries.stream().map(entry -> entry.route().channel().value()).distinct().toList())
                .with("octets", message.contentOctets()).with("bareLineFeeds", request.content().traits().bareLineFeeds())
                .with("skipped", skipped(facts)).with("scripts", facts.get(GateFacts.SCRIPTED).flatMap(Scripted::lines))
                .with("verdicts", facts.get(GateFacts.VERDICTS)).with("conversions", facts.get(GateFacts.CONVERSIONS)).with("marks", notEmpty(List.copyOf(message.marks()))).with("parts", facts.get(GateFacts.PARTS).flatMap(NewMessages::parts)));
        for (QueuedRecipient recipient : all) {
            if (recipient.state() instanceof RecipientState.Held held) {
                events.add(TraceEvent.of(Kind.HOLD, clock.instant(), held.by() + ": " + held.why())
                        .withSession(request.mail().connection().sessionId(), request.mail().transactionNumber()).withQueueId(message.id())
                        .withSender(request.mail().reversePath().address()).withRecipient(recipient.recipient().address().address()));
            }
        }
        return events;
    }

    private static Optional<List<String>> skipped(SessionFacts facts) {
        return notEmpty(facts.require(GateFacts.RECIPIENTS).stream().flatMap(recipient -> recipient.skipped().stream()).toList());
    }

    /** Which messages a whole was made of besides the part it came with. */
    private static Optional<List<String>> parts(PartsChange change) {
        return change instanceof PartsChange.Makes(var last, Standing.Completes of) ? Optional.of(Stream.concat(Stream.of(last.fields().number() + ": this one"),
                of.others().entrySet().stream().map(other -> other.getKey() + ": " + other.getValue().message())).toList()) : Optional.empty();
    }

    private static Optional<List<String>> notEmpty(List<String> words) {
        return Optional.of(words).filter(some -> !some.isEmpty());
    }
}

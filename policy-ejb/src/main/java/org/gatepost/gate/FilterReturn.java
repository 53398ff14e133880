package org.gatepost.gate;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.gatepost.channel.Channel;
import org.gatepost.channel.HopKeywords;
import org.gatepost.channel.HopKeywords.FieldPattern;
import org.gatepost.hop.AwayCopies;
import org.gatepost.hop.HopSecret;
import org.gatepost.mail.MessageHeader;
import org.gatepost.mail.QueueId;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.MessageRequest;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.spool.MessageContent;
import org.gatepost.stage.Fact;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.StageChain.Outcome;
import org.gatepost.trace.TraceEvent;
import org.gatepost.trace.TraceEvent.Kind;

/**
 * Where copies come back that a filter was given: source channels that say {@code hopreturn}. Nothing becomes mail here. A secret says which of our copies it
 * is, the filter's header fields what it thinks of it, and what goes on is the message as we have it: its sender's wishes, whose it was and, where the filter's channel does not say
 * {@code hopcontent}, its content. Safe for use by many threads if its random source is.
 */
final class FilterReturn {

    /** Verdict fields of one message that are kept, and characters of one. */
    static final int FIELDS_MAX = 100;
    static final int FIELD_CHARACTERS_MAX = 900;

    private static final String NAME = FilterReturn.class.getSimpleName();
    private static final Fact<AwayCopies.Away> AWAY = new Fact<>("copies that are away");
    private static final Fact<Set<Mailbox>> BACK = new Fact<>("copies that are back");

    private final HopSecret secret;
    private final AwayCopies copies;
    private final SessionTrace trace;
    private final InstantSource clock;
    private final RandomGenerator random;

    FilterReturn(HopSecret secret, AwayCopies copies, SessionTrace trace, InstantSource clock, RandomGenerator random) {
        this.random = random;
        this.secret = secret;
        this.copies = copies;
        this.trace = trace;
        this.clock = clock;
    }

    /** Whether all that enters by this channel is what comes back. */
    boolean concerns(SessionFacts facts) {
        return keywords(facts.require(GateFacts.SOURCE_CHANNEL)).returnsOf().isPresent();
    }

    /** What there is to say to MAIL; empty where it is an ordinary message by an ordinary channel. A filter's answer that enters elsewhere would go to it again. */
    Optional<Outcome> mail(MailRequest request, SessionFacts facts) {
        if (concerns(facts)) {
            return Optional.of(awaited(request, facts));
        }
        return switch (secret.entryOf(request.parameters().envid())) {
            case Match.Found<UUID> ours -> Optional.of(stopped(Replies.LEADS_THROUGH_FILTER_AGAIN, "what a filter returns comes by a channel with hopreturn", facts));
            case Match.NotFound<UUID>() -> Optional.empty();
            case Match.Unavailable<UUID>(String why) -> Optional.of(stopped(Replies.CANNOT_TELL_WHAT_IS_AWAITED, why, facts));
            case Match.Conflicting<UUID>(String why) -> Optional.of(stopped(Replies.CANNOT_TELL_WHAT_IS_AWAITED, why, facts));
        };
    }

    private Outcome awaited(MailRequest request, SessionFacts facts) {
        HopKeywords keywords = keywords(facts.require(GateFacts.SOURCE_CHANNEL));
        if (!keywords.comesFrom(request.connection().clientAddress())) {
            return stopped(Replies.NOT_AWAITED, "hopclients does not name this address", facts);
        }
        return switch (secret.entryOf(request.parameters().envid())) {
            case Match.Found<UUID>(UUID entry) -> awaited(copies.of(entry), keywords, facts);
            case Match.NotFound<UUID>() -> stopped(Replies.NOT_AWAITED, "the ENVID is none of ours", facts);
            case Match.Unavailable<UUID>(String why) -> stopped(Replies.CANNOT_TELL_WHAT_IS_AWAITED, why, facts);
            case Match.Conflicting<UUID>(String why) -> stopped(Replies.CANNOT_TELL_WHAT_IS_AWAITED, why, facts);
        };
    }

    private static Outcome awaited(Match<AwayCopies.Away> found, HopKeywords keywords, SessionFacts facts) {
        return switch (found) {
            case Match.Found<AwayCopies.Away>(AwayCopies.Away away) when !keywords.returnsOf().equals(Optional.of(away.filter().channel())) ->
                stopped(Replies.NOT_AWAITED, "it went by " + away.filter().channel(), facts);
            case Match.Found<AwayCopies.Away>(AwayCopies.Away away) when away.recipients().isEmpty() ->
                stopped(Replies.NOT_AWAITED, "all came back, or stayed away too long: " + away.message(), facts);
            case Match.Found<AwayCopies.Away>(AwayCopies.Away away) -> new Outcome.Passed(facts.with(AWAY, away).with(BACK, Set.of()));
            case Match.NotFound<AwayCopies.Away>() -> stopped(Replies.NOT_AWAITED, "its copies came back, or are gone", facts);
            case Match.Unavailable<AwayCopies.Away>(String why) -> stopped(Replies.CANNOT_TELL_WHAT_IS_AWAITED, why, facts);
            case Match.Conflicting<AwayCopies.Away>(String why) -> stopped(Replies.CANNOT_TELL_WHAT_IS_AWAITED, why, facts);
        };
    }

    /** Each of the copies that are away, as it was sent. */
    Outcome rcpt(RcptRequest request, SessionFacts facts) {
        AwayCopies.Away away = facts.require(AWAY);
        Mailbox address = request.forwardPath().mailbox();
        // A domain may come back in another case.
        Optional<Mailbox> ours = away.recipients().stream().filter(address::equals).findFirst()
                .or(() -> away.recipients().stream().filter(each -> each.address().equalsIgnoreCase(address.address())).findFirst());
        return ours.<Outcome>map(recipient -> {
            Set<Mailbox> back = new HashSet<>(facts.require(BACK));
            back.add(recipient);
            return new Outcome.Passed(facts.with(BACK, Set.copyOf(back)));
        }).orElseGet(() -> stopped(Replies.NOT_AWAITED, "no copy of " + away.message() + " for it is away", facts));
    }

    /** Reads the filter's word. Accepted means that what becomes of the copies is committed. */
    Receipt message(MessageRequest request, MessageHeader header, SessionFacts facts) {
        AwayCopies.Away away = facts.require(AWAY);
        HopKeywords keywords = facts.require(GateFacts.POLICY).channels().containsKey(away.filter().channel())
                ? keywords(facts.require(GateFacts.POLICY).channel(away.filter().channel())) : HopKeywords.DEFAULT;
        List<MessageHeader.Field> verdicts = header.fields().stream().filter(field -> keywords.fields().contains(field.name())).limit(FIELDS_MAX).toList();
        AwayCopies.Text text = keywords.takesContent() ? new AwayCopies.Text.Returned(QueueId.make(clock.instant(), random), bodyOf(request), request.content()) : ours(away, verdicts);
        AwayCopies.Fate fate = fate(away, text, keywords, verdicts);
        Set<Mailbox> back = facts.require(BACK);
        List<TraceEvent> events = back.stream().map(each -> event(request, away, each, fate, keywords, verdicts)).flatMap(event -> changed(event, away, text)).toList();
        try {
            return copies.returned(away, back, fate, events) ? new Receipt.Accepted(idOf(away, text).toString()) : cameBackMeanwhile(request, away, back);
        } catch (RuntimeException e) {
            return refused(request, Replies.COULD_NOT_STORE, "it could not be written that it came back: " + e.getMessage());
        }
    }

    /** Nothing was written. Where some of them are still away the filter tries again, and hears at RCPT of each. */
    private Receipt cameBackMeanwhile(MessageRequest request, AwayCopies.Away away, Set<Mailbox> back) {
        return switch (copies.of(away.entry())) {
            case Match.Found<AwayCopies.Away>(AwayCopies.Away now) when now.recipients().stream().anyMatch(back::contains) ->
                refused(request, Replies.CANNOT_TELL_WHAT_IS_AWAITED, "not all of them are away any more: " + away.message());
            case Match.Unavailable<AwayCopies.Away>(String why) -> refused(request, Replies.CANNOT_TELL_WHAT_IS_AWAITED, why);
            case Match.Conflicting<AwayCopies.Away>(String why) -> refused(request, Replies.CANNOT_TELL_WHAT_IS_AWAITED, why);
            case Match.Found<AwayCopies.Away> none -> refused(request, Replies.NOT_AWAITED, "they came back meanwhile: " + away.message());
            case Match.NotFound<AwayCopies.Away>() -> refused(request, Replies.NOT_AWAITED, "they came back meanwhile: " + away.message());
        };
    }

    /** As for what clients send: 8 bits that nobody declared are what they are. */
    private static BodyType bodyOf(MessageRequest request) {
        BodyType declared = request.mail().parameters().body();
        return declared == BodyType.SEVEN_BIT && request.content().traits().eightBit() ? BodyType.EIGHT_BIT_MIME : declared;
    }

    private static AwayCopies.Text ours(AwayCopies.Away away, List<MessageHeader.Field> verdicts) {
        String fields = verdicts.stream().map(FilterReturn::line).collect(Collectors.joining());
        return new AwayCopies.Text.Ours(fields.isEmpty() ? away.edits() : away.edits().prepend(fields));
    }

    private static AwayCopies.Fate fate(AwayCopies.Away away, AwayCopies.Text text, HopKeywords keywords, List<MessageHeader.Field> verdicts) {
        if (first(keywords.discards(), verdicts).isPresent()) {
            return new AwayCopies.Fate.Discarded();
        }
        return keywords.holds().stream().filter(rule -> concerns(rule.pattern(), verdicts)).findFirst()
                .<AwayCopies.Fate>map(rule -> new AwayCopies.Fate.Held(text, rule.kind().rule(), "hophold: " + rule.pattern() + " of channel " + away.filter().channel()))
                .orElseGet(() -> new AwayCopies.Fate.Onward(text));
    }

    private static Optional<FieldPattern> first(List<FieldPattern> rules, List<MessageHeader.Field> verdicts) {
        return rules.stream().filter(rule -> concerns(rule, verdicts)).findFirst();
    }

    private static boolean concerns(FieldPattern rule, List<MessageHeader.Field> verdicts) {
        return verdicts.stream().anyMatch(field -> rule.matches(field.name(), field.value()));
    }

    /** Printable ASCII, in one line of bounded length: it is the word of a program that was shown what strangers wrote. */
    private static String line(MessageHeader.Field field) {
        String value = field.value().replace('\t', ' ').replaceAll("[^ -~]", "?");
        StringBuilder name = new StringBuilder(field.name());
        for (int i = 0; i < name.length(); i++) {
            if (i == 0 || name.charAt(i - 1) == '-') {
                name.setCharAt(i, Character.toUpperCase(name.charAt(i)));
            }
        }
        return name + ": " + value.substring(0, Math.min(value.length(), FIELD_CHARACTERS_MAX)) + "\r\n";
    }

    private TraceEvent event(MessageRequest request, AwayCopies.Away away, Mailbox recipient, AwayCopies.Fate fate, HopKeywords keywords, List<MessageHeader.Field> verdicts) {
        TraceEvent event = switch (fate) {
            case AwayCopies.Fate.Onward onward -> TraceEvent.of(Kind.RELEASE, clock.instant(), "back from " + away.filter().channel() + ", on by "
                    + away.filter().onward().orElseThrow().channel());
            case AwayCopies.Fate.Held held -> TraceEvent.of(Kind.HOLD, clock.instant(), held.by() + ": " + held.why());
            case AwayCopies.Fate.Discarded discarded -> TraceEvent.of(Kind.DISCARD, clock.instant(), "hopdiscard: " + first(keywords.discards(), verdicts).orElseThrow() + " of channel "
                    + away.filter().channel());
        };
        return event.withSession(away.session(), away.transaction()).withQueueId(away.message()).withSender(away.sender()).withRecipient(recipient.address())
                .with("filter", away.filter().channel().value()).with("returnSession", request.mail().connection().sessionId())
                .with("verdicts", Optional.of(verdicts.stream().map(field -> line(field).strip()).toList()).filter(lines -> !lines.isEmpty()));
    }

    private static QueueId idOf(AwayCopies.Away away, AwayCopies.Text text) {
        return text instanceof AwayCopies.Text.Returned(QueueId id, var body, var content) ? id : away.message();
    }

    /** What goes on with the filter's content has another id: the trace of each tells of the other. What is thrown away has none. */
    private static Stream<TraceEvent> changed(TraceEvent event, AwayCopies.Away away, AwayCopies.Text text) {
        return text instanceof AwayCopies.Text.Returned(QueueId id, var body, MessageContent content) && event.kind() != Kind.DISCARD
                ? Stream.of(event.with("contentChangedTo", id.toString()), event.withQueueId(id).with("contentChangedFrom", away.message().toString()).with("octets", content.size()))
                : Stream.of(event);
    }

    private Receipt refused(MessageRequest request, Reply reply, String why) {
        trace.refused(request, reply, NAME + ": " + why);
        return new Receipt.Refused(reply);
    }

    private static Outcome stopped(Reply reply, String why, SessionFacts facts) {
        return new Outcome.Stopped(NAME, reply, why, false, facts);
    }

    private static HopKeywords keywords(Channel channel) {
        return channel.keywords().transport().hop();
    }
}

package org.gatepost.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.gatepost.channel.ContentKeywords.PartialMessages;
import org.gatepost.mail.MessageHeader;
import org.gatepost.mail.QueueId;
import org.gatepost.partial.ArrivedPart;
import org.gatepost.partial.KnownPart;
import org.gatepost.partial.PartFields;
import org.gatepost.partial.PartialSets;
import org.gatepost.partial.PartsChange;
import org.gatepost.partial.Standing;
import org.gatepost.partial.WholeMessage;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.MessageRequest;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.Handling;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.StageChain.Outcome;

/**
 * Puts messages together that come in pieces (RFC 2046 section 5.2.2), where the source channel says {@code partialmessages defragment}: a part is kept, its copies held,
 * until the last comes; the whole is judged in that one's session as if it had come there, and what is said of it is said to that part. Stateless; safe for use by many
 * threads.
 */
final class Defragmentation {

    /** How often a set is looked at again that was not as it had been when the part was to be stored. */
    static final int LOOKS_MAX = 3;

    private final PartialSets sets;
    private final SessionTrace trace;

    Defragmentation(PartialSets sets, SessionTrace trace) {
        this.sets = sets;
        this.trace = trace;
    }

    /** What the gate does with a message. Each is told by the facts what it changes in a set, and asks {@code again} before it says that it could not be stored. */
    interface Gate {

        /** What there is to say against a part for itself, before it is known what it is a part of. */
        Outcome part(JudgedMessage part, SessionFacts facts);

        /** Makes a part ours, as it is. */
        Receipt keep(JudgedMessage part, SessionFacts facts, Supplier<Optional<Receipt>> again);

        /** Judges a whole, and makes it ours. */
        Receipt judge(JudgedMessage whole, SessionFacts facts, Supplier<Optional<Receipt>> again);
    }

    /** Whether it is a part to be put together with others. What says so and cannot be is judged as any message is, and refused there ({@link PartialMessage}). */
    Optional<PartFields> part(JudgedMessage message, SessionFacts facts) {
        return facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().content().partial() != PartialMessages.DEFRAGMENT
                || message.request().mail().parameters().body() == BodyType.BINARY_MIME ? Optional.empty() : PartFields.read(message.header());
    }

    /** Keeps it, or judges the whole. Accepted means that the part, or the whole, is committed. */
    Receipt receive(PartFields fields, JudgedMessage message, SessionFacts facts, Gate gate) {
        return switch (gate.part(message, facts)) {
            case Outcome.Stopped stopped -> refused(message.request(), stopped.reply(), stopped.stage() + ": " + stopped.reason());
            case Outcome.Passed passed -> received(message, arrived(fields, message, facts), passed.facts(), gate, LOOKS_MAX);
        };
    }

    private static ArrivedPart arrived(PartFields fields, JudgedMessage message, SessionFacts facts) {
        MailRequest mail = message.request().mail();
        Handling handling = mail.parameters().handling();
        // A whole is not to lose what one of its parts was promised.
        String promised = (handling.requireTls() ? "requiretls " : "") + (handling.smtpUtf8() ? "smtputf8" : "");
        ArrivedPart.Envelope envelope = new ArrivedPart.Envelope(facts.require(GateFacts.SOURCE_CHANNEL).name().value(), SessionTrace.identity(facts).orElse(""), mail.reversePath().address(),
                facts.require(GateFacts.RECIPIENTS).stream().map(recipient -> recipient.presented().address()).toList(), promised);
        try {
            return ArrivedPart.of(fields, envelope, message.request().content(), message.header().octets());
        } catch (IOException e) {
            throw new UncheckedIOException("the spool cannot be read", e);
        }
    }

    private Receipt received(JudgedMessage message, ArrivedPart part, SessionFacts facts, Gate gate, int looks) {
        return switch (sets.standing(part)) {
            case Match.Found<Standing>(Standing standing) -> received(message, part, standing, facts, gate, looks);
            case Match.NotFound<Standing>() -> refused(message.request(), Replies.CANNOT_PUT_TOGETHER, words(part) + ": nobody knows of parts");
            case Match.Unavailable<Standing>(String why) -> refused(message.request(), Replies.CANNOT_PUT_TOGETHER, words(part) + ": " + why);
            case Match.Conflicting<Standing>(String why) -> refused(message.request(), Replies.CANNOT_PUT_TOGETHER, words(part) + ": " + why);
        };
    }

    private Receipt received(JudgedMessage message, ArrivedPart part, Standing standing, SessionFacts facts, Gate gate, int looks) {
        return switch (standing) {
            case Standing.Waits waits -> gate.keep(message, held(part, facts).with(GateFacts.PARTS, new PartsChange.Joins(part)), () -> again(message, part, standing, facts, gate, looks));
            case Standing.Completes completes -> whole(message, part, completes, facts, gate, looks);
            case Standing.Here(QueueId here) -> cameAgain(message, part, here, "the one that came before stays", facts);
            case Standing.WentOn(QueueId whole) -> cameAgain(message, part, whole, "its message went on before as " + whole, facts);
            case Standing.Refused(Reply reply, String why) -> refused(message.request(), reply, words(part) + ": " + why);
        };
    }

    /** Nothing is there of what was to be stored. Where that is so because others came or went meanwhile, there may be another thing to do. */
    private Optional<Receipt> again(JudgedMessage message, ArrivedPart part, Standing was, SessionFacts facts, Gate gate, int looks) {
        return looks > 1 && sets.standing(part) instanceof Match.Found<Standing>(Standing now) && !now.equals(was)
                ? Optional.of(received(message, part, now, facts, gate, looks - 1)) : Optional.empty();
    }

    private Receipt whole(JudgedMessage message, ArrivedPart part, Standing.Completes completes, SessionFacts facts, Gate gate, int looks) {
        int headerOctetsMax = facts.require(GateFacts.SOURCE_CHANNEL).headerOctetsMax();
        MessageRequest request = message.request();
        Receipt receipt;
        try {
            Optional<WholeMessage> content = WholeMessage.of(pieces(message, part, completes.others()), headerOctetsMax);
            if (content.isEmpty()) {
                receipt = refused(request, Replies.HEADER_TOO_LARGE, words(part) + ": the header section of the whole is more than " + headerOctetsMax + " octets or "
                        + MessageHeader.FIELDS_MAX + " fields");
            } else {
                MessageRequest made = new MessageRequest(request.mail(), content.get(), request.receivedAt(), request.notes());
                JudgedMessage judged = new JudgedMessage(made, MessageHeader.read(content.get(), headerOctetsMax + 1));
                receipt = gate.judge(judged, facts.with(GateFacts.PARTS, new PartsChange.Makes(part, completes)), () -> again(message, part, completes, facts, gate, looks));
            }
        } catch (IOException | UncheckedIOException e) {
            return refused(request, Replies.CANNOT_PUT_TOGETHER, words(part) + ": " + e.getMessage());
        }
        // The other parts are ours: before their sender hears of the last that the whole is refused, they are thrown away by a rule that says so.
        return receipt instanceof Receipt.Refused(Reply reply, var each) && !reply.isTransient() ? ended(request, part, completes, reply, receipt) : receipt;
    }

    private Receipt ended(MessageRequest request, ArrivedPart part, Standing.Completes completes, Reply reply, Receipt receipt) {
        try {
            return sets.refused(part, completes, reply) ? receipt : refused(request, Replies.CANNOT_PUT_TOGETHER, words(part) + ": the parts changed while the whole was judged");
        } catch (RuntimeException e) {
            return refused(request, Replies.CANNOT_PUT_TOGETHER, words(part) + ": it could not be written that the whole is refused: " + e.getMessage());
        }
    }

    private List<WholeMessage.Piece> pieces(JudgedMessage message, ArrivedPart part, SortedMap<Integer, KnownPart> others) {
        SortedMap<Integer, WholeMessage.Piece> all = new TreeMap<>();
        others.forEach((number, other) -> all.put(number, new WholeMessage.Piece(() -> sets.open(other), other.bodyAt(), other.octets())));
        all.put(part.fields().number(), new WholeMessage.Piece(message.request().content()::open, part.bodyAt(), part.octets()));
        return new ArrayList<>(all.values());
    }

    /** All copies are held by this, whatever else is to hold them: that is found again when the whole is judged. */
    private static SessionFacts held(ArrivedPart part, SessionFacts facts) {
        AcceptedRecipient.Hold hold = new AcceptedRecipient.Hold(PartialSets.RULE, words(part));
        return facts.with(GateFacts.RECIPIENTS, facts.require(GateFacts.RECIPIENTS).stream()
                .map(recipient -> recipient.with(recipient.copies().stream().map(copy -> copy.heldBy(hold)).toList())).toList());
    }

    private Receipt cameAgain(JudgedMessage message, ArrivedPart part, QueueId known, String why, SessionFacts facts) {
        trace.cameAgain(message.request(), known, PartialSets.RULE + ": " + words(part) + " came again; " + why);
        return new Receipt.Accepted(known.toString(), new RecipientVerdicts(facts.require(GateFacts.RECIPIENTS), message.request().mail().parameters().handling().perRecipientReplies()).replies());
    }

    private Receipt refused(MessageRequest request, Reply reply, String why) {
        trace.refused(request, reply, PartialSets.RULE + ": " + why);
        return new Receipt.Refused(reply);
    }

    private static String words(ArrivedPart part) {
        String total = part.fields().total().stream().mapToObj(number -> " of " + number).findFirst().orElse("");
        return TableLog.printable("part " + part.fields().number() + total + " of " + part.fields().id().substring(0, Math.min(part.fields().id().length(), 100)));
    }
}

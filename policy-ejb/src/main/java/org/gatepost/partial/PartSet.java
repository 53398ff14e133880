package org.gatepost.partial;

import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

import org.gatepost.mail.QueueId;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;

/**
 * The parts of one message that are here, and what else waits. Immutable.
 *
 * @param begun whether anything is known of it
 * @param total how many parts there are, where one has said so
 * @param parts those that wait, by number
 * @param end what became of it, where it was whole
 * @param waiting what waits in all, this set included
 */
public record PartSet(boolean begun, OptionalInt total, SortedMap<Integer, KnownPart> parts, Optional<End> end, Waiting waiting) {

    /** What became of a message that was whole. */
    public sealed interface End {
        /** It went on. */
        record WentOn(QueueId whole) implements End {
        }

        /** It was refused for good. */
        record Refused(Reply reply) implements End {
        }
    }

    /**
     * How much waits.
     *
     * @param sets messages that are not whole
     * @param ofSender those of the sender whose part has come
     * @param octets of all their parts
     */
    public record Waiting(long sets, long ofSender, long octets) {
        /** Nothing. */
        public static final Waiting NOTHING = new Waiting(0, 0, 0);
    }

    public PartSet {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    /** A set nothing is known of, where so much waits. */
    public static PartSet unknown(Waiting waiting) {
        return new PartSet(false, OptionalInt.empty(), Collections.emptySortedMap(), Optional.empty(), waiting);
    }

    /** What there is to do about a part of it that has come. */
    public Standing standing(ArrivedPart part, PartLimits limits) {
        if (end.isPresent()) {
            return switch (end.get()) {
                case End.WentOn(QueueId whole) -> new Standing.WentOn(whole);
                case End.Refused(Reply reply) -> new Standing.Refused(reply, "the whole was refused before");
            };
        }
        int number = part.fields().number();
        OptionalInt known = total.isPresent() ? total : part.fields().total();
        return fault(part, known, limits).orElseGet(() -> {
            if (parts.containsKey(number)) {
                return parts.get(number).digest().equals(part.digest()) ? new Standing.Here(parts.get(number).message())
                        : new Standing.Refused(Replies.PART_DOES_NOT_FIT, "another part " + number + " is here");
            }
            return known.isPresent() && parts.size() + 1 == known.getAsInt() ? new Standing.Completes(parts) : waits(part, limits);
        });
    }

    private Optional<Standing> fault(ArrivedPart part, OptionalInt known, PartLimits limits) {
        int last = parts.isEmpty() ? part.fields().number() : Math.max(part.fields().number(), parts.lastKey());
        OptionalInt said = part.fields().total();
        if (said.isPresent() && said.getAsInt() != known.getAsInt() || known.isPresent() && last > known.getAsInt()) {
            return Optional.of(new Standing.Refused(Replies.PART_DOES_NOT_FIT, "part " + last + " of " + known.getAsInt() + said.stream().mapToObj(other -> ", which was said to be of " + other)
                    .findFirst().orElse("")));
        }
        if (Math.max(last, known.orElse(last)) > limits.partsMax()) {
            return Optional.of(new Standing.Refused(Replies.PARTS_TOO_MANY, "more than " + limits.partsMax() + " parts"));
        }
        long octets = part.octets() + parts.headMap(part.fields().number()).values().stream().mapToLong(KnownPart::octets).sum()
                + parts.tailMap(part.fields().number() + 1).values().stream().mapToLong(KnownPart::octets).sum();
        return octets <= limits.octetsMax() ? Optional.empty()
                : Optional.of(new Standing.Refused(Replies.MESSAGE_TOO_LARGE, "the parts that are here are " + octets + " octets, a message may be " + limits.octetsMax()));
    }

    private Standing waits(ArrivedPart part, PartLimits limits) {
        if (!begun && waiting.sets() >= limits.setsMax()) {
            return noRoom(waiting.sets() + " messages wait for parts");
        }
        if (!begun && waiting.ofSender() >= limits.senderSetsMax()) {
            return noRoom(waiting.ofSender() + " messages of " + part.sender() + " wait for parts");
        }
        return waiting.octets() + part.octets() > limits.waitingOctetsMax() ? noRoom("parts of " + waiting.octets() + " octets wait for others") : new Standing.Waits();
    }

    private static Standing noRoom(String why) {
        return new Standing.Refused(Replies.INSUFFICIENT_STORAGE, why);
    }
}

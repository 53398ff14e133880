package org.gatepost.partial;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.gatepost.mail.MessageHeader;
import org.gatepost.sieve.message.MediaType;

/**
 * What a header section says of a part (RFC 2046 section 5.2.2). Immutable.
 *
 * @param id which message it is a part of
 * @param number which part of it, from 1
 * @param total how many there are; only the last part must say so
 */
public record PartFields(String id, int number, OptionalInt total) {

    /** Characters of an id. */
    static final int ID_CHARACTERS_MAX = 998;
    private static final String NUMBER = "[0-9]{1,9}";
    private static final int WORDS_MAX = 200;

    public PartFields {
        if (id.isEmpty() || id.length() > ID_CHARACTERS_MAX || number < 1 || total.isPresent() && total.getAsInt() < number) {
            throw new IllegalArgumentException("no part: " + number + " of " + total);
        }
    }

    /** The type of a part; empty where it is none. Of several Content-Type fields any may be the one that counts where parts are put together. */
    public static Optional<MediaType> type(MessageHeader header) {
        return header.all("content-type").stream().map(field -> MediaType.read(field.value())).filter(type -> type.is("message", "partial")).findFirst();
    }

    /**
     * Reads what can be put together. Empty for all else: a message that is no part, a part without id or number, and one that programs may understand differently, for
     * it has two types, or is encoded, which a part must not be.
     */
    public static Optional<PartFields> read(MessageHeader header) {
        Optional<MediaType> type = type(header).filter(part -> header.all("content-type").size() == 1 && isPlain(header.all("content-transfer-encoding")));
        Optional<Integer> number = type.flatMap(part -> number(part, "number"));
        Optional<String> total = type.flatMap(part -> part.parameter("total"));
        Optional<String> id = type.flatMap(part -> part.parameter("id"));
        try {
            return number.isEmpty() || id.isEmpty() || total.isPresent() && !total.get().matches(NUMBER) ? Optional.empty()
                    : Optional.of(new PartFields(id.get(), number.get(), total.map(text -> OptionalInt.of(Integer.parseInt(text))).orElseGet(OptionalInt::empty)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> number(MediaType type, String name) {
        return type.parameter(name).filter(text -> text.matches(NUMBER)).map(Integer::valueOf);
    }

    private static boolean isPlain(List<MessageHeader.Field> encodings) {
        return encodings.stream().allMatch(field -> field.value().equalsIgnoreCase("7bit") || field.value().equalsIgnoreCase("8bit"));
    }

    /** In words, for the trace: what came from outside is not all told, and may hold anything. */
    public static String words(MediaType part) {
        String all = "message/partial, part " + part.parameter("number").orElse("?") + " of " + part.parameter("total").orElse("?") + " of " + part.parameter("id").orElse("?");
        return all.substring(0, Math.min(all.length(), WORDS_MAX));
    }
}

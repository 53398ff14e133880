package org.gatepost.channel;

import java.util.Map;

/**
 * What a channel says of the content of messages that enter by it. Immutable.
 *
 * @param partial keyword {@code partialmessages}: what becomes of parts of a message that was sent in pieces (RFC 2046 section 5.2.2)
 */
public record ContentKeywords(PartialMessages partial) {

    /** Of a channel that says nothing. */
    public static final ContentKeywords DEFAULT = new ContentKeywords(PartialMessages.PASS);

    static final Map<String, KeywordRow<ContentKeywords>> ROWS = Map.ofEntries(
            KeywordRow.value("partialmessages", (keywords, text) -> new ContentKeywords(PartialMessages.of(text))));

    /** What becomes of a message/partial, in which no engine sees what the whole will be. */
    public enum PartialMessages {
        /** It goes on as any message does. */
        PASS,
        /** 550 5.6.1 at the end of data. */
        REFUSE,
        /** Its copies are held until somebody has looked. */
        HOLD,
        /** They are put together, and the whole is judged. */
        DEFRAGMENT;

        private static PartialMessages of(String text) {
            return switch (text) {
                case "pass" -> PASS;
                case "refuse" -> REFUSE;
                case "hold" -> HOLD;
                case "defragment" -> DEFRAGMENT;
                default -> throw new IllegalArgumentException("not pass, refuse, hold or defragment: " + text);
            };
        }
    }
}

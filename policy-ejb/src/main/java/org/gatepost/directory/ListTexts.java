package org.gatepost.directory;

import java.nio.charset.StandardCharsets;

/**
 * What groups put before and behind the text of the messages they send on (mgrpMsgPrefixText, mgrpMsgSuffixText). Immutable.
 *
 * @param before whole lines with CRLF, or empty
 * @param behind likewise
 */
public record ListTexts(String before, String behind) {

    /** Octets of one text of a group, in UTF-8 and with its line ends as CRLF. */
    public static final int TEXT_OCTETS_MAX = 8 << 10;
    /** Octets of all texts a copy has gathered on its way, since they lie with each copy. */
    public static final int OCTETS_MAX = 32 << 10;

    /** None. */
    public static final ListTexts NONE = new ListTexts("", "");

    /** @throws IllegalArgumentException where one is no text or both are more than {@link #OCTETS_MAX} */
    public ListTexts {
        before = lines(before);
        behind = lines(behind);
        if (!isText(before) || !isText(behind) || octets(before) + octets(behind) > OCTETS_MAX) {
            throw new IllegalArgumentException("no texts of a list");
        }
    }

    /** Whether it is one that can be shown: characters, tabs and line ends. */
    public static boolean isText(String text) {
        return text.codePoints().noneMatch(c -> Character.isISOControl(c) && c != '\t' && c != '\r' && c != '\n' || Character.getType(c) == Character.SURROGATE);
    }

    /** Octets it takes of a message. */
    public static int octets(String text) {
        return lines(text).getBytes(StandardCharsets.UTF_8).length;
    }

    /** Whether the texts of a group within this one have room beside these. */
    public boolean haveRoomFor(ListTexts others) {
        return octets(before) + octets(behind) + octets(others.before) + octets(others.behind) <= OCTETS_MAX;
    }

    /** First these, as a group within a group comes later; without the others where they have no room. */
    public ListTexts and(ListTexts others) {
        if (equals(NONE) || others.equals(NONE)) {
            return equals(NONE) ? others : this;
        }
        return haveRoomFor(others) ? new ListTexts(before + others.before, behind + others.behind) : this;
    }

    /** Any line ends as CRLF, and one at the end. */
    private static String lines(String text) {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
        return lines.isEmpty() || lines.endsWith("\r\n") ? lines : lines + "\r\n";
    }
}

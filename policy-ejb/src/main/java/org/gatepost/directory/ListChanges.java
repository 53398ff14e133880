package org.gatepost.directory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.gatepost.mail.MessageHeader;

/**
 * What a group changes in the copies it sends on. Immutable.
 *
 * @param added mgrpAddHeader: whole fields, {@code Name: value} without the line's end, in printable ASCII
 * @param removed mgrpRemoveHeader: names, lower case, of which every field goes that the message came with
 * @param texts what it puts before and behind the message's text
 */
public record ListChanges(List<String> added, Set<String> removed, ListTexts texts) {

    /** Nothing. */
    public static final ListChanges NONE = new ListChanges(List.of(), Set.of(), ListTexts.NONE);
    /** Fields a group may add, and names it may remove. */
    public static final int FIELDS_MAX = 50;

    // RFC 5322 section 2.1.1: a line has 998 characters; section 3.6.8: what a name is made of.
    private static final Pattern FIELD = Pattern.compile("(?=.{1,998}$)[!-9;-~]{1,76}:[\\t -~]*");
    private static final Pattern NAME = Pattern.compile("[!-9;-~]{1,76}");

    public ListChanges {
        added = List.copyOf(added);
        removed = Set.copyOf(removed);
        if (!added.stream().allMatch(ListChanges::isField) || !removed.stream().allMatch(ListChanges::mayGo)) {
            throw new IllegalArgumentException("no fields of a header: " + added + " " + removed);
        }
    }

    /** Those of the header alone. */
    public ListChanges(List<String> added, Set<String> removed) {
        this(added, removed, ListTexts.NONE);
    }

    /** Whether a group may add it: one whole field, and none of {@link MessageHeader#FIXED}. */
    public static boolean isField(String line) {
        return FIELD.matcher(line).matches() && !MessageHeader.FIXED.contains(line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT));
    }

    /** Whether a group may remove fields of that name, given in lower case. */
    public static boolean mayGo(String name) {
        return NAME.matcher(name).matches() && !MessageHeader.FIXED.contains(name);
    }

    /** What both change: first these, as a group within a group comes later. */
    ListChanges and(ListChanges others) {
        if (equals(NONE) || others.equals(NONE)) {
            return equals(NONE) ? others : this;
        }
        List<String> all = new ArrayList<>(added);
        all.addAll(others.added);
        Set<String> names = new HashSet<>(removed);
        names.addAll(others.removed);
        return new ListChanges(all, names, texts.and(others.texts));
    }

    /** The same, behind the texts of groups that a copy came through before. */
    public ListChanges behind(ListTexts earlier) {
        return earlier.equals(ListTexts.NONE) ? this : new ListChanges(added, removed, earlier.and(texts));
    }

    /** Whether the header is left as it is. */
    public boolean leaveHeader() {
        return added.isEmpty() && removed.isEmpty();
    }
}

package org.gatepost.sieve.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.gatepost.sieve.message.HeaderRewrite.Edit;

/** Marks in front of a message's subject, as edits of its header. */
public final class SubjectTags {

    private static final String SUBJECT = "Subject";

    private SubjectTags() {
    }

    /**
     * These edits, and the tags in front of the subject they leave.
     *
     * @param fields of the message as received
     * @param tags at least one
     */
    public static List<Edit> added(List<String> tags, List<Edit> edits, List<HeaderField> fields) {
        String mark = EncodedWords.of(String.join(" ", tags));
        List<Edit> all = new ArrayList<>();
        boolean tagged = false;
        for (Edit edit : edits) {
            if (!tagged && edit instanceof Edit.Added(String name, String value, boolean last) && name.equalsIgnoreCase(SUBJECT)) {
                all.add(new Edit.Added(name, mark + ' ' + EncodedWords.of(value), last));
                tagged = true;
            } else {
                all.add(edit);
            }
        }
        if (tagged) {
            return all;
        }
        Optional<HeaderField> subject = fields.stream().filter(field -> field.named(SUBJECT) && !isRemoved(field, edits)).findFirst();
        subject.ifPresent(field -> all.add(new Edit.Removed(field)));
        // As it is written, so that what another encoded stays as it is; only what is not ASCII is encoded now.
        all.add(new Edit.Added(SUBJECT, mark + subject.map(field -> ' ' + (isAscii(field.raw()) ? field.raw().strip() : EncodedWords.of(field.unfolded()))).orElse(""), false));
        return all;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    private static boolean isRemoved(HeaderField field, List<Edit> edits) {
        return edits.stream().anyMatch(edit -> edit instanceof Edit.Removed removed && removed.field() == field);
    }
}

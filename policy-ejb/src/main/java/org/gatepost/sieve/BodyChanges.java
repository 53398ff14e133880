package org.gatepost.sieve;

import java.util.ArrayList;
import java.util.List;

import org.gatepost.sieve.language.Position;
import org.gatepost.sieve.language.SieveLimits;
import org.gatepost.sieve.language.Utf8;
import org.gatepost.sieve.message.HeaderRewrite.Edit;

/** The other bodies one run has asked for so far (RFC 5703 sections 5 and 6), within {@link SieveLimits#BODY_OCTETS_MAX}. Not thread-safe. */
final class BodyChanges {

    private final List<Edit> edits = new ArrayList<>();
    private long octets;
    private boolean searched;

    /** The message is read from its first octet to its last for the places of its parts: once by a run, which pays for it, whoever of its copies' runs was the first. */
    void search(long messageOctets, Steps steps, Position at) {
        if (!searched) {
            searched = true;
            steps.take(messageOctets / Steps.READ_OCTETS, at);
        }
    }

    void replace(SieveAction.Replace action, Position at) {
        if (action.mime() && action.replacement().chars().anyMatch(c -> c > 127)) {
            throw new SieveRunError(at, "a replacement with :mime is ASCII; its own header says how other characters are encoded");
        }
        add(new Edit.Replaced(action.part(), action.mime(), action.subject(), action.from(), action.replacement()), action.replacement(), at);
    }

    void enclose(SieveAction.Enclose action, Position at) {
        add(new Edit.Enclosed(action.subject(), action.headers(), action.text()), action.text(), at);
    }

    private void add(Edit edit, String text, Position at) {
        octets += Utf8.octets(text);
        if (octets > SieveLimits.BODY_OCTETS_MAX) {
            throw new SieveRunError(at, "more than " + SieveLimits.BODY_OCTETS_MAX + " octets of other bodies");
        }
        edits.add(edit);
    }

    void forget() {
        edits.clear();
        octets = 0;
        searched = false;
    }

    /** What a copy that stays goes out with; what is sent on has no other body. */
    List<Edit> with(List<Edit> header) {
        if (edits.isEmpty()) {
            return header;
        }
        List<Edit> both = new ArrayList<>(header);
        both.addAll(edits);
        return both;
    }
}

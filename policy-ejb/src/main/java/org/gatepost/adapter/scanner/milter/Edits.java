package org.gatepost.adapter.scanner.milter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.gatepost.scan.ScanWish;

/**
 * What a filter wants done to a message, said at its end. Places and occurrences are those of the content as it was received, so that filters that are asked
 * at once do not get in one another's way. For one message and one thread.
 */
final class Edits {

    /** Changes one filter may want of one message. */
    static final int EDITS_MAX = 1_000;
    /** Octets of all their values. */
    static final int OCTETS_MAX = 256 * 1024;
    /** Recipients one filter may add to one message. */
    static final int ADDED_RECIPIENTS_MAX = 20;

    private final Terms terms;
    private final Permits permits;
    private final Map<String, Integer> occurrences = new HashMap<>();
    private final List<ScanWish> wishes = new ArrayList<>();
    private Optional<OtherBody> body = Optional.empty();
    private boolean separated = true;
    private int octets;
    private int addedRecipients;

    Edits(Terms terms, Permits permits) {
        this.terms = terms;
        this.permits = permits;
    }

    /** The content has a field of that name, or one more. */
    void seen(String name) {
        occurrences.merge(name.toLowerCase(Locale.ROOT), 1, Integer::sum);
    }

    /** No empty line ended the header section, but the content. */
    void unseparated() {
        separated = false;
    }

    /**
     * What it wants done, in its order, when it has said all. The fields of a filter that may not put its body there belong to that body: none of its changes to
     * the content are made.
     */
    List<ScanWish> wishes() throws IOException {
        if (body.isEmpty()) {
            return wishes;
        }
        List<ScanWish> all = new ArrayList<>();
        if (permits.body() == Permits.Permit.ALLOWED) {
            all.addAll(wishes);
            all.add(body.get().whole(separated));
        } else {
            wishes.stream().filter(wish -> !(wish instanceof ScanWish.AddField) && !(wish instanceof ScanWish.ChangeField)).forEach(all::add);
            all.add(new ScanWish.NotAllowed(new ScanWish.ReplaceBody("")));
        }
        return all;
    }

    /** Takes a change; false where the packet is none. */
    boolean takes(Packet packet) throws IOException {
        switch (packet.code()) {
            case 'h' -> {
                demand(Terms.ADD_FIELDS, packet);
                add(ScanWish.AddField.LAST, texts(packet, 0, 2));
            }
            case 'i' -> {
                demand(Terms.ADD_FIELDS, packet);
                // Filters count the trace field that their server is about to add as the first of all.
                add(Math.max(0, packet.number() - 1), texts(packet, Integer.BYTES, 2));
            }
            case 'm' -> {
                demand(Terms.CHANGE_FIELDS, packet);
                change(Math.max(1, packet.number()), texts(packet, Integer.BYTES, 2));
            }
            case 'q' -> {
                demand(Terms.QUARANTINE, packet);
                take(new ScanWish.Quarantine(texts(packet, 0, 1).getFirst()));
            }
            case 'b' -> {
                demand(Terms.REPLACE_BODY, packet);
                body = Optional.of(body.orElseGet(() -> new OtherBody(permits.bodyOctetsMax())));
                if (permits.body() == Permits.Permit.ALLOWED) {
                    body.get().take(packet.data());
                }
            }
            case OtherEnvelope.ADD, OtherEnvelope.ADD_WITH_PARAMETERS, OtherEnvelope.DELETE, OtherEnvelope.SENDER -> {
                demand(OtherEnvelope.action(packet.code()), packet);
                envelope(OtherEnvelope.wish(packet));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void envelope(ScanWish wish) throws IOException {
        if (wish instanceof ScanWish.AddRecipient && ++addedRecipients > ADDED_RECIPIENTS_MAX) {
            throw new IOException("wants more than " + ADDED_RECIPIENTS_MAX + " recipients added");
        }
        take(permits.envelope() == Permits.Permit.ALLOWED ? wish : new ScanWish.NotAllowed(wish));
    }

    private void demand(int action, Packet packet) throws IOException {
        if (!terms.allows(action)) {
            throw new IOException("wants to do what it did not say it would: packet " + packet.code());
        }
    }

    private static List<String> texts(Packet packet, int from, int count) throws IOException {
        List<String> texts = packet.texts(from);
        if (texts.size() != count) {
            throw new IOException("not understood: " + texts.size() + " texts in packet " + packet.code());
        }
        return texts;
    }

    private void add(int place, List<String> field) throws IOException {
        take(new ScanWish.AddField(place, name(field), value(field)));
    }

    private void change(int occurrence, List<String> field) throws IOException {
        boolean there = occurrence <= occurrences.getOrDefault(name(field).toLowerCase(Locale.ROOT), 0);
        if (field.getLast().isEmpty()) {
            if (there) {
                take(new ScanWish.ChangeField(name(field), occurrence, Optional.empty()));
            }
        } else if (there) {
            take(new ScanWish.ChangeField(name(field), occurrence, Optional.of(value(field))));
        } else {
            // Of Sendmail: what is not there to be changed is added.
            add(ScanWish.AddField.LAST, field);
        }
    }

    private static String name(List<String> field) throws IOException {
        String name = field.getFirst();
        if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c >= 127 || c == ':')) {
            throw new IOException("not understood: the name of a header field");
        }
        return name;
    }

    /** As it is to stand after the colon, its lines ended by CRLF; a line within it that is no continuation would be a field nobody declared. */
    private String value(List<String> field) throws IOException {
        String given = field.getLast();
        StringBuilder value = new StringBuilder(terms.keepsLeadingSpace() ? "" : " ");
        for (int i = 0; i < given.length(); i++) {
            char c = given.charAt(i);
            if (c == '\r' && i + 1 < given.length() && given.charAt(i + 1) == '\n') {
                continue;
            }
            boolean continued = i + 1 < given.length() && (given.charAt(i + 1) == ' ' || given.charAt(i + 1) == '\t');
            if (c == '\r' || c == '\n' && !continued) {
                throw new IOException("not understood: the lines of header field " + field.getFirst());
            }
            value.append(c == '\n' ? "\r\n" : String.valueOf(c));
        }
        octets += value.length();
        return value.toString();
    }

    private void take(ScanWish wish) throws IOException {
        wishes.add(wish);
        if (wishes.size() > EDITS_MAX || octets > OCTETS_MAX) {
            throw new IOException("wants more than " + EDITS_MAX + " changes, or of more than " + OCTETS_MAX + " octets");
        }
    }
}

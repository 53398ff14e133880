package org.gatepost.gate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.MessageHeader;
import org.gatepost.scan.ScanWish;
import org.gatepost.smtp.protocol.Mailbox;

/**
 * The changes to header and body that engines want, as declared edits of the content as received, octet for octet as they want them, of the copies each
 * wants them for. Of two engines that want the same field changed, the one whose name comes first is heard; of two that want another body, the second changes
 * nothing, since its fields belong to its body. For one message and one thread.
 */
final class EngineEdits {

    private final MessageHeader header;
    private final long octets;
    private final Findings.Round round;
    private final Map<Map<String, List<ScanWish>>, HeaderEdits> known = new HashMap<>();

    /** @param octets of the content */
    EngineEdits(MessageHeader header, long octets, Findings.Round round) {
        this.header = header;
        this.octets = octets;
        this.round = round;
    }

    /** The copy with what the engines want that were asked about it. */
    AcceptedRecipient.Copy applied(AcceptedRecipient.Copy copy) {
        return likewise(copy, copy.address());
    }

    /** The copy with what the engines want that were asked about another one. */
    AcceptedRecipient.Copy likewise(AcceptedRecipient.Copy copy, Mailbox asked) {
        Map<String, List<ScanWish>> wanted = new TreeMap<>();
        round.asked().forEach((engine, about) -> {
            if (about.contains(asked) && round.answers().containsKey(engine)) {
                wanted.put(engine, round.answers().get(engine).wishesFor(asked));
            }
        });
        HeaderEdits edits = known.computeIfAbsent(wanted, this::of);
        return edits.patches().isEmpty() ? copy : copy.altered(copy.alteration().and(edits));
    }

    /** In the order of the engines' names. */
    private HeaderEdits of(Map<String, List<ScanWish>> wanted) {
        HeaderEdits all = HeaderEdits.NONE;
        boolean replaced = false;
        for (List<ScanWish> wishes : wanted.values()) {
            boolean replaces = wishes.stream().anyMatch(ScanWish.ReplaceBody.class::isInstance);
            if (!wishes.isEmpty() && !(replaces && replaced)) {
                all = all.and(new OfOneEngine(header, octets).edits(wishes));
                replaced |= replaces;
            }
        }
        return all;
    }

    /** What one engine wants, put together. */
    private static final class OfOneEngine {

        private final MessageHeader header;
        private final long octets;
        private final List<HeaderEdits.Patch> patches = new ArrayList<>();
        private final Map<Long, StringBuilder> added = new TreeMap<>();

        OfOneEngine(MessageHeader header, long octets) {
            this.header = header;
            this.octets = octets;
        }

        HeaderEdits edits(List<ScanWish> wishes) {
            List<HeaderEdits.Patch> body = new ArrayList<>();
            for (ScanWish wish : wishes) {
                switch (wish) {
                    case ScanWish.AddField(int place, String name, String value) -> add(place, line(name, value));
                    case ScanWish.ChangeField(String name, int occurrence, Optional<String> value) -> change(occurrence, name, value);
                    case ScanWish.ReplaceBody(String other) -> body.add(HeaderEdits.Patch.of(header.octets(), Math.toIntExact(octets - header.octets()),
                            other.getBytes(StandardCharsets.ISO_8859_1)));
                    case ScanWish.Quarantine quarantine -> { }
                    case ScanWish.AddRecipient recipient -> { }
                    case ScanWish.DeleteRecipient recipient -> { }
                    case ScanWish.ChangeSender sender -> { }
                    case ScanWish.NotAllowed wanted -> { }
                    case ScanWish.Refuse refuse -> { }
                    case ScanWish.Discard discard -> { }
                }
            }
            added.forEach((at, lines) -> patches.add(new HeaderEdits.Patch(at, 0, lines.toString())));
            // Last: where there was neither body nor empty line, it stands at the same place as what is put below all fields.
            patches.addAll(body);
            return new HeaderEdits(patches);
        }

        private static String line(String name, String value) {
            return name + ":" + value + "\r\n";
        }

        /** What is put before the same field later stands above what was put there earlier; what is put last stands below. */
        private void add(int place, String line) {
            List<MessageHeader.Field> fields = header.fields();
            boolean last = place >= fields.size();
            long at = !last ? fields.get(place).at() : fields.isEmpty() ? 0 : fields.getLast().at() + fields.getLast().length();
            StringBuilder lines = added.computeIfAbsent(at, none -> new StringBuilder());
            lines.insert(last ? lines.length() : 0, line);
        }

        /** One change of a field: a later one of the same takes the place of an earlier one. */
        private void change(int occurrence, String name, Optional<String> value) {
            List<MessageHeader.Field> named = header.all(name.toLowerCase(Locale.ROOT));
            for (int i = 0; i < named.size(); i++) {
                if (occurrence == 0 || occurrence == i + 1) {
                    MessageHeader.Field field = named.get(i);
                    patches.removeIf(patch -> patch.at() == field.at());
                    patches.add(new HeaderEdits.Patch(field.at(), field.length(), value.map(text -> line(name, text)).orElse("")));
                }
            }
        }
    }
}

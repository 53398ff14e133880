package org.gatepost.ee.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says in words what became of a message: what is open first, then what is done, recipients with the same fate together. */
final class StorySentence {

    private static final int NAMED_MAX = 3;

    private StorySentence() {
    }

    static String of(List<CopyState> copies, List<StoryLine> lines) {
        Map<String, List<String>> fates = new LinkedHashMap<>();
        for (CopyState copy : copies) {
            if (copy.isOpen()) {
                fates.computeIfAbsent(open(copy), fate -> new ArrayList<>()).add(copy.address());
            }
        }
        List<String> stillOpen = fates.values().stream().flatMap(List::stream).toList();
        Map<String, StoryLine> last = new LinkedHashMap<>();
        for (StoryLine line : lines) {
            if (!line.recipient().isEmpty() && !finished(line).isEmpty()) {
                last.put(line.recipient(), line);
            }
        }
        last.forEach((recipient, line) -> {
            if (!stillOpen.contains(recipient)) {
                fates.computeIfAbsent(finished(line), fate -> new ArrayList<>()).add(recipient);
            }
        });
        return fates.isEmpty() ? unknown(lines) : said(fates);
    }

    private static String said(Map<String, List<String>> fates) {
        List<String> sentences = new ArrayList<>();
        fates.forEach((fate, recipients) -> sentences.add(fate.replace("%", named(recipients)) + (fate.endsWith(".") ? "" : ".")));
        return String.join(" ", sentences);
    }

    private static String open(CopyState copy) {
        if (copy.state().equals("held")) {
            return "Held by " + plain(copy.by()) + " for %" + because(copy.text());
        }
        if (copy.returning()) {
            return "Going back to the sender for %";
        }
        if (copy.busy()) {
            return "In delivery to %";
        }
        return copy.lastReply().isEmpty() ? "Waiting for %: not tried yet" : "Waiting for %: the next hop said " + plain(copy.lastReply());
    }

    private static String finished(StoryLine line) {
        return switch (line.kind()) {
            case "deliver" -> "Delivered to %";
            case "fail" -> "Failed for %" + because(line.reply().isEmpty() ? line.reason() : line.reply());
            case "refuse" -> "Refused at RCPT: %" + because(line.reply());
            case "discard" -> "Discarded for %" + because(line.reason());
            default -> "";
        };
    }

    private static String unknown(List<StoryLine> lines) {
        for (StoryLine line : lines.reversed()) {
            if (line.kind().equals("refuse")) {
                return "Refused" + because(line.reply()) + ".";
            }
        }
        return lines.isEmpty() ? "Nothing is known of this message: it never was, or its trace has gone." : "Accepted; nothing is known of its copies.";
    }

    private static String because(String text) {
        return text.isEmpty() ? "" : ": " + plain(text);
    }

    private static String plain(String text) {
        String stripped = text.replace("%", "\uFF05").strip();
        return stripped.endsWith(".") ? stripped.substring(0, stripped.length() - 1) : stripped;
    }

    private static String named(List<String> recipients) {
        List<String> shown = recipients.subList(0, Math.min(NAMED_MAX, recipients.size()));
        int more = recipients.size() - shown.size();
        if (more > 0) {
            return String.join(", ", shown) + " and " + more + " more";
        }
        return shown.size() < 2 ? shown.getFirst() : String.join(", ", shown.subList(0, shown.size() - 1)) + " and " + shown.getLast();
    }
}

package org.gatepost.sieve.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a message consists of, for a person who looks at it: the type, name and size of each part, and nothing of what it holds. */
public final class MessageOutline {

    /** Parts that are told of. */
    public static final int PARTS_MAX = 200;
    /** Characters of a type or a name; the rest is cut off. */
    public static final int CHARACTERS_MAX = 200;

    /**
     * One part.
     *
     * @param depth how many parts it is within
     * @param name the file it says it is; empty where it says none. Control characters, and those that turn the direction of writing, are shown as U+FFFD
     * @param octets decoded, as far as was looked; 0 for a container
     */
    public record Part(int depth, String type, String name, int octets) {
    }

    private MessageOutline() {
    }

    /** The parts, each before what it holds. */
    public static List<Part> of(SieveMessage message) {
        List<Part> parts = new ArrayList<>();
        add(message.structure(), 0, parts);
        return parts;
    }

    private static void add(MimePart part, int depth, List<Part> parts) {
        if (parts.size() < PARTS_MAX) {
            parts.add(new Part(depth, shown(part.type().type() + '/' + part.type().subtype()), shown(name(part)), part.isContainer() ? 0 : part.content().length()));
            part.children().forEach(child -> add(child, depth + 1, parts));
        }
    }

    private static String name(MimePart part) {
        Optional<String> disposed = part.fields().stream().filter(field -> field.named("Content-Disposition")).findFirst()
                .flatMap(field -> MediaType.read(field.unfolded()).parameter("filename"));
        return disposed.or(() -> part.type().parameter("name")).orElse("");
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(CHARACTERS_MAX).forEach(each -> shown.appendCodePoint(switch (Character.getType(each)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> 0xFFFD;
            default -> each;
        }));
        return shown.toString();
    }
}

package org.gatepost.sieve.message;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a part stands in the octets of its message (RFC 2046 section 5.1.1): from the first octet of its header to before the line end that belongs to the
 * delimiter behind it.
 *
 * @param at its first octet
 * @param end behind its last one
 */
public record PartPlace(long at, long end) {

    /** Octets of the header of one part that are looked at; a part of more is not found. */
    static final int HEADER_OCTETS_MAX = 64 << 10;
    /** Parts within one another. */
    static final int DEPTH_MAX = 50;
    private static final int DELIMITER_OCTETS_MAX = 80;

    /**
     * Finds a part of a message, by the way {@link MimePart#way} tells. The content is read as far as it has to be, line by line.
     *
     * @param way which child of which child; not empty
     * @return empty where there is no such part in these octets: those within an encoded message are none
     */
    public static Optional<PartPlace> of(InputStream content, List<Integer> way) throws IOException {
        return new Search(way).in(new BufferedInputStream(content));
    }

    /** A multipart, or a message within one, whose parts are counted. For one search. */
    private static final class Container {
        private final Optional<String> delimiter;
        private final List<Integer> way;
        private int children;

        Container(Optional<String> delimiter, List<Integer> way) {
            this.delimiter = delimiter;
            this.way = way;
        }

        List<Integer> next() {
            List<Integer> child = new ArrayList<>(way);
            child.add(children++);
            return child;
        }
    }

    private static final class Search {
        private final List<Integer> wanted;
        private final Deque<Container> containers = new ArrayDeque<>();
        private final ByteArrayOutputStream header = new ByteArrayOutputStream();
        private final byte[] line = new byte[DELIMITER_OCTETS_MAX];
        private List<Integer> current = List.of();
        private boolean inHeader = true;
        private long foundAt = -1;
        private long position;
        private int lastEnding;

        Search(List<Integer> wanted) {
            this.wanted = wanted;
        }

        Optional<PartPlace> in(InputStream content) throws IOException {
            while (true) {
                long lineAt = position;
                int length = 0;
                int ending = 0;
                int before = -1;
                int octet;
                while ((octet = content.read()) >= 0) {
                    position++;
                    if (length < line.length) {
                        line[length] = (byte) octet;
                    }
                    length++;
                    if (inHeader) {
                        if (header.size() == HEADER_OCTETS_MAX) {
                            return Optional.empty();
                        }
                        header.write(octet);
                    }
                    if (octet == '\n') {
                        ending = before == '\r' ? 2 : 1;
                        break;
                    }
                    before = octet;
                }
                if (length == 0) {
                    return foundAt < 0 ? Optional.empty() : Optional.of(new PartPlace(foundAt, position));
                }
                Optional<PartPlace> found = line(lineAt, length, ending);
                if (found.isPresent()) {
                    return found;
                }
                lastEnding = ending;
            }
        }

        private Optional<PartPlace> line(long lineAt, int length, int ending) {
            if (length <= line.length && length > 2 && line[0] == '-' && line[1] == '-') {
                String text = new String(line, 0, length - ending, StandardCharsets.ISO_8859_1).stripTrailing();
                for (Container container : containers) {
                    boolean closes = container.delimiter.filter(delimiter -> text.equals(delimiter + "--")).isPresent();
                    if (closes || container.delimiter.filter(text::equals).isPresent()) {
                        // An inner part ends; the multipart itself goes on, to its epilogue.
                        boolean inside = foundAt >= 0 && wanted.size() > container.way.size();
                        return inside ? Optional.of(new PartPlace(foundAt, Math.max(foundAt, lineAt - lastEnding))) : begin(container, closes);
                    }
                }
            }
            if (inHeader && length == ending) {
                headerEnds();
            }
            return Optional.empty();
        }

        private Optional<PartPlace> begin(Container container, boolean closes) {
            while (containers.peek() != container) {
                containers.pop();
            }
            if (closes) {
                containers.pop();
                inHeader = false;
                current = List.of(-1);
            } else {
                start(container.next());
            }
            return Optional.empty();
        }

        private void start(List<Integer> way) {
            current = way;
            inHeader = true;
            header.reset();
            if (way.equals(wanted) && foundAt < 0) {
                foundAt = position;
            }
        }

        private void headerEnds() {
            inHeader = false;
            List<HeaderField> fields = ReceivedMessage.of(header.toByteArray()).fields();
            MediaType type = fields.stream().filter(field -> field.named("Content-Type")).findFirst().map(field -> MediaType.ofContentType(field.unfolded())).orElse(MediaType.TEXT);
            boolean identity = fields.stream().filter(field -> field.named("Content-Transfer-Encoding")).findFirst()
                    .map(field -> List.of("", "7bit", "8bit", "binary").contains(field.unfolded().toLowerCase(Locale.ROOT))).orElse(true);
            if (!identity || containers.size() == DEPTH_MAX) {
                return;
            }
            Optional<String> boundary = type.parameter("boundary").filter(text -> !text.isEmpty());
            if (type.isMultipart() && boundary.isPresent()) {
                containers.push(new Container(Optional.of("--" + boundary.get()), current));
            } else if (type.is("message", "rfc822") || type.is("message", "global")) {
                Container message = new Container(Optional.empty(), current);
                containers.push(message);
                start(message.next());
            }
        }
    }
}

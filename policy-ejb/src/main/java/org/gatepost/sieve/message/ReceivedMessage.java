package org.gatepost.sieve.message;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A message whose octets can be read again and again: the header at once, the body when a script asks for it. Lines end in CRLF. Not thread-safe.
 */
public final class ReceivedMessage implements SieveMessage {

    /** Opens the octets from their beginning. */
    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    private final Source source;
    private final long size;
    private final MessageLimits limits;
    private final List<HeaderField> fields;
    private final int headerOctets;
    private final int bodyAt;
    private Optional<String> rawBody = Optional.empty();
    private MimePart structure;
    private Optional<Map<List<Integer>, PartPlace>> places = Optional.empty();

    public ReceivedMessage(Source source, long size, MessageLimits limits) throws IOException {
        this.source = source;
        this.size = size;
        this.limits = limits;
        byte[] head;
        try (InputStream in = source.open()) {
            head = in.readNBytes(limits.headerOctets());
        }
        List<HeaderField> found = new ArrayList<>();
        int at = 0;
        int body = -1;
        while (at < head.length && found.size() < limits.fields()) {
            if (head[at] == '\r' && at + 1 < head.length && head[at + 1] == '\n') {
                body = at + 2;
                break;
            }
            int end = endOfField(head, at);
            field(head, at, end).ifPresent(found::add);
            at = end;
        }
        fields = List.copyOf(found);
        headerOctets = at;
        bodyAt = body;
    }

    /** A message that is in memory anyway. */
    public static ReceivedMessage of(byte[] octets) {
        return of(octets, MessageLimits.DEFAULT);
    }

    /** The same with limits of its own. */
    public static ReceivedMessage of(byte[] octets, MessageLimits limits) {
        try {
            return new ReceivedMessage(() -> new java.io.ByteArrayInputStream(octets), octets.length, limits);
        } catch (IOException impossible) {
            throw new IllegalStateException("memory cannot be read", impossible);
        }
    }

    /** Behind the line end that no folded line follows. */
    private static int endOfField(byte[] head, int from) {
        int at = from;
        while (at < head.length) {
            if (head[at] == '\n') {
                at++;
                if (at >= head.length || head[at] != ' ' && head[at] != '\t') {
                    return at;
                }
            } else {
                at++;
            }
        }
        return at;
    }

    private static Optional<HeaderField> field(byte[] head, int from, int end) {
        int colon = from;
        while (colon < end && head[colon] != ':' && head[colon] != '\n') {
            colon++;
        }
        if (colon >= end || head[colon] != ':') {
            return Optional.empty();
        }
        String name = new String(head, from, colon - from, StandardCharsets.UTF_8).stripTrailing();
        int last = end;
        while (last > colon + 1 && (head[last - 1] == '\n' || head[last - 1] == '\r')) {
            last--;
        }
        return Optional.of(new HeaderField(name, readable(head, colon + 1, last), from, end - from));
    }

    /** UTF-8; where it is not, an octet a character. */
    static String readable(byte[] octets, int from, int to) {
        String text = new String(octets, from, to - from, StandardCharsets.UTF_8);
        return text.indexOf('\uFFFD') < 0 ? text : new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    }

    @Override
    public List<HeaderField> fields() {
        return fields;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long headerOctets() {
        return headerOctets;
    }

    @Override
    public Optional<String> rawBody() {
        if (bodyAt >= 0 && rawBody.isEmpty()) {
            try (InputStream in = source.open()) {
                in.skipNBytes(bodyAt);
                byte[] octets = in.readNBytes(limits.partOctets());
                rawBody = Optional.of(readable(octets, 0, octets.length));
            } catch (IOException unreadable) {
                throw new MessageUnreadable(unreadable);
            }
        }
        return rawBody;
    }

    @Override
    public MimePart structure() {
        if (structure == null) {
            try (InputStream in = source.open()) {
                structure = new PartReader(limits).read(in);
            } catch (IOException unreadable) {
                throw new MessageUnreadable(unreadable);
            }
        }
        return structure;
    }

    @Override
    public Optional<PartPlace> place(List<Integer> way) {
        if (places.isEmpty()) {
            try (InputStream in = source.open()) {
                places = Optional.of(PartPlace.all(in, size, structure()));
            } catch (IOException unreadable) {
                throw new MessageUnreadable(unreadable);
            }
        }
        return Optional.ofNullable(places.get().get(way));
    }

    @Override
    public String toString() {
        return "message of " + size + " octets, " + Arrays.toString(fields.stream().map(HeaderField::name).toArray());
    }
}

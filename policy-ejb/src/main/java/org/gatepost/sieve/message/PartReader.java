package org.gatepost.sieve.message;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.apache.james.mime4j.util.ByteSequence;

/** Reads the parts of a message from mime4j's token stream, as far as the limits go; a message that breaks off has the parts before the break. */
final class PartReader {

    private static final Set<String> ENCODINGS = Set.of("", "7bit", "8bit", "binary", "base64", "quoted-printable", "x-uuencode", "x-uue", "uuencode");

    /** A part that is being read. */
    private static final class Open {
        private final List<HeaderField> fields = new ArrayList<>();
        private final List<MimePart> children = new ArrayList<>();
        private MimePart.Content content = MimePart.Content.NONE;
        private String prologue = "";
        private String epilogue = "";

        MimePart close() {
            return new MimePart(fields, type(), content, prologue, epilogue, children);
        }

        MediaType type() {
            return fields.stream().filter(field -> field.named("Content-Type")).findFirst().map(field -> MediaType.ofContentType(field.unfolded()))
                    .orElse(MediaType.TEXT);
        }

        boolean decodable() {
            return fields.stream().filter(field -> field.named("Content-Transfer-Encoding")).findFirst()
                    .map(field -> ENCODINGS.contains(field.unfolded().toLowerCase(Locale.ROOT))).orElse(true);
        }
    }

    private final MessageLimits limits;
    private final Deque<Open> open = new ArrayDeque<>();
    private int parts;
    private int left;

    PartReader(MessageLimits limits) {
        this.limits = limits;
        this.left = limits.contentOctets();
    }

    MimePart read(InputStream in) throws IOException {
        MimeConfig config = MimeConfig.custom().setMaxLineLen(-1).setMaxHeaderCount(limits.fields()).setMaxHeaderLen(limits.headerOctets())
                .setMaxContentLen(-1).setMalformedHeaderStartsBody(false).build();
        MimeTokenStream stream = new MimeTokenStream(config);
        stream.setRecursionMode(RecursionMode.M_RECURSE);
        stream.parse(in);
        Open root = new Open();
        open.push(root);
        try {
            EntityState state = stream.getState();
            boolean first = true;
            while (state != EntityState.T_END_OF_STREAM && parts <= limits.parts()) {
                step(stream, state, first);
                first &= state != EntityState.T_START_MESSAGE;
                state = stream.next();
            }
        } catch (MimeException broken) {
            // What came before stands.
            left = 0;
        }
        while (open.size() > 1) {
            MimePart part = open.pop().close();
            open.peek().children.add(part);
        }
        return root.close();
    }

    private void step(MimeTokenStream stream, EntityState state, boolean first) throws IOException {
        switch (state) {
            case T_START_MESSAGE -> {
                if (!first) {
                    start();
                }
            }
            case T_START_BODYPART -> start();
            case T_END_MESSAGE, T_END_BODYPART -> {
                if (open.size() > 1) {
                    MimePart part = open.pop().close();
                    open.peek().children.add(part);
                }
            }
            case T_FIELD -> open.peek().fields.add(field(stream.getField()));
            case T_PREAMBLE -> open.peek().prologue = text(stream.getInputStream());
            case T_EPILOGUE -> open.peek().epilogue = text(stream.getInputStream());
            case T_BODY -> {
                if (open.peek().decodable()) {
                    open.peek().content = new MimePart.Content(octets(stream.getDecodedInputStream()));
                }
            }
            case T_RAW_ENTITY, T_START_HEADER, T_END_HEADER, T_START_MULTIPART, T_END_MULTIPART, T_END_OF_STREAM -> {
            }
        }
    }

    private void start() {
        parts++;
        open.push(new Open());
    }

    private static HeaderField field(Field field) {
        ByteSequence raw = field.getRaw();
        if (raw == null) {
            return new HeaderField(field.getName(), " " + field.getBody(), -1, 0);
        }
        byte[] octets = raw.toByteArray();
        int colon = 0;
        while (colon < octets.length && octets[colon] != ':') {
            colon++;
        }
        int end = octets.length;
        while (end > colon && (octets[end - 1] == '\r' || octets[end - 1] == '\n')) {
            end--;
        }
        return new HeaderField(field.getName(), colon < end ? ReceivedMessage.readable(octets, colon + 1, end) : "", -1, 0);
    }

    private byte[] octets(InputStream in) throws IOException {
        byte[] octets = in.readNBytes(Math.max(0, Math.min(left, limits.partOctets())));
        left -= octets.length;
        return octets;
    }

    private String text(InputStream in) throws IOException {
        return new String(octets(in), StandardCharsets.UTF_8);
    }
}

package org.gatepost.mail;

import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * The declared changes that make a content 7-bit: which bodies get which transfer encoding, and which header fields say so. All octets between them stay
 * as they are. Made by {@link SevenBitReader}.
 *
 * @param edits in order of their place, not overlapping; with none the content is 7-bit already
 */
public record SevenBitEdits(List<Edit> edits) {

    private static final int COPY_OCTETS = 8192;

    /** One change. */
    sealed interface Edit {
        long at();
    }

    /** A header field goes, another comes: whole lines with CRLF. */
    record Field(long at, long remove, String insert) implements Edit {
    }

    /** A body from here to there is encoded. */
    record Body(long at, long end, Encoding encoding) implements Edit {
    }

    /** RFC 2045 sections 6.7 and 6.8. */
    enum Encoding {
        QUOTED_PRINTABLE("quoted-printable"), BASE64("base64");

        private final String keyword;

        Encoding(String keyword) {
            this.keyword = keyword;
        }

        String keyword() {
            return keyword;
        }
    }

    public SevenBitEdits {
        edits = List.copyOf(edits);
    }

    public boolean isEmpty() {
        return edits.isEmpty();
    }

    /** Writes the content with the edits made. Reads {@code content} to its end and closes neither stream. */
    public void apply(InputStream content, OutputStream out) throws IOException {
        long position = 0;
        for (Edit edit : edits) {
            copy(content, out, edit.at() - position);
            position = switch (edit) {
                case Field(long at, long remove, String insert) -> {
                    content.skipNBytes(remove);
                    out.write(insert.getBytes(StandardCharsets.UTF_8));
                    yield at + remove;
                }
                case Body(long at, long end, Encoding encoding) -> {
                    encode(content, out, end - at, encoding);
                    yield end;
                }
            };
        }
        content.transferTo(out);
    }

    /** Octets of the content with the edits made. Reads all of it. */
    public long sizeOf(InputStream content) throws IOException {
        CountingOutput counted = new CountingOutput();
        apply(content, counted);
        return counted.octets;
    }

    private static void encode(InputStream content, OutputStream out, long octets, Encoding encoding) throws IOException {
        switch (encoding) {
            case QUOTED_PRINTABLE -> {
                QuotedPrintableOutput quoted = new QuotedPrintableOutput(out);
                copy(content, quoted, octets);
                quoted.end();
            }
            case BASE64 -> {
                // Closing ends the encoding, and must not end what is written to.
                try (OutputStream base64 = Base64.getMimeEncoder().wrap(new OpenOutput(out))) {
                    copy(content, base64, octets);
                }
            }
        }
    }

    private static void copy(InputStream from, OutputStream to, long octets) throws IOException {
        byte[] buffer = new byte[(int) Math.min(octets, COPY_OCTETS)];
        long left = octets;
        while (left > 0) {
            int read = from.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("content ends " + left + " octets before an edit");
            }
            to.write(buffer, 0, read);
            left -= read;
        }
    }

    private static final class CountingOutput extends OutputStream {
        private long octets;

        @Override
        public void write(int octet) {
            octets++;
        }

        @Override
        public void write(byte[] some, int offset, int length) {
            octets += length;
        }
    }

    private static final class OpenOutput extends FilterOutputStream {
        OpenOutput(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            out.write(octets, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}

package org.gatepost.adapter.scanner.attachment;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * A zip archive read from its first octet to its last as it flows by (PKWARE's APPNOTE, section 4.3). Most programs find files by the directory at the end; so
 * an archive counts as read only where both say the same: each file that was seen stands in the directory, and nothing lies before, between or after them. What
 * is otherwise, encrypted, or packed in another way than deflated is a {@link ZipException}. For one thread; closes nothing but its inflater.
 */
final class ZipArchive {

    private static final int FILE = 0x04034b50;
    private static final int SIZES = 0x08074b50;
    private static final int LISTED = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    /** Encrypted, a patch, strongly encrypted, with the directory hidden. */
    private static final int CLOSED = 1 | 1 << 5 | 1 << 6 | 1 << 13;
    private static final int SIZES_COME_AFTER = 1 << 3;
    private static final int UTF_8 = 1 << 11;

    private final ZipOctets in;
    private final Visitor visitor;
    private final Inflater inflater = new Inflater(true);
    private final Map<Long, Seen> seen = new HashMap<>();

    /** Who looks at the files. */
    interface Visitor {
        /** A file; what is left unread of it is passed over. */
        void file(String name, InputStream octets) throws IOException;

        /** What a file is called besides. */
        void named(String name);
    }

    /** A file as it was found. */
    private record Seen(int method, long packed) {
    }

    ZipArchive(InputStream octets, Visitor visitor) {
        in = new ZipOctets(octets);
        this.visitor = visitor;
    }

    /** Shows each file, and compares them with the directory. */
    void read() throws IOException {
        try {
            int signature = in.int32();
            for (; signature == FILE; signature = in.int32()) {
                file(in.position() - 4);
            }
            long start = in.position() - 4;
            int listed = 0;
            for (; signature == LISTED; signature = in.int32()) {
                listed(in.octets(42));
                listed++;
            }
            require(seen.isEmpty(), "a file that is not in the directory");
            end(signature, start, listed);
        } finally {
            inflater.end();
        }
    }

    private void file(long at) throws IOException {
        ByteBuffer head = in.octets(26);
        int flags = int16(head, 2);
        int method = int16(head, 4);
        boolean sizesComeAfter = (flags & SIZES_COME_AFTER) != 0;
        require((flags & CLOSED) == 0, "encrypted");
        require(method == DEFLATED || method == STORED && !sizesComeAfter, "packed in a way that is not known");
        String name = name(in.octets(int16(head, 22)), flags);
        ZipExtra extra = ZipExtra.of(in.octets(int16(head, 24)));
        extra.name().ifPresent(visitor::named);
        long[] unpackedAndPacked = sizesComeAfter ? new long[2] : extra.numbers(int32(head, 18), int32(head, 14));
        inflater.reset();
        InputStream octets = method == STORED ? in.stored(unpackedAndPacked[1]) : in.inflated(inflater);
        visitor.file(name, octets);
        octets.transferTo(OutputStream.nullOutputStream());
        long packed = method == STORED ? unpackedAndPacked[1] : inflater.getBytesRead();
        if (sizesComeAfter) {
            sizes(packed, inflater.getBytesWritten(), extra.isWide());
        }
        require(sizesComeAfter || packed == unpackedAndPacked[1], "a file is not as long as is said");
        seen.put(at, new Seen(method, packed));
    }

    /** Its mark is sometimes left out, and whether its numbers have 32 or 64 bits is nowhere said for certain. */
    private void sizes(long packed, long unpacked, boolean wide) throws IOException {
        if (in.int32() == SIZES) {
            in.octets(4);
        }
        ByteBuffer two = in.octets(8);
        boolean narrow = int32(two, 4) == low(unpacked) && !(wide && int32(two, 4) == packed >>> 32);
        require(int32(two, 0) == low(packed) && (narrow || int32(two, 4) == packed >>> 32 && in.octets(8).getLong() == unpacked), "a file is not as long as is said");
    }

    private void listed(ByteBuffer head) throws IOException {
        int flags = int16(head, 4);
        visitor.named(name(in.octets(int16(head, 24)), flags));
        ZipExtra extra = ZipExtra.of(in.octets(int16(head, 26)));
        extra.name().ifPresent(visitor::named);
        in.octets(int16(head, 28));
        long[] numbers = extra.numbers(int32(head, 20), int32(head, 16), int32(head, 38));
        require((flags & CLOSED) == 0 && int16(head, 30) == 0 && new Seen(int16(head, 6), numbers[1]).equals(seen.remove(numbers[2])),
                "the directory says something else");
    }

    private void end(int first, long start, int listed) throws IOException {
        int signature = first;
        long end = in.position() - 4;
        if (signature == END_64) {
            ByteBuffer wide = in.octets(52);
            require(wide.getLong(0) == 44 && wide.getLong(28) == listed && wide.getLong(36) == end - start && wide.getLong(44) == start && in.int32() == LOCATOR_64
                    && in.octets(16).getLong(4) == end, "its end says something else");
            signature = in.int32();
        }
        require(signature == END, "something else within");
        ByteBuffer last = in.octets(18);
        boolean mayBeWide = first == END_64;
        require(last.getInt(0) == 0 && isOrWide(int16(last, 6), listed, 0xffff, mayBeWide) && isOrWide(int32(last, 8), end - start, 0xffffffffL, mayBeWide)
                && isOrWide(int32(last, 12), start, 0xffffffffL, mayBeWide), "its end says something else");
        ByteBuffer comment = in.octets(int16(last, 16));
        for (int i = 0; i + 4 <= comment.limit(); i++) {
            require(comment.getInt(i) != END, "another end in its comment");
        }
        require(in.atEnd(), "something after its end");
    }

    private static boolean isOrWide(long said, long is, long wide, boolean mayBeWide) {
        return said == is || mayBeWide && said == wide;
    }

    private static String name(ByteBuffer octets, int flags) {
        return new String(octets.array(), (flags & UTF_8) != 0 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    private static int int16(ByteBuffer octets, int at) {
        return octets.getShort(at) & 0xffff;
    }

    private static long int32(ByteBuffer octets, int at) {
        return low(octets.getInt(at));
    }

    private static long low(long number) {
        return number & 0xffffffffL;
    }

    private static void require(boolean so, String otherwise) throws ZipException {
        if (!so) {
            throw new ZipException(otherwise);
        }
    }
}

package org.gatepost.adapter.scanner.attachment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * What stands besides a file in a zip archive (APPNOTE 4.5): numbers that need more than 32 bits, and its name in Unicode.
 *
 * @param wide numbers of 64 bits, in the order of those they stand for
 */
record ZipExtra(List<Long> wide, Optional<String> name) {

    private static final int WIDE = 0x0001;
    private static final int UNICODE_NAME = 0x7075;
    private static final long SEE_THERE = 0xffffffffL;

    /** Fields that end within are none. */
    static ZipExtra of(ByteBuffer octets) {
        List<Long> wide = new ArrayList<>();
        Optional<String> name = Optional.empty();
        while (octets.remaining() >= 4) {
            int kind = octets.getShort() & 0xffff;
            int length = Math.min(octets.getShort() & 0xffff, octets.remaining());
            ByteBuffer field = octets.slice(octets.position(), length).order(octets.order());
            octets.position(octets.position() + length);
            if (kind == WIDE) {
                while (field.remaining() >= 8) {
                    wide.add(field.getLong());
                }
            } else if (kind == UNICODE_NAME && length > 5) {
                // After its version and the sum of the name it stands for, which some programs do not compare.
                name = Optional.of(StandardCharsets.UTF_8.decode(field.position(5)).toString());
            }
        }
        return new ZipExtra(wide, name);
    }

    boolean isWide() {
        return !wide.isEmpty();
    }

    /** The numbers, those that have no room replaced by what stands here. */
    long[] numbers(long... narrow) throws ZipException {
        int next = 0;
        for (int i = 0; i < narrow.length; i++) {
            if (narrow[i] == SEE_THERE) {
                if (next == wide.size() || wide.get(next) < 0) {
                    throw new ZipException("a number is missing");
                }
                narrow[i] = wide.get(next++);
            }
        }
        return narrow;
    }
}

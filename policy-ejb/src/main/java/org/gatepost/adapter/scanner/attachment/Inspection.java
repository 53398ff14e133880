package org.gatepost.adapter.scanner.attachment;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Looks at the files of one message, one after the other and archives within archives, as they flow by: nothing is kept, and all that is unpacked counts
 * against one limit. For one message and one thread.
 */
final class Inspection {

    private static final int FOUND_MAX = 20;

    private final AttachmentRules rules;
    private final long end;
    private final Set<String> forbidden = new LinkedHashSet<>();
    private final Set<String> closed = new LinkedHashSet<>();
    private int entries;
    private long octetsLeft;

    /** It takes longer than it may. */
    static final class OutOfTime extends IOException {
        private static final long serialVersionUID = 1L;

        OutOfTime() {
            super("no end in time");
        }
    }

    /** An archive is more than is looked at: that is what is wrong with it. */
    private static final class Beyond extends IOException {
        private static final long serialVersionUID = 1L;

        Beyond(String why) {
            super(why);
        }
    }

    /** @param end by {@link System#nanoTime} */
    Inspection(AttachmentRules rules, long end) {
        this.rules = rules;
        this.end = end;
        this.octetsLeft = rules.octetsMax();
    }

    /** What may not be carried. */
    Set<String> forbidden() {
        return forbidden;
    }

    /** What could not be looked into. */
    Set<String> closed() {
        return closed;
    }

    /** A part of a message. */
    void part(String name, InputStream octets) throws IOException {
        try {
            look(name, octets, 0);
        } catch (Beyond e) {
            found(name + ": " + e.getMessage());
        }
    }

    private void look(String name, InputStream octets, int depth) throws IOException {
        if (!name.isEmpty() && rules.forbidsName(name)) {
            found(name);
        }
        BufferedInputStream in = new BufferedInputStream(octets);
        in.mark(Kind.OCTETS);
        byte[] first = new byte[Kind.OCTETS];
        int length = in.readNBytes(first, 0, first.length);
        in.reset();
        Kind kind = Kind.of(first, length);
        if (rules.kinds().contains(kind)) {
            found((name.isEmpty() ? "a part without a name" : name) + " (" + kind.name().toLowerCase(Locale.ROOT) + ")");
        }
        if (kind.isClosed()) {
            cannotLookInto(name);
        } else if (kind == Kind.ZIP || kind == Kind.GZIP) {
            if (depth == rules.depthMax()) {
                throw new Beyond("archives more than " + rules.depthMax() + " deep");
            }
            unpack(name, kind, in, depth);
        }
    }

    private void unpack(String name, Kind kind, InputStream in, int depth) throws IOException {
        try {
            if (kind == Kind.GZIP) {
                String inner = name.toLowerCase(Locale.ROOT).endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
                look(inner, new Counted(new GZIPInputStream(in)), depth + 1);
            } else {
                unzip(name, new ZipInputStream(in), depth);
            }
        } catch (Beyond | OutOfTime e) {
            throw e;
        } catch (IOException | IllegalArgumentException broken) {
            // Encrypted, or no archive but for its beginning.
            cannotLookInto(name);
        }
    }

    private void unzip(String name, ZipInputStream zip, int depth) throws IOException {
        boolean any = false;
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            any = true;
            if (++entries > rules.entriesMax()) {
                throw new Beyond("archives with more than " + rules.entriesMax() + " files");
            }
            InputStream octets = new Counted(zip);
            look(entry.getName(), octets, depth + 1);
            // The rest of it counts too.
            octets.transferTo(OutputStream.nullOutputStream());
        }
        if (!any) {
            cannotLookInto(name);
        }
    }

    private void cannotLookInto(String name) {
        closed.add(name.isEmpty() ? "a part without a name" : name);
        if (rules.forbidsEncrypted()) {
            found((name.isEmpty() ? "a part without a name" : name) + " (archive that cannot be looked into)");
        }
    }

    private void found(String what) {
        if (forbidden.size() < FOUND_MAX) {
            forbidden.add(what.substring(0, Math.min(what.length(), 200)));
        }
    }

    /** What comes out of an archive. Closing it closes nothing: the archive goes on. */
    private final class Counted extends FilterInputStream {
        Counted(InputStream unpacked) {
            super(unpacked);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            octetsLeft -= Math.max(0, count);
            if (octetsLeft < 0) {
                throw new Beyond("archives of more than " + rules.octetsMax() + " octets");
            }
            if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                throw new OutOfTime();
            }
            return count;
        }

        @Override
        public void close() {
            // the archive is closed by who opened it
        }
    }
}

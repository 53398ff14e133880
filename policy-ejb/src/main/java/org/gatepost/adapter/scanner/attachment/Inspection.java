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

/**
 * Looks at the files of one message, one after the other and archives within archives, as they flow by: nothing is kept, and all that is unpacked counts
 * against one limit. For one message and one thread.
 */
final class Inspection {

    private static final int FOUND_MAX = 20;
    private static final int FOUND_CHARACTERS = 200;

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

    /** A part of a message, with all it may be called. */
    void part(FileNames names, InputStream octets) throws IOException {
        names.names().forEach(this::named);
        if (names.areTooMany()) {
            found("a part with more than " + FileNames.PARAMETERS_MAX + " names");
        }
        String name = names.names().stream().findFirst().orElse("");
        try {
            look(name, names.names().stream().anyMatch(Inspection::isOfZip), octets, 0);
        } catch (Beyond e) {
            found(name + ": " + e.getMessage());
        }
    }

    /** For the names of the next part. */
    FileNames names() {
        return new FileNames(rules.nameMax());
    }

    private void named(String name) {
        if (rules.isTooLong(name)) {
            found("a name of more than " + rules.nameMax() + " characters");
        } else if (!name.isEmpty() && rules.forbidsName(name)) {
            found(name);
        }
    }

    private static boolean isOfZip(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".zip") || lower.endsWith(".jar");
    }

    private void look(String name, boolean shouldBeZip, InputStream octets, int depth) throws IOException {
        ZipEnd end = new ZipEnd(octets);
        BufferedInputStream in = new BufferedInputStream(end);
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
        in.transferTo(OutputStream.nullOutputStream());
        if (kind != Kind.ZIP && (shouldBeZip || end.isZip())) {
            cannotLookInto(name);
        }
    }

    private void unpack(String name, Kind kind, BufferedInputStream in, int depth) throws IOException {
        try {
            if (kind == Kind.ZIP) {
                new ZipArchive(in, new Files(depth)).read();
                return;
            }
            String inner = name.toLowerCase(Locale.ROOT).endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
            named(inner);
            try (GZIPInputStream gzip = new GZIPInputStream(new Members(in))) {
                look(inner, isOfZip(inner), new Counted(gzip), depth + 1);
            }
        } catch (Beyond | OutOfTime e) {
            throw e;
        } catch (IOException | IllegalArgumentException broken) {
            // Encrypted, or no archive but for its beginning.
            cannotLookInto(name);
        }
    }

    /** Those of an archive. */
    private final class Files implements ZipArchive.Visitor {
        private final int depth;

        Files(int depth) {
            this.depth = depth;
        }

        @Override
        public void file(String name, InputStream octets) throws IOException {
            if (++entries > rules.entriesMax()) {
                throw new Beyond("archives with more than " + rules.entriesMax() + " files");
            }
            named(name);
            look(name, isOfZip(name), new Counted(octets), depth + 1);
        }

        @Override
        public void named(String name) {
            Inspection.this.named(name);
        }
    }

    /** One archive after the other to the end of the file, as those who unpack them read it; not closed with them. */
    private static final class Members extends FilterInputStream {
        Members(BufferedInputStream file) {
            super(file);
        }

        /** Not none before the end, which is what it is asked for. */
        @Override
        public int available() throws IOException {
            mark(1);
            int next = read();
            reset();
            return next < 0 ? 0 : Math.max(1, super.available());
        }

        @Override
        public void close() {
            // Others go on reading.
        }
    }

    private void cannotLookInto(String name) {
        note(closed, name.isEmpty() ? "a part without a name" : name);
        if (rules.forbidsEncrypted()) {
            found((name.isEmpty() ? "a part without a name" : name) + " (archive that cannot be looked into)");
        }
    }

    private void found(String what) {
        note(forbidden, what);
    }

    /** The first of many, and of long ones the beginning: an archive may have more names than there is memory. */
    private static void note(Set<String> those, String what) {
        if (those.size() < FOUND_MAX) {
            those.add(what.substring(0, Math.min(what.length(), FOUND_CHARACTERS)));
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

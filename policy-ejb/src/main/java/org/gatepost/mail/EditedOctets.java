package org.gatepost.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;

/** A content with its declared edits made, read piece by piece and never whole in memory. Closing it closes the content. Used by one thread. */
final class EditedOctets extends InputStream {

    private static final int PIECE_OCTETS = 8 << 10;

    private final InputStream content;
    private final Iterator<HeaderEdits.Patch> further;
    private final byte[] one = new byte[1];
    private InputStream inserted = InputStream.nullInputStream();
    private HeaderEdits.Patch next;
    private boolean edits;
    private long position;

    EditedOctets(InputStream content, HeaderEdits edits) {
        this.content = content;
        this.further = edits.patches().iterator();
        this.next = new HeaderEdits.Patch(0, 0, "");
        this.edits = true;
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] octets, int from, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        int put = inserted.read(octets, from, count);
        while (put < 0 && edits && position == next.at()) {
            edit();
            put = inserted.read(octets, from, count);
        }
        return put < 0 ? received(octets, from, count) : put;
    }

    /** Each part writes itself: of a content in memory, edited at its beginning as nearly all are, nothing is copied on the way. */
    @Override
    public long transferTo(OutputStream out) throws IOException {
        byte[] piece = {};
        long written = inserted.transferTo(out);
        while (edits) {
            if (position == next.at()) {
                edit();
                written += inserted.transferTo(out);
            } else {
                int wanted = (int) Math.min(PIECE_OCTETS, next.at() - position);
                piece = piece.length < wanted ? new byte[wanted] : piece;
                int read = received(piece, 0, wanted);
                out.write(piece, 0, read);
                written += read;
            }
        }
        return written + content.transferTo(out);
    }

    private void edit() throws IOException {
        content.skipNBytes(next.remove());
        position += next.remove();
        inserted = new ByteArrayInputStream(next.inserted());
        edits = further.hasNext();
        next = edits ? further.next() : next;
    }

    private int received(byte[] octets, int from, int count) throws IOException {
        int read = content.read(octets, from, edits ? (int) Math.min(count, next.at() - position) : count);
        if (read < 0 && edits) {
            throw new IOException("content ends at " + position + ", before an edit at " + next.at());
        }
        position += Math.max(0, read);
        return read;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}

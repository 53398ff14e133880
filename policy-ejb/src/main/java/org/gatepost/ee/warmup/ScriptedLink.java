package org.gatepost.ee.warmup;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

import org.gatepost.dryrun.SaidLines;
import org.gatepost.smtp.session.Link;

/** A client that says its lines, one for each time it is listened to, and hears nothing. For one thread. */
final class ScriptedLink implements Link {

    private final InputStream input;

    ScriptedLink(List<String> lines) {
        Iterator<String> left = lines.iterator();
        input = new SaidLines(() -> left.hasNext() ? Optional.of(left.next().getBytes(StandardCharsets.US_ASCII)) : Optional.empty());
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public void setReadTimeout(Duration patience) {
        // It is never late.
    }

    @Override
    public void finish() {
        close();
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}

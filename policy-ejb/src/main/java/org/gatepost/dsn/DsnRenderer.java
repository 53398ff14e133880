package org.gatepost.dsn;

import java.io.InputStream;

/** Port: a report as octets. Safe for use by many threads. */
public interface DsnRenderer {

    /**
     * The report as a complete message: multipart/report with a text for people, the fields of RFC 3464, and the message or its header section.
     *
     * @param original the message reported on, edits applied; read as far as needed, not closed
     * @param originalOctets its size
     */
    byte[] render(DsnReport report, InputStream original, long originalOctets);
}

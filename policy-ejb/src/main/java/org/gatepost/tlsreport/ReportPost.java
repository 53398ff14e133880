package org.gatepost.tlsreport;

import java.io.IOException;
import java.net.URI;

/** Port: hands a report in by HTTPS (RFC 8460 section 5.4), within a time of its own. Safe for use by many threads. */
@FunctionalInterface
public interface ReportPost {

    /** @throws IOException where it was not taken; its message says why */
    void post(URI place, TlsReport report) throws IOException;
}

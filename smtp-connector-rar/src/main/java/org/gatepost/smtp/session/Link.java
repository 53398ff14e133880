package org.gatepost.smtp.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** What a session talks through: two streams, a patience and an end. A socket, or in tests a pipe. */
public interface Link {

    /** From the client. A read that outlasts the patience throws {@link java.net.SocketTimeoutException}. */
    InputStream input();

    /** To the client; the session gathers what it writes. */
    OutputStream output();

    /** How long reads may wait from now on; at least a millisecond. */
    void setReadTimeout(Duration patience) throws IOException;

    /** Ends it, for both sides; what was written before still arrives. Any thread may call it, and more than once. */
    void close();
}
